"""Files after public bug reports, as the service answers them: IDPHOTO_TEST_CASES names them."""

import io

import numpy as np
import pytest
from PIL import Image


def sent(client, data):
    query = {"spec": "cn-1inch", "format": "png"}
    headers = {"Content-Type": "application/octet-stream"}
    return client.post("/v1/idphoto", query_string=query, data=data, headers=headers)


def finished(client, path):
    response = sent(client, path.read_bytes())
    assert response.status_code == 200, response.get_data(as_text=True)
    return np.asarray(Image.open(io.BytesIO(response.data)).convert("RGB"), int)


@pytest.mark.parametrize(
    "name",
    ["heic_exif6_no_irot.heic", "clap_crop.heic", "no_eoi.jpg", "png_bad_crc_text.png",
     "grey_alpha_icc_g18.png"],
)  # fmt: skip
def test_a_photo_comes_out(client, cases, name):
    assert finished(client, cases / name).shape == (413, 295, 3)


def test_a_raw_file_is_not_judged_by_its_preview(client, cases):
    response = sent(client, (cases / "raw_thumb256.dng").read_bytes())
    assert response.status_code == 415
    assert "raw files" in response.json["detail"]
    assert "JPEG" in response.json["detail"]


def test_the_finished_face_has_the_colours_of_a_well_known_profile(client, cases):
    names = "p3_samsung_name.jpg", "p3_control_display_p3.jpg"
    one, other = (finished(client, cases / name) for name in names)
    assert np.abs(one - other).max() <= 2


def test_linear_pixels_look_like_the_others(client, cases):
    names = "icc_linear_named_srgb_v2.jpg", "p3_control_srgb.jpg"
    one, other = (finished(client, cases / name)[170:260, 110:190] for name in names)
    assert np.abs((one - other).mean(axis=(0, 1))).max() <= 2
