import io

from PIL import Image

from loadtest.faults.malformed import bomb, malformed_goal
from loadtest.results import PHOTO, Answer


def answers(*statuses):
    return [Answer(PHOTO, 1, 1, status) for status in statuses]


def test_the_bomb_claims_to_be_far_more_than_it_is():
    data = bomb(8_000, 9_000)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (8_000, 9_000)
    assert len(data) < 1_000


def test_only_refusals_are_right_and_nobody_else_may_be_disturbed():
    refused, photos = answers(400, 415, 422, 429), answers(200, 429)
    assert malformed_goal(refused, photos, 0, 1.05).met
    assert not malformed_goal(answers(400, 500), photos, 0, 1.0).met
    assert not malformed_goal(answers(400, 0), photos, 0, 1.0).met
    assert not malformed_goal(refused, answers(200, 503), 0, 1.0).met
    assert not malformed_goal(refused, photos, 1, 1.0).met
    assert not malformed_goal(refused, photos, 0, 1.06).met
