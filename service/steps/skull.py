"""The skull's top under the hair, for documents that do not count hair."""

import math
from dataclasses import replace

import numpy as np

from service.values.placement import Head

# Eyes to the skull's top in units of eyes-to-chin: the mean of 11 bald or cropped heads among the
# annotated portraits, 0.79 to 0.99, standard deviation 0.060: docs/geometry-measured.md.
SKULL = 0.9


def to_skull(head: Head) -> Head:
    """The same head with its crown where the skull ends, which is below the hair's top.

    A crown that was seen lower than that means a bald or flat head, and stays.
    """
    down = head.below_crown(head.eyes) - SKULL * head.unit
    if down <= 0:
        return head
    roll = math.radians(head.roll_deg)
    crown = head.crown + down * np.array([-math.sin(roll), math.cos(roll)])
    return replace(head, crown=crown, skull=True)
