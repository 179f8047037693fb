"""What came of the photos of one request, for its headers, its log line and the metrics."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.values.marks import MarkName
from service.values.report import PhotoReport, Report, WarningCode
from service.values.sheet import SheetOrder, SheetReport


@dataclass(frozen=True, slots=True)
class Outcome:
    """Gathered once from the reports of all finished photos.

    `matting` is the model, `warnings` and `marks` are listed once each, `specs` has the document
    of each file that was made, `verdicts` counts checks by their verdict. `photos` is how many
    were finished, even if they share one file.
    """

    matting: str
    warnings: tuple[WarningCode, ...] = ()
    marks: tuple[MarkName, ...] = ()
    specs: tuple[str, ...] = ()
    verdicts: Mapping[str, int] = field(default_factory=dict)
    photos: int = 0


def outcome_of(reports: Sequence[Report]) -> Outcome:
    """The outcome of one or several photos, each in a file of its own."""
    marks = (name for report in reports for name in report.marks)
    return _gathered(reports, marks, [report.spec for report in reports])


def outcome_of_sheet(report: SheetReport) -> Outcome:
    """The outcome of one sheet, whatever is on it."""
    return _gathered(report.photos, report.marks, [SheetOrder.name])


def _gathered(
    reports: Sequence[PhotoReport], marks: Iterable[MarkName], specs: Iterable[str]
) -> Outcome:
    verdicts: Counter[str] = Counter()
    for report in reports:
        verdicts.update(report.summary.model_dump(by_alias=True))
    warnings = (warning.code for report in reports for warning in report.warnings)
    return Outcome(
        matting=reports[0].matting,
        photos=len(reports),
        warnings=tuple(dict.fromkeys(warnings)),
        marks=tuple(dict.fromkeys(marks)),
        specs=tuple(specs),
        verdicts=verdicts,
    )
