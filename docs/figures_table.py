"""README's table of figures, in both languages, from what was measured."""

from pathlib import Path
from typing import Any, Literal

ROOT = Path(__file__).parents[1]
START, END = "<!-- figures -->\n", "<!-- /figures -->"
Language = Literal["en", "zh"]
Row = tuple[str, str, str, str]
PLOT = {
    "en": "![12 MP photos per CPU second: this service and rembg](docs/pictures/figures.svg)",
    "zh": "![每 CPU 秒处理的 1200 万像素照片：本服务与 rembg](docs/pictures/figures.svg)",
}
READMES: dict[Language, str] = {"en": "README.md", "zh": "README.zh-CN.md"}
HEADS = {
    "en": ("measured", "this service", "`rembg s`", "command"),
    "zh": ("测量项", "本服务", "`rembg s`", "命令"),
}
ROWS = {
    "photos": ("12 MP photos per CPU second", "每 CPU 秒处理的 1200 万像素照片"),
    "alone": ("seconds for one 12 MP photo", "一张 1200 万像素照片的秒数"),
    "edge": (
        "edge error of the cut-out, {photos} photos kept aside, `rembg` = 1",
        "{photos} 张预留照片上的抠图边缘误差，`rembg` 为 1",
    ),
    "iou": ("worst cut-out among them (IoU)", "其中最差的抠图（IoU）"),
    "lost": ("photos lost in {reloads} reloads under load", "负载下重载 {reloads} 次丢失的照片"),
    "livez": ("health check while all cores are busy, p99", "所有核心都忙时的健康检查，p99"),
    "refusal": ("429 for a 12 MP upload, median", "上传 1200 万像素照片时返回 429，中位数"),
}
TIMES = {"en": "({:.1f} x)", "zh": "（{:.1f} 倍）"}
OF = {"en": "{} of {:,}", "zh": "{}（共 {:,}）"}
MEASURED = {
    "en": "Measured on {machine} ({dates}); `make figures` measures them again.",
    "zh": "测于 {machine}（{dates}）；`make figures` 可重新测量。",
}
BUSY = {
    "en": " The machine was busy with other work: ratios hold, times do not.",
    "zh": "测量时机器还在做其他工作：比值可信，时间不可信。",
}


def table(figures: dict[str, Any], language: Language) -> str:
    """Markdown with everything that is in `figures`."""
    rows = [HEADS[language], ("---", "---:", "---:", "---")]
    for name, rows_of in SECTIONS.items():
        if name in figures:
            rows += rows_of(figures[name], language)
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    plot = f"\n{PLOT[language]}\n" if "versus" in figures else ""
    return f"{lines}\n\n{_where(figures, language)}\n{plot}"


def _versus(measured: dict[str, Any], language: Language) -> list[Row]:
    rates, alone = measured["photos_per_cpu_second"], measured["seconds_alone"]
    factor = TIMES[language].format(rates["service"] / rates["rembg_s"])
    command = _command(measured)
    photos = (f"{rates['service']:.2f} {factor}", f"{rates['rembg_s']:.2f}")
    seconds = (f"{alone['service']:.2f}", f"{alone['rembg_s']:.2f}")
    return [
        (_label("photos", language), *photos, command),
        (_label("alone", language), *seconds, command),
    ]


def _cutout(measured: dict[str, Any], language: Language) -> list[Row]:
    own = measured.get("portrait-u2netp") or measured["portrait"]
    mean, low, high = own["edge"]
    command = _command(measured)
    label = _label("edge", language).format(photos=measured["photos"])
    return [
        (label, f"{mean:.2f} ({low:.2f}-{high:.2f})", "1", command),
        (
            _label("iou", language),
            f"{own['least_iou']:.2f}",
            f"{measured['plain']['least_iou']:.2f}",
            command,
        ),
    ]


def _reloads(measured: dict[str, Any], language: Language) -> list[Row]:
    answered = OF[language].format(measured["lost"], measured["photos"])
    label = _label("lost", language).format(**measured)
    return [(label, answered, "", _command(measured))]


def _overload(measured: dict[str, Any], language: Language) -> list[Row]:
    return [
        (_label(row, language), f"{measured[key]:.0f} ms", "", _command(measured))
        for row, key in (("livez", "livez_p99_ms"), ("refusal", "refusal_p50_ms"))
    ]


SECTIONS = {"versus": _versus, "cutout": _cutout, "reloads": _reloads, "overload": _overload}


def _label(row: str, language: Language) -> str:
    return ROWS[row][language == "zh"]


def _command(measured: dict[str, Any]) -> str:
    return f"`{measured['command']}`"


def _where(figures: dict[str, Any], language: Language) -> str:
    """One machine and the days; several machines stand beside each other."""
    machines = "; ".join(dict.fromkeys(one["machine"] for one in figures.values()))
    dates = sorted({one["date"] for one in figures.values()})
    busy = BUSY[language] if any(one["busy"] for one in figures.values()) else ""
    return MEASURED[language].format(machine=machines, dates=", ".join(dates)) + busy


def filled(text: str, figures: dict[str, Any], language: Language) -> str:
    """A README with the table between its marks. Raises ValueError where it has none."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise ValueError(f"no {START.strip()} and {END} in the text")
    return f"{before}{start}{table(figures, language)}{end}{after}"


def write(figures: dict[str, Any]) -> None:
    """Both READMEs."""
    for language, name in READMES.items():
        path = ROOT / name
        path.write_text(filled(path.read_text("utf-8"), figures, language), "utf-8")
