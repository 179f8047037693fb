"""Two instances behind the real nginx with the shipped configuration, under load."""

import pytest

from loadtest import rolling
from loadtest.proxy import fronting, instances
from tests.needed import program


@pytest.fixture(scope="module")
def behind():
    program("nginx", "nginx-light")
    with instances(2, matting="portrait", **rolling.SETTINGS) as every:
        yield every


@pytest.fixture(scope="module")
def front(behind):
    with fronting(behind) as server:
        yield server


def held(goals):
    for goal in goals:
        assert goal.met, f"{goal.what}: {goal.measured}; should be {goal.limit}"


def test_instances_are_replaced_one_after_the_other_and_no_caller_notices(front, behind):
    held(rolling.replaced(front, behind))


def test_photos_of_an_instance_that_dies_are_made_by_the_other(front, behind):
    held(rolling.killed(front, behind[0]))


def test_slow_senders_stop_at_nginx(front, behind):
    held(rolling.slow_senders(front, behind, 5))


def test_a_full_disk_of_nginx_harms_nobody(behind):
    with fronting(behind, full_disk=True) as server:
        held(rolling.full_disk(server))
