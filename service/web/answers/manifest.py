"""What is said about several files: one result for each that was ordered, in that order."""

from collections.abc import Sequence

from pydantic import BaseModel, Field

from service.pipeline.variants import Product
from service.values.errors import ServiceError
from service.values.files import MEDIA_TYPES, file_ending
from service.values.report import Report
from service.web.answers.problems import document

MANIFEST = "manifest.json"


class Result(BaseModel):
    """What became of one variant: a file with its report, or a problem."""

    variant: int | None = Field(description="Its place in `variants`, from 1.")
    file: str | None = Field(None, description="The file's name; null if there is a problem.")
    media_type: str | None = None
    report: Report | None = None
    problem: dict[str, object] | None = Field(
        None,
        description="The error that this file alone would have received (see Problem); null "
        "if there is none.",
    )


class VariantResult(Result):
    """The same with the file itself."""

    image: str | None = Field(description="The file in base64.")


class Counted(BaseModel):
    """How many files were made, and how many failed."""

    made: int = Field(description="How many files there are.")
    failed: int = Field(description="How many failed.")


class Manifest(Counted):
    """What became of all variants."""

    variants: list[Result]


class BatchResult(Result):
    """What became of one photo of a batch, or of one variant of it."""

    photo: str = Field(description="Its name in the uploaded ZIP.")
    variant: int | None = Field(
        description="Its place in `variants`, from 1; null without `variants`, and if the photo "
        "itself is at fault."
    )


class BatchManifest(Counted):
    """What became of a batch, in the order of the ZIP that was sent."""

    photos: list[BatchResult]
    ignored: list[str] = Field(
        description="Files in the ZIP that are not photos, judging by their names: files that "
        "phones, programs and operating systems put beside photos."
    )


class VariantsAnswer(Counted):
    """The answer to `Accept: application/json`."""

    variants: list[VariantResult]


def count(results: Sequence[Result]) -> dict[str, int]:
    """The members of `Counted`."""
    made = sum(result.file is not None for result in results)
    return {"made": made, "failed": len(results) - made}


def results_of(products: Sequence[Product], stem: str = "") -> list[Result]:
    """The result of each variant; file names begin with `stem`, number and document."""
    return [
        result_of(number, product, f"{stem}{number:02}-{_spec(product)}")
        for number, product in enumerate(products, 1)
    ]


def result_of(number: int | None, product: Product, name: str) -> Result:
    """The result of one, whose file is called `name` plus the suffix of its format."""
    if isinstance(product, ServiceError):
        return Result(variant=number, problem=document(product))
    file_format = product.report.file.format
    return Result(
        variant=number,
        file=f"{name}{file_ending(file_format, product.report.marks)}",
        media_type=MEDIA_TYPES[file_format],
        report=product.report,
    )


def _spec(product: Product) -> str:
    return "" if isinstance(product, ServiceError) else product.report.spec
