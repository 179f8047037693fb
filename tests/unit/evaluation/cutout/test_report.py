from evaluation.cutout import report
from evaluation.cutout.scores import Score


def test_the_table_has_means_medians_the_worst_photo_and_ratios():
    def score(method, name, iou, cost):
        values = {"mad": 0.01, "iou": iou, "network_ms": cost, "rest_ms": 0.0}
        columns = {column.value: 0.5 for column in report.COLUMNS}
        return Score(method, "comp", name, {**columns, **values})

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
    assert lines[-1].startswith("| comp | portrait | 1.00 ")
    assert lines[-1].endswith("| 2.00 | 1.00 |")
