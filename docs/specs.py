"""`python -m docs.specs`: write the pages of docs/specs from the catalogue."""

import sys
from pathlib import Path

from service.specs import catalogue
from service.specs.catalogue import Catalogue, Group
from service.specs.diagram import diagram
from service.values.document import RangeName
from service.values.spec import Spec

FOLDER = Path(__file__).parent / "specs"

GENERATED = "<!-- Written by `make docs` from service/specs/*.toml; changes here are lost. -->\n"
INDEX = """# Documents 证件规格

{generated}
Every document that the service knows, by group. 本服务支持的全部证件规格。

| group 分组 | specs 规格 |
| --- | --- |
{rows}

`GET /v1/specs/{{id}}` gives one of them as JSON, `GET /v1/specs/{{id}}/diagram.svg` as a drawing.

## What the words mean 说明

- **primary / secondary**: the authority itself or a notice that quotes its rule / somebody else.
  一手来源 / 二手来源。
- **\\***: the source does not state it; the service assumes it, and says how in `assumed`.
  来源未说明，由本服务推定，方式见 `assumed`。

| `assumed` | what is taken 取值方式 |
| --- | --- |
{bases}
"""
BASES = {
    "default": "300 dpi",
    "from-pixels": "millimetres from pixels and dpi 由像素和 dpi 换算成毫米",
    "from-size": "dpi from pixels and millimetres 由像素和毫米换算成 dpi",
    "exit-entry-share": "the Chinese exit-entry rule, scaled to the height: head 28-33 mm and top "
    "margin 3-5 mm of 48 mm 按出入境照片的比例：高 48 毫米时头长 28-33、上边距 3-5 毫米",
    "icao-share": "head 70-80% of the height, the baseline of ICAO 9303 头长为高度的 70-80%",
    "from-face-width": "head height from the stated width: 15 to 20.5, the middle of GA 482-2008's "
    "14-16 x 19-22 mm 由规定的脸宽按 15:20.5 推算头长",
    "from-eye-line": "from the stated eye line, the eyes in the middle of the head "
    "由规定的眼睛位置推算，眼睛取头部正中",
    "from-margins": "what the stated margins leave 由规定的上下边距推算",
    "tolerance": "a single number, give or take 2% of the photo's height or width "
    "来源只给一个数值，按照片高度或宽度的 ±2% 放宽",
}
LABELS: dict[RangeName, str] = {
    "head_height_mm": "head, crown to chin 头顶到下巴",
    "top_mm": "top margin 上边距",
    "eye_line_mm": "eyes to lower edge 眼睛到下边",
    "chin_bottom_mm": "chin to lower edge 下巴到下边",
    "face_width_mm": "width of face or head 脸宽",
    "face_centre_mm": "middle of the face from the left 面部中线到左边",
}
POLICIES = {
    "allowed": "usual 允许",
    "background-only": "background only 仅限背景",
    "forbidden": "refused 禁止",
    "unknown": "not known 未知",
}


def pages(known: Catalogue) -> dict[str, str]:
    """The text of every file of docs/specs by its name."""
    files = {"README.md": _index(known)}
    for group in known.groups:
        files[f"{group.name}.md"] = _page(group)
        files[f"{group.name}.svg"] = diagram(group.specs[0], "en")
    return files


def _index(known: Catalogue) -> str:
    rows = [
        f"| [{group.title.en} {group.title.zh}]({group.name}.md) | "
        f"{', '.join(f'`{spec.id}`' for spec in group.specs)} |"
        for group in known.groups
    ]
    bases = [f"| `{basis}` | {meaning} |" for basis, meaning in BASES.items()]
    return INDEX.format(generated=GENERATED, rows="\n".join(rows), bases="\n".join(bases))


def _page(group: Group) -> str:
    first = group.specs[0]
    parts = [
        f"# {group.title.en} {group.title.zh}\n",
        GENERATED,
        "[All groups and what the words mean 全部分组与说明](README.md)\n",
        f"![Where the head belongs: {first.names.en}]({group.name}.svg)\n",
        *(_section(spec) for spec in group.specs),
    ]
    return "\n".join(parts)


def _section(spec: Spec) -> str:
    rows = [
        ("names 别名", ", ".join(f"`{alias}`" for alias in spec.aliases)),
        ("size 尺寸", _size(spec)),
        *((label, _range(spec, name)) for name, label in LABELS.items()),
        ("which wins 优先", ", ".join(LABELS[name] for name in spec.priority)),
        ("background 背景", ", ".join(_background(spec))),
        ("file 文件", _file(spec)),
        ("edited photos 后期修改", POLICIES[spec.editing_policy]),
        ("rotation 旋转", _allowed(spec.rotation_allowed)),
        ("visible mark 可见标记", _allowed(spec.visible_mark_allowed)),
        ("source 来源", f"{spec.source} ({spec.confidence}, {spec.checked})"),
    ]
    table = "\n".join(f"| {label} | {value} |" for label, value in rows if value)
    notes = f"\n{spec.notes.en}\n\n{spec.notes.zh}\n" if spec.notes else ""
    heading = f"## {spec.names.en} {spec.names.zh}"
    return f"{heading}\n\n| `{spec.id}` | |\n| --- | --- |\n{table}\n{notes}"


def _size(spec: Spec) -> str:
    mm = f"{spec.width_mm:g} x {spec.height_mm:g} mm{_star(spec, 'width_mm')}"
    dpi = f"{spec.dpi} dpi{_star(spec, 'dpi')}"
    limits = f"; {spec.pixels_allowed()}" if spec.min_size_px else ""
    note = f"; {spec.size_note}" if spec.size_note else ""
    return f"{mm}, {spec.width_px} x {spec.height_px} px at {dpi}{limits}{note}"


def _range(spec: Spec, name: RangeName) -> str:
    bounds = getattr(spec, name)
    if bounds is None:
        return ""
    low, high = bounds
    open_end = high == float("inf")
    return f"{f'≥ {low:g}' if open_end else f'{low:g}-{high:g}'} mm{_star(spec, name)}"


def _background(spec: Spec) -> list[str]:
    return [f"`{known.name}` {known.rgb}".replace(" (", " rgb(") for known in spec.backgrounds]


def _file(spec: Spec) -> str:
    parts = [", ".join(spec.file_types).upper()]
    if spec.file_kb:
        low, high = spec.file_kb
        parts.append(f"{low:g}-{high:g} KB")
    if spec.jpeg_quality_min:
        parts.append(f"JPEG quality {spec.jpeg_quality_min} or more")
    if spec.jpeg_ratio_max:
        parts.append(f"compressed {spec.jpeg_ratio_max:g}:1 at most")
    return ", ".join(part for part in parts if part)


def _allowed(value: bool | None) -> str:
    return "" if value is None else "allowed 允许" if value else "refused 禁止"


def _star(spec: Spec, name: str) -> str:
    return "\\*" if name in spec.assumed else ""


def main() -> None:
    """Write all pages, and remove those of groups that are gone."""
    files = pages(catalogue.load())
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        if old.name not in files:
            old.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, "utf-8")
    sys.stdout.write(f"{len(files)} files in {FOLDER}\n")


if __name__ == "__main__":
    main()
