import csv
import io
import json
import subprocess
import sys

import jsonschema
import pytest

from service.specs import catalogue
from service.specs.export import as_csv, as_json


@pytest.fixture(scope="module")
def shipped():
    return catalogue.load()


def test_every_exported_spec_holds_the_exported_schema(shipped):
    exported = json.loads(as_json(shipped))
    assert [spec["id"] for spec in exported["specs"]] == [spec.id for spec in shipped]
    check = jsonschema.Draft202012Validator(exported["schema"])
    for spec in exported["specs"]:
        assert list(check.iter_errors(spec)) == [], spec["id"]


def test_the_table_has_a_row_for_each_spec_with_ranges_in_words(shipped):
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(as_csv(shipped)))}
    assert list(rows) == [spec.id for spec in shipped]
    assert rows["cn-exit-entry"]["head_height_mm"] == "28-33"
    assert rows["cn-exit-entry"]["chin_bottom_mm"] == "7-"
    assert rows["fr-passport"]["backgrounds"] == "light-grey light-blue"
    assert "top_mm" in rows["fr-passport"]["assumed"].split()


def run(*arguments):
    command = [sys.executable, "-m", "service.specs", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


OWN = """
[[spec]]
id = "xx-badge"
names = { en = "Badge", zh = "工作证" }
country = "xx"
width_mm = 30
height_mm = 40
source = "our own"
checked = "2026-11-22"
"""


def test_the_command_says_of_a_file_of_one_s_own_that_it_is_right(tmp_path):
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    done = run("check", str(tmp_path / "own.toml"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("xx-badge: valid; assumed: ")
    assert "backgrounds" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace("width_mm = 30\n", ""), "width_mm"),
        (OWN.replace("xx-badge", "cn-1inch"), "cn-1"),
    ],
)
def test_the_command_refuses_a_faulty_file_by_its_fault(tmp_path, text, said):
    (tmp_path / "own.toml").write_text(text, "utf-8")
    done = run("check", str(tmp_path / "own.toml"))
    assert done.returncode == 2
    assert said in done.stderr
