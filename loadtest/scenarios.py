"""How many clients, of which kind, for how long: the load that a service can be put under."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loadtest.photos import CAMERAS, PHONE, Camera


@dataclass(frozen=True, slots=True)
class Stage:
    """`clients` is a multiple of the service's permits; `slow` counts bodies that never end."""

    name: str
    seconds: float
    clients: float
    slow: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """Stages one after the other; clients send one photo after the other, of `cameras` in turn.

    `settings` are those of a server of their own.
    """

    about: str
    stages: tuple[Stage, ...]
    cameras: tuple[Camera, ...] = (PHONE,)
    settings: Mapping[str, float] = field(default_factory=dict)

    def at(self, seconds: float, time_scale: float) -> Stage | None:
        """The stage `seconds` after the start; None after the last. `time_scale` stretches all."""
        for stage in self.stages:
            seconds -= stage.seconds * time_scale
            if seconds < 0:
                return stage
        return None


BODY_SECONDS = 10  # a slow body is given up so early that many are, in one stage
SATURATED, OVERLOADED = "saturated", "overloaded"
UNDISTURBED, DISTURBED = "undisturbed", "beside slow bodies"
SCENARIOS = {
    "steady": Scenario("as many clients as permits", (Stage("steady", 60, 1),)),
    "spike": Scenario(
        "out of the calm, eight times as many clients as permits, and calm again",
        (Stage("calm", 20, 0.25), Stage("spike", 20, 8), Stage("calm again", 25, 0.25)),
    ),
    "overload": Scenario(
        "three clients for each permit, then three times as many",
        (Stage(SATURATED, 60, 3), Stage(OVERLOADED, 60, 9)),
    ),
    "slow": Scenario(
        "as many clients as permits, then 200 others beside them whose bodies trickle in",
        (Stage(UNDISTURBED, 40, 1), Stage(DISTURBED, 40, 1, slow=200)),
        settings={"body_seconds": BODY_SECONDS},
    ),
    "mixed": Scenario(
        "photos of 0.5, 2, 8 and 12 MP from three clients for each permit",
        (Stage("mixed", 90, 3),),
        CAMERAS,
    ),
}
