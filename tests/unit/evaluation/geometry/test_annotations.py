from evaluation.geometry.annotations import annotations


def test_points_lie_in_their_photos_and_in_the_order_of_a_face():
    known = annotations()
    assert len(known) > 100
    for one in known:
        heights = [one.points[name][1] for name in ("crown", "eyes", "chin") if name in one.points]
        assert heights == sorted(heights), one.photo
        assert all(0 <= height <= 1 for height in heights), one.photo
