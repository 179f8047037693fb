from evaluation.tables import counts, shares, table


def test_a_table_aligns_each_column_by_its_letter():
    text = table("lr", ["check", "photos"], [["faces", "3"]])
    assert text.splitlines() == ["| check | photos |", "| --- | ---: |", "| faces | 3 |"]


def test_values_are_counted_in_alphabetical_order():
    verdicts = ["warn", "pass", "pass", "fail"]
    assert counts(verdicts) == "fail 1, pass 2, warn 1"
    assert shares(verdicts) == "fail 25%, pass 50%, warn 25%"
