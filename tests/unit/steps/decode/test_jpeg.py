import io

import pytest
from PIL import Image

from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits


@pytest.mark.parametrize("quality", [25, 40, 60, 75, 90, 96])
def test_the_quality_of_a_jpeg_is_read_from_its_tables(quality):
    out = io.BytesIO()
    Image.effect_noise((64, 64), 40).convert("RGB").save(out, "JPEG", quality=quality)
    assert decode(out.getvalue(), Limits()).jpeg_quality == pytest.approx(quality, abs=1)


def test_a_file_that_is_no_jpeg_has_no_quality(astronaut):
    assert decode(astronaut, Limits()).jpeg_quality is None
