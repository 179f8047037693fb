from evaluation.cutout import people, warned
from evaluation.cutout.scores import Score


def score(name, iou, matte_error, unclear, **more):
    values = {"iou": iou, "region": 0.0, "matte_error": matte_error, "unclear": unclear, **more}
    return Score("portrait", "test comp", name, values)


def test_a_warning_is_measured_by_what_it_finds_and_by_whom_it_blames():
    scores = [
        score("bad-found", 0.9, 0.05, 1.0),
        score("bad-silent", 0.96, 0.005, 0.0),
        score("lost-an-ear", 0.99, 0.05, 1.0, region=0.02),
        score("good", 0.99, 0.005, 0.0),
        score("good-blamed", 0.98, 0.022, 1.0),
    ]
    lines = warned.markdown(scores).splitlines()
    assert "| portrait | `matte-unclear` | 3 | 66.7% | 50.0% |" in lines
    assert "| portrait | above 0.03 | 3 | 66.7% | 0.0% |" in lines


def test_methods_that_do_not_warn_have_no_table():
    assert warned.markdown([Score("plain", "test comp", "a", {"iou": 0.9, "region": 0.0})]) == ""


def test_a_group_is_compared_with_everybody():
    values = {"a": 1.0, "b": 1.0, "c": 4.0}
    scores = [
        Score(
            "plain",
            "test comp",
            name,
            {"rmse_blue": value, "edge_mse": value},
            frozenset({"bald"} if name == "c" else ()),
        )
        for name, value in values.items()
    ]
    assert "| bald | 1 | plain | 2.00 | 2.00 |" in people.markdown(scores)
