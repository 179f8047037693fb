import pytest

from evaluation import photos as folders
from evaluation.geometry.mirrored import summary


def test_a_head_and_its_mirror_image_are_turned_opposite_ways(photos):
    paths = [*folders.files(photos, "pairs/studio", limit=6), photos / "negatives/vrooli-group.jpg"]
    lines = [line.strip("| ").split(" | ") for line in summary(paths).split("\n")]
    rows = {line[0]: [float(cell) for cell in line[1:]] for line in lines[2:]}
    assert all(row[0] == 6 for row in rows.values())  # the group is left out
    assert abs(rows["yaw, one look"][1]) < 1
    assert rows["yaw, two looks"][1] == pytest.approx(0, abs=0.25)
    number, _, spread, of_mean = rows["yaw, one look"]
    assert of_mean == pytest.approx(spread / number**0.5, abs=0.01)
