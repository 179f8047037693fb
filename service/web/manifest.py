"""What is told of several files: one result for each that was asked for, in that order."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from service.pipeline.variants import Made
from service.values.errors import ServiceError
from service.values.report import Report
from service.web.problems import document
from service.web.responses import MEDIA_TYPES, SUFFIXES


class Result(BaseModel):
    """What became of one variant: a file with its report, or a problem."""

    variant: int | None = Field(description="Its place in `variants`, from 1.")
    file: str | None = Field(None, description="The file's name; null where there is a problem.")
    media_type: str | None = None
    report: Report | None = None
    problem: dict[str, object] | None = Field(
        None, description="What an error's answer would say (see Problem); null where all is well."
    )


class VariantResult(Result):
    """The same with the file itself."""

    image: str | None = Field(description="The file in base64.")


class Counted(BaseModel):
    """How many of what was asked for there are."""

    made: int = Field(description="How many files there are.")
    failed: int = Field(description="How many results are a problem instead.")


class Manifest(Counted):
    """What became of all variants."""

    variants: list[Result]


class VariantsAnswer(Counted):
    """The answer to `Accept: application/json`."""

    variants: list[VariantResult]


def count(results: Sequence[Result]) -> dict[str, int]:
    """The members of `Counted`."""
    made = sum(result.file is not None for result in results)
    return {"made": made, "failed": len(results) - made}


def results_of(made: Sequence[Made], stem: str = "") -> list[Result]:
    """The result of each variant; names of files begin with `stem`, number and document."""
    return [_result(number, one, stem) for number, one in enumerate(made, 1)]


def _result(number: int, made: Made, stem: str) -> Result:
    if isinstance(made, ServiceError):
        return Result(variant=number, problem=document(made))
    return Result(
        variant=number,
        file=f"{stem}{number:02}-{made.report.spec}.{SUFFIXES[made.report.file.format]}",
        media_type=MEDIA_TYPES[made.report.file.format],
        report=made.report,
    )
