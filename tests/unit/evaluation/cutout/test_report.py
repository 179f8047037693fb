import numpy as np
import pytest

from evaluation.cutout import report, spread
from evaluation.cutout.scores import Score


def test_the_table_has_means_medians_the_worst_photo_and_ratios():
    def score(method, name, iou, cost):
        values = {"mad": 0.01, "iou": iou, "network_ms": cost, "rest_ms": 0.0}
        columns = {column.value: 0.5 for column in report.COLUMNS}
        told = {"matte_error": 0.01} if method == "portrait" else {}  # plain rembg expects nothing
        return Score(method, "comp", name, {**columns, **values, **told})

    scores = [
        score(method, name, iou, cost)
        for method, factor in (("plain", 1), ("portrait", 2))
        for name, iou, cost in (("a", 0.9, 10 * factor), ("b", 0.7, 30 * factor))
    ]
    lines = report.markdown(scores).splitlines()
    first = next(line for line in lines if line.startswith("| comp | plain "))
    assert "| 10.00 |" in first
    assert "| 0.8000 |" in first
    assert first.endswith("| 20 | 0 | 0.7000 b |")
    ratios = next(line for line in lines if line.startswith("| comp | portrait | 1.00 "))
    assert ratios.endswith("| 2.00 | 1.00 |")
    assert lines[-1].startswith("| comp | 2 | portrait | 1.00 (1.00 to 1.00) ")
    assert lines[-1].endswith("| b 0.700, a 0.900 |")


def test_a_spread_is_wider_than_the_ratio_and_narrow_where_all_photos_agree():
    base = np.linspace(1, 3, 40)
    middle, low, high = spread.ratio(base * np.linspace(0.2, 1, 40), base)
    assert low < middle < high
    assert spread.ratio(0.5 * base, base) == pytest.approx((0.5, 0.5, 0.5))
