"""The threat model names a test for each control: it exists."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"\[`(test_\w+)`\]\(\.\./(tests/[\w/]+\.py)\)", PAGE)


def test_every_control_names_a_test_that_exists():
    assert NAMED
    known = {path: _tests(path) for _, path in NAMED}
    for name, path in NAMED:
        assert name in known[path], f"{path}: {name}"


def _tests(path):
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_row_of_the_threat_model_has_a_control_and_a_test():
    rows = re.findall(r"^\| ([STRIDE](?:, [STRIDE])*) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.M)
    assert {letter for row in rows for letter in row[0].split(", ")} == set("STRIDE")
    for _, attack, control, proof in rows:
        assert control.strip(), attack
        assert re.search(r"`test_\w+`|`python -m loadtest \w+`", proof), attack


def test_the_model_covers_every_part_that_was_looked_at():
    headings = re.findall(r"^## (.+)$", PAGE, re.M)
    assert {"Decoders", "Archives", "Queue, memory and time", "Headers and requests",
            "Keys and quotas", "Page and embedding", "Supply chain", "Logs and metrics",
            } <= set(headings)  # fmt: skip


def test_who_finds_a_hole_is_told_where_to_go():
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "docs/security.md" in text
    assert "Supported versions" in text
