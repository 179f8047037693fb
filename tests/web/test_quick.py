"""POST /v1/check?quick=true: a first look at what the face alone tells."""

import io

import cv2
import gevent
import numpy as np
import pytest
from PIL import Image

from service.web.state import KEY


@pytest.fixture(scope="module")
def picture(astronaut):
    """As a camera of a phone gives it for a preview: 480 x 640."""
    image = Image.open(io.BytesIO(astronaut)).convert("RGB").resize((640, 640))
    return np.asarray(image.crop((40, 0, 520, 640)))


def look(client, pixels, query="quick=true", **fields):
    _, file = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    data = {"image": (io.BytesIO(file.tobytes()), "photo"), "spec": "cn-1inch", **fields}
    return client.post(f"/v1/check?{query}", data=data)


def live(client, pixels, **fields):
    """As a camera asks that will take a much larger photo."""
    return look(client, pixels, camera_px="3000", **fields).json


def verdicts(report):
    return {one["id"]: one["verdict"] for one in report["checks"]}


def test_the_face_is_judged_and_nothing_is_cut_out(client, picture):
    report = look(client, picture).json
    assert set(report["timings_ms"]) == {"decode", "face", "checks"}
    assert report["face"]["points"] == 478
    verdict = verdicts(report)
    assert verdict["eyes-open"] == verdict["yaw"] == verdict["sharpness"] == "pass"
    assert verdict["mouth-closed"] == "warn"
    assert "background-colour" not in verdict


def test_the_advice_is_one_instruction_in_both_languages(client, picture):
    report = live(client, picture, spec="photo-35x45")  # wants a neutral face
    assert report["verdict"] == "rejected"
    assert report["reasons"][0]["id"] == "mouth-closed"
    assert report["advice"]["code"] == "close-your-mouth"
    assert report["advice"]["id"] == "mouth-closed"
    assert set(report["advice"]["message"]) == {"en", "zh"}


def test_from_afar_the_advice_is_to_come_nearer(client, picture):
    small = np.full_like(picture, 200)
    shrunk = cv2.resize(picture, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    small[200 : 200 + shrunk.shape[0], 180 : 180 + shrunk.shape[1]] = shrunk
    report = look(client, small, spec="us-passport").json
    assert report["advice"]["code"] == "come-nearer"


def test_a_small_copy_is_judged_by_the_pixels_of_the_photo_that_will_be_taken(client, picture):
    verdict = verdicts(look(client, picture, spec="us-passport").json)
    assert verdict["resolution"] == "warn"
    verdict = verdicts(look(client, picture, spec="us-passport", camera_px="3200").json)
    assert verdict["resolution"] == "pass"
    assert look(client, picture, camera_px="9").json["field"] == "camera_px"


def test_who_stands_aside_or_turns_is_told_which_way_to_go(client, picture):
    aside = np.full_like(picture, 200)
    aside[:, :320] = picture[:, 160:]
    left = live(client, aside)
    assert left["advice"]["code"] == "move-to-your-left"
    right = live(client, np.ascontiguousarray(aside[:, ::-1]))
    assert right["advice"]["code"] == "move-to-your-right"
    assert right["advice"]["id"] == "shoulders-complete"


def test_it_gives_way_where_photos_wait(app, client, picture):
    permits = app.extensions[KEY].executor.permits
    place = permits._queue.join()
    try:
        refused = look(client, picture)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) >= 1
    finally:
        permits._queue.leave(place)
    assert look(client, picture).status_code == 200


def test_what_the_picture_cuts_off_is_seen_without_a_matte(client, picture):
    verdict = verdicts(look(client, picture[:260]).json)
    assert verdict["body-complete"] == "fail"
    verdict = verdicts(look(client, np.ascontiguousarray(picture[:, 180:])).json)
    assert verdict["shoulders-complete"] == "fail"


def test_nobody_is_a_verdict_and_no_error(client):
    response = look(client, np.full((640, 480, 3), 180, np.uint8))
    assert response.status_code == 200
    assert response.json["verdict"] == "rejected"
    assert response.json["advice"]["code"] == "show-your-face"


def test_a_picture_that_lies_is_turned(client, picture):
    lying = np.ascontiguousarray(np.rot90(picture))
    assert look(client, lying).json["turned_deg"] == 90


def test_it_never_waits_and_needs_no_permit_of_photos(app, client, picture):
    own = app.extensions[KEY]
    photos = [own.executor.permits.acquire() for _ in range(own.executor.permits.count)]
    try:
        assert look(client, picture).status_code == 200
    finally:
        for permit in photos:
            permit.release()
    with gevent.Timeout(10):
        while own.quick.permits.held:  # until the thread of that look is done
            gevent.sleep(0.01)
    looks = [own.quick.permits.acquire() for _ in range(own.quick.permits.count)]
    try:
        refused = look(client, picture)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) >= 1
    finally:
        for permit in looks:
            permit.release()


@pytest.mark.parametrize("query", ["Quick=True", "QUICK=1"])
def test_quick_is_spelt_as_any_field(client, app, picture, query):
    """It finds the first looks' own budget taken, and does not wait for photos instead."""
    permits = app.extensions[KEY].quick.permits
    taken = [permits.acquire() for _ in range(permits.count)]
    try:
        assert look(client, picture, query).status_code == 429
    finally:
        for permit in taken:
            permit.release()


def test_quick_in_the_form_is_a_first_look_too(client, picture):
    report = look(client, picture, query="", quick="true", spec="photo-35x45").json
    assert report["reasons"][0]["id"] == "mouth-closed"


def test_quick_is_yes_or_no(client, picture):
    response = look(client, picture, query="quick=perhaps")
    assert response.status_code == 422
    assert response.json["field"] == "quick"


def test_a_whole_check_has_a_verdict_with_reasons_too(client, picture):
    report = look(client, picture, query="quick=false", spec="photo-35x45").json
    assert report["verdict"] == "rejected"
    assert report["reasons"][0]["id"] in {c["id"] for c in report["checks"]}
    assert len(report["reasons"]) <= 3
