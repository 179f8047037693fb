"""The path of a photo that is only checked: a report instead of a file."""

from service.cancellation import CancellationToken
from service.pipeline.all_checks import check_all
from service.pipeline.engine import Engine
from service.pipeline.findings import Findings, Subject
from service.pipeline.idphoto import analyse, frame_person
from service.pipeline.report import report_on
from service.values.order import Order
from service.values.photo_errors import (
    BodyMissing,
    MatteImplausible,
    NoFace,
    ResolutionTooLow,
    SeveralFaces,
)
from service.values.report import CheckReport

# What a photo is refused for because of what it shows.
REFUSALS = (NoFace, SeveralFaces, BodyMissing, ResolutionTooLow, MatteImplausible)


def check_photo(data: bytes, order: Order, engine: Engine, token: CancellationToken) -> CheckReport:
    """Say what making the photo would find, without making it.

    A refusal for what the photo shows goes into the report;
    other errors are raised.
    """
    findings = Findings(Subject(), order)
    try:
        analyse(findings.subject, data, [order], engine, token)
        frame_person(findings, token)
    except REFUSALS as refusal:
        findings.refusal = refusal.with_traceback(None)  # its frames hold the photo
    with token.step("checks"):
        findings.checks = check_all(findings)
    return report_on(CheckReport, findings, token)
