"""The reference pages that are made from the code: `make docs` writes them.

English words come from the code itself; `words.toml` has what belongs to the documentation alone.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from prometheus_client.metrics import MetricWrapperBase
from pydantic import BaseModel

from docs import api_page
from service.orders.check import CheckFields
from service.orders.sheet import SheetFields
from service.orders.variants import OrderFields
from service.serving.admission.permits import Permits
from service.serving.process.registry import WorkerRegistry
from service.serving.telemetry.metrics import Metrics
from service.settings import Settings
from service.values.problems import PROBLEMS
from service.web.answers.problem_words import WORDS_ZH
from service.web.openapi.schemas import fields

FOLDER = Path(__file__).parent
WORDS: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "words.toml").read_text("utf-8"))
GENERATED = "<!-- Written by `make docs`; changes here are lost. -->\n"
Language = Literal["en", "zh"]


def pages() -> dict[str, str]:
    """Every generated page by its path in `docs/`."""
    return {
        "reference/api.md": api_page.page(),
        "reference/fields.md": _fields_page("en"),
        "reference/errors.md": _errors_page("en"),
        "reference/settings.md": _settings_page("en"),
        "reference/metrics.md": _metrics_page(),
        "reference/log.md": _log_page(),
        "zh/fields.md": _fields_page("zh"),
        "zh/errors.md": _errors_page("zh"),
        "zh/settings.md": _settings_page("zh"),
    }


def _text(language: Language, name: str) -> str:
    """The frame of a page: what stands around its table."""
    return (FOLDER / "frames" / f"{name}.{language}.md").read_text("utf-8")


def _filled(language: Language, name: str, **parts: str) -> str:
    text = _text(language, name)
    for key, part in parts.items():
        text = text.replace(f"<!-- {key} -->", part)
    title, _, rest = text.partition("\n")
    return f"{title}\n\n{GENERATED}{rest}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _fields_page(language: Language) -> str:
    return _filled(
        language,
        "fields",
        photo=_fields_table(OrderFields, language, image=True),
        check=_fields_table(CheckFields, language, only=("quick",)),
        sheet=_fields_table(SheetFields, language, image=True),
    )


def _fields_table(
    model: type[BaseModel],
    language: Language,
    image: bool = False,
    only: tuple[str, ...] = (),
) -> str:
    english = {"image": "The photo. See [what is read](#the-photo).", "answer": ANSWER}
    rows = [("`image`", _said("image", english["image"], language), "")] if image else []
    for name, schema in fields(model).items():
        if not only or name in only:
            said = _said(name, str(schema.get("description", "")), language)
            rows.append((f"`{name}`", said, _values(schema, language)))
    if image:
        rows.append(("`answer`", _said("answer", ANSWER, language), "`image`, `json`, ..."))
    heads = ("field", "meaning", "values") if language == "en" else ("字段", "含义", "取值")
    return _table(heads, rows)


ANSWER = (
    "What the response is, for clients that cannot set `Accept`: `image` or `json`; with "
    "`variants`, `zip`, `multipart` or `json`. It takes precedence over `Accept`."
)


def _said(name: str, english: str, language: Language) -> str:
    text = english if language == "en" else WORDS["fields"][name]
    return text.replace("|", "\\|").replace("\n", " ")


def _values(schema: dict[str, Any], language: Language) -> str:
    """Range or choices, and the default, as far as the schema has them."""
    parts = []
    if "enum" in schema:
        parts.append(
            (", " if language == "en" else "、").join(f"`{value}`" for value in schema["enum"])
        )
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        to = "to" if language == "en" else "至"
        parts.append(f"{low:g} {to} {high:,g}" if high < 1000 else f"{low:g} {to} {high:,.0f}")
    if schema.get("type") == "boolean":
        parts.append("`true`, `false`" if language == "en" else "`true`、`false`")
    if schema.get("default") is not None:
        default = "default" if language == "en" else "默认"
        parts.append(f"{default} `{schema['default']}`")
    return ("; " if language == "en" else "；").join(parts)


def _errors_page(language: Language) -> str:
    parts = []
    for kind in PROBLEMS:
        words = WORDS["errors"][kind.slug]
        title = kind.title if language == "en" else WORDS_ZH[kind.slug][0]
        suffix = "" if language == "en" else "_zh"
        cause, remedy = ("Cause", "Remedy") if language == "en" else ("原因", "处理")
        colon = ": " if language == "en" else "："
        parts.append(
            f"### {kind.slug}\n\n`{kind.status}` {title}\n\n"
            f"- **{cause}**{colon}{words[f'cause{suffix}']}\n"
            f"- **{remedy}**{colon}{words[f'remedy{suffix}']}\n"
        )
    return _filled(language, "errors", errors="\n".join(parts))


def _settings_page(language: Language) -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        unset = "unset" if language == "en" else "不设"
        default = unset if field.default is None else f"`{field.default}`"
        said = str(field.description) if language == "en" else WORDS["settings"][name]
        rows.append((f"`IDPHOTO_{name.upper()}`", default, said))
    heads = ("variable", "default", "meaning") if language == "en" else ("变量", "默认值", "含义")
    return _filled(language, "settings", settings=_table(heads, rows))


def _metrics_page() -> str:
    permits = Permits(1, 0, 0.0, lambda _: None)
    metrics = Metrics("", permits, WorkerRegistry(1))
    labels = {
        instrument._name: instrument._labelnames
        for instrument in vars(metrics).values()
        if isinstance(instrument, MetricWrapperBase)
    }
    told = metrics.text("")[0].decode()
    kinds = dict(re.findall(r"^# TYPE (\S+) (\S+)$", told, re.MULTILINE))
    rows = [
        (f"`{name}`", kinds[name], ", ".join(f"`{label}`" for label in _labels(labels, name)), text)
        for name, text in re.findall(r"^# HELP (\S+) (.+)$", told, re.MULTILINE)
    ]
    heads = ("metric", "type", "labels", "meaning")
    return _filled("en", "metrics", metrics=_table(heads, rows))


def _labels(known: dict[str, tuple[str, ...]], name: str) -> tuple[str, ...]:
    return known.get(name.removesuffix("_total"), ("version",) if name.endswith("_info") else ())


def _log_page() -> str:
    rows = [(f"`{name}`", said) for name, said in WORDS["log"].items()]
    return _filled("en", "log", members=_table(("member", "meaning"), rows))


def main() -> None:
    """Write all pages."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
