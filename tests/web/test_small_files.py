"""Photos of less than 2 KB, for QR codes and chips."""

import io

import pytest
from PIL import Image


@pytest.mark.parametrize("max_kb", ["1.5", "1.9"])
def test_a_webp_of_90_x_120_pixels_fits_into_a_qr_code(client, astronaut, max_kb):
    query = f"?width_px=90&height_px=120&format=webp&max_kb={max_kb}"
    answer = client.post(f"/v1/idphoto{query}", data=astronaut, content_type="image/png")
    assert answer.status_code == 200, answer.text
    assert len(answer.data) <= float(max_kb) * 1000
    photo = Image.open(io.BytesIO(answer.data))
    assert (photo.format, photo.size) == ("WEBP", (90, 120))
    assert b"algorithmicallyEnhanced" in answer.data


def test_a_larger_photo_keeps_its_profile_and_says_what_it_would_come_to(client, astronaut):
    query = "?spec=cn-1inch&format=webp"
    whole = client.post(f"/v1/idphoto{query}", data=astronaut, content_type="image/png")
    assert Image.open(io.BytesIO(whole.data)).info["icc_profile"]
    refused = client.post(
        f"/v1/idphoto{query}&max_kb=1.5", data=astronaut, content_type="image/png"
    )
    assert refused.status_code == 422
    assert refused.json["nearest_bytes"] > 1500


def test_half_a_kilobyte_is_the_least_that_can_be_asked_for(client, astronaut):
    answer = client.post(
        "/v1/idphoto?spec=cn-1inch&max_kb=0.4", data=astronaut, content_type="image/png"
    )
    assert (answer.status_code, answer.json["field"]) == (422, "max_kb")
