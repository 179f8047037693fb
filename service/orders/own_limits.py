"""The fields `profile` and `limits`: how strictly a request wants its photo to be judged."""

from typing import Annotated, get_args

from pydantic import Field, FiniteFloat, TypeAdapter, ValidationError

from service.orders.spellings import nearest_first
from service.values.check import Bounds, CheckId
from service.values.own_limits import OwnLimits, Profile
from service.values.request_errors import InvalidField

EXAMPLE = '{"yaw": [-5, 5], "sharpness": [0.5, null]}'

# Turn and nod of the head, within 5 degrees to any side: ICAO Doc 9303, as the Greek police words
# it (docs/specs/europe-south.md, gr-passport); tilt within 8: ISO/IEC 19794-5, 7.2.2.
ICAO: dict[CheckId, Bounds] = {"yaw": (-5, 5), "pitch": (-5, 5), "roll": (-8, 8)}
PROFILES: dict[Profile, dict[CheckId, Bounds]] = {
    "icao": ICAO,
    "schengen": ICAO,  # Visa Code, article 13, names Doc 9303
    # 研招网: 水平转动角、倾斜角、俯仰角应在±10度之内 (docs/specs/china-exams.md, cn-postgraduate)
    "cn": {"yaw": (-10, 10), "pitch": (-10, 10), "roll": (-10, 10)},
    "lenient": {},
}
_BOUNDS = TypeAdapter(dict[CheckId, tuple[FiniteFloat | None, FiniteFloat | None]])

ProfileField = Annotated[
    Profile | None,
    Field(
        description="Limits for yaw, pitch and roll: those of ICAO Doc 9303 (`icao`, `schengen`: "
        "5, 5 and 8 degrees) or of Chinese exam registration (`cn`: 10 degrees each). With "
        "`lenient`, only the number of faces can fail; everything else warns. Default: the limits "
        "of the document and the service."
    ),
]
LimitsField = Annotated[
    str | None,
    Field(
        min_length=2,
        max_length=4_000,
        description="A JSON object with the smallest and largest allowed value for each check id, "
        "null for no limit on that side. These limits replace those of the document and the "
        "profile, and the report lists them.",
        examples=[EXAMPLE],
        json_schema_extra={"contentMediaType": "application/json"},
    ),
]


def read_own_limits(profile: Profile | None, limits: str | None) -> OwnLimits:
    """The limits that both fields set together. Raises InvalidField."""
    bounds = {**PROFILES.get(profile, {})} if profile else {}
    bounds |= _read(limits) if limits else {}
    return OwnLimits(profile, tuple(bounds.items()))


def _no_check(name: str) -> InvalidField:
    known = ", ".join(nearest_first(name, get_args(CheckId)))
    return InvalidField(
        f"'limits': there is no check '{name}'; the checks are {known}.",
        f"“limits”：没有名为“{name}”的检查；全部检查：{known}。",
        field="limits",
    )


def _read(text: str) -> dict[CheckId, Bounds]:
    try:
        bounds = _BOUNDS.validate_json(text)
    except ValidationError as error:
        fault = error.errors()[0]
        if fault["type"] == "literal_error":
            raise _no_check(str(fault["input"])) from error
        where = ".".join(str(part) for part in fault["loc"] if part != "[key]")
        raise InvalidField(
            f"'limits' must be a JSON object such as {EXAMPLE}: {where} {fault['msg']}.",
            f"“limits”应为 JSON 对象，例如 {EXAMPLE}；出错处：{where}。",
            field="limits",
        ) from error
    for check, (low, high) in bounds.items():
        if low is not None and high is not None and low > high:
            raise InvalidField(
                f"'limits': {check} must go from low to high, not {low:g} to {high:g}.",
                f"“limits”：{check} 的范围应从小到大，而不是 {low:g} 到 {high:g}。",
                field="limits",
            )
    return dict(bounds)
