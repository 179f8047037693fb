"""`python -m docs.specs`: write the pages of docs/specs from the catalogue."""

import sys
from pathlib import Path

from docs.spec_page import section
from service.specs import catalogue
from service.specs.catalogue import Catalogue, Group
from service.specs.diagram import diagram

FOLDER = Path(__file__).parent / "specs"

BY_HAND = "wanted.md"
GENERATED = "<!-- Written by `make docs` from service/specs/*.toml; changes here are lost. -->\n"
INDEX = """# Documents 证件规格

{generated}
Every document that the service knows, by group. 本服务支持的全部证件规格。

| group 分组 | specs 规格 |
| --- | --- |
{rows}

{documents} documents of {countries} countries. What was looked for and not found is in
[wanted.md](wanted.md). `python -m service.specs export` writes it all as JSON or as a table.
Our own compilation may be used under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); the
quotations are their authors'. What was read on 2026-10-12 are reports of the named pages in the
open data set `passport-photo-specs-data` 1.0.1 (PixID, CC BY 4.0).

`GET /v1/specs/{{id}}` gives one of them as JSON, `GET /v1/specs/{{id}}/diagram.svg` as a drawing.

## What the words mean 说明

- **authority's rule 主管机关的规定**: can fail a photo.
- **advice 建议**: is only recommended, so it can be warned of and cannot fail.
- **assumed 本服务推定**: nobody states it; the service takes something to place the head by, says
  how in `assumed`, and judges nothing by it.
- **not stated 未说明**: nobody says anything about it, and nothing is taken.
- **primary / secondary**: every source that is followed is the authority's own page / is not.
  一手来源 / 二手来源。
- The words stand below each table, in the language of their source, with the address and the day on
  which the page or a stored copy was read.

| `assumed` | what is taken 取值方式 |
| --- | --- |
{bases}
"""
BASES = {
    "default": "300 dpi",
    "from-pixels": "millimetres from pixels and dpi 由像素和 dpi 换算成毫米",
    "from-millimetres": "pixels from millimetres and dpi 由毫米和 dpi 换算成像素",
    "white": "plain white, which most authorities take 白色，多数机构接受",
    "from-size": "dpi from pixels and millimetres 由像素和毫米换算成 dpi",
    "exit-entry-share": "the Chinese exit-entry rule, scaled to the height: head 28-33 mm and top "
    "margin 3-5 mm of 48 mm; where the skull counts, a quarter of the head more for hair "
    "按出入境照片的比例：高 48 毫米时头长 28-33、上边距 3-5 毫米",
    "icao-share": "head 70-80% of the height, the baseline of ICAO 9303 头长为高度的 70-80%",
    "from-face-width": "head height from the stated width: 15 to 20.5, the middle of GA 482-2008's "
    "14-16 x 19-22 mm 由规定的脸宽按 15:20.5 推算头长",
    "from-eye-line": "from the stated eye line, the eyes in the middle of the head "
    "由规定的眼睛位置推算，眼睛取头部正中",
    "from-margins": "what the stated margins leave 由规定的上下边距推算",
    "tolerance": "a single number, give or take 2% of the photo's height or width "
    "来源只给一个数值，按照片高度或宽度的 ±2% 放宽",
}


def pages(known: Catalogue) -> dict[str, str]:
    """The text of every file of docs/specs by its name."""
    files = {"README.md": _index(known)}
    for group in known.groups:
        files[f"{group.name}.md"] = _page(group)
    for spec in known:
        files[f"diagrams/{spec.id}.svg"] = diagram(spec, "en")
    return files


def written() -> set[str]:
    """What is in the folder now, beside the page that is written by hand."""
    found = (path for path in FOLDER.rglob("*") if path.is_file())
    return {path.relative_to(FOLDER).as_posix() for path in found} - {BY_HAND}


def _index(known: Catalogue) -> str:
    rows = [
        f"| [{group.title.en} {group.title.zh}]({group.name}.md) | "
        f"{', '.join(f'`{spec.id}`' for spec in group.specs)} |"
        for group in known.groups
    ]
    bases = [f"| `{basis}` | {meaning} |" for basis, meaning in BASES.items()]
    countries = {spec.country for spec in known} - {"eu", "un"}
    return INDEX.format(
        generated=GENERATED,
        documents=len(list(known)),
        countries=len(countries),
        rows="\n".join(rows),
        bases="\n".join(bases),
    )


def _page(group: Group) -> str:
    parts = [
        f"# {group.title.en} {group.title.zh}\n",
        GENERATED,
        "[All groups and what the words mean 全部分组与说明](README.md)\n",
        *(section(spec) for spec in group.specs),
    ]
    return "\n".join(parts)


def main() -> None:
    """Write all pages, and remove those of groups and documents that are gone."""
    files = pages(catalogue.load())
    (FOLDER / "diagrams").mkdir(parents=True, exist_ok=True)
    for old in written():
        if old not in files:
            (FOLDER / old).unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, "utf-8")
    sys.stdout.write(f"{len(files)} files in {FOLDER}\n")


if __name__ == "__main__":
    main()
