from evaluation.formats.page import ROW, Row, documented, page
from evaluation.formats.resource_usage import Usage

USAGE = Usage(cpu_ms=12.3, extra_mb=4.56)
BOMB = "PNG of 20000 x 20000"


def test_what_is_written_is_read_back():
    rows = [
        Row("`a.jpg`", 1234, "900 x 1200", USAGE, "200", Usage(340.4, 20.0)),
        Row(BOMB, 5, "413 too-many-pixels", Usage(1.0, 0.2), "413 too-many-pixels", USAGE),
    ]
    text = page(rows, "portrait-u2netp")
    assert "| `a.jpg` | 1,234 | 900 x 1200 | 12 | 4.6 | 200 | 340 | 20.0 |" in text
    assert "2 files: 1 photos, 1 rejections" in text
    assert "`a.jpg` takes longest to read,\n12 ms" in text
    assert "takes 1 ms and\n0.2 MB at most" in text
    assert ROW.findall(text) == [
        ("a.jpg", "900 x 1200", "200"),
        (BOMB, "413 too-many-pixels", "413 too-many-pixels"),
    ]


def test_the_page_of_this_project_can_be_read():
    assert documented()[BOMB] == ("413 too-many-pixels", "413 too-many-pixels")
