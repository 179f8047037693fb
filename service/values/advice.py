"""One instruction at a time for a person before a camera."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from service.values.check import CheckId
from service.values.document import Names

AdviceCode = Literal[
    "show-your-face",
    "be-alone",
    "come-nearer",
    "step-back",
    "move-to-your-left",
    "move-to-your-right",
    "raise-the-camera",
    "lower-the-camera",
    "uncover-your-face",
    "take-off-glasses",
    "turn-to-the-light",
    "avoid-the-glare",
    "light-from-your-left",
    "light-from-your-right",
    "turn-left",
    "turn-right",
    "lift-your-chin",
    "lower-your-chin",
    "lean-left",
    "lean-right",
    "open-your-eyes",
    "close-your-mouth",
    "look-at-the-camera",
    "relax-your-face",
    "find-daylight",
    "hold-still",
]


class Advice(BaseModel):
    """The one thing that helps most now. Left and right are the person's own."""

    model_config = ConfigDict(frozen=True)

    code: AdviceCode
    id: CheckId = Field(description="The check that it is about.")
    message: Names


WORDS: Mapping[AdviceCode, tuple[str, str]] = {
    "show-your-face": ("Show your whole face to the camera.", "请让整张脸正对镜头。"),
    "be-alone": ("Only one person, please.", "画面中只能有一个人。"),
    "come-nearer": ("Come closer.", "请靠近一些。"),
    "step-back": ("Step back a little.", "请后退一点。"),
    "move-to-your-left": ("Move a little to your left.", "请向您的左边移一点。"),
    "move-to-your-right": ("Move a little to your right.", "请向您的右边移一点。"),
    "raise-the-camera": ("Raise the camera a little.", "请把镜头抬高一点。"),
    "lower-the-camera": ("Lower the camera a little.", "请把镜头放低一点。"),
    "uncover-your-face": (
        "No mask, scarf or hands over your face.",
        "请不要让口罩、围巾或手挡住脸。",
    ),
    "take-off-glasses": (
        "Take off your glasses.",
        "请摘下眼镜。",
    ),
    "turn-to-the-light": ("Turn towards the light.", "请面向光源。"),
    "avoid-the-glare": ("Too bright: turn away from the lamp.", "太亮了，请避开强光。"),
    "light-from-your-left": ("Turn towards the light on your left.", "请转向您左侧的光源。"),
    "light-from-your-right": ("Turn towards the light on your right.", "请转向您右侧的光源。"),
    "turn-left": ("Turn your head a little to your left.", "请把头向您的左边转一点。"),
    "turn-right": ("Turn your head a little to your right.", "请把头向您的右边转一点。"),
    "lift-your-chin": ("Lift your chin a little.", "请稍微抬起下巴。"),
    "lower-your-chin": ("Lower your chin a little.", "请稍微收下巴。"),
    "lean-left": ("Lean your head a little to your left.", "请把头向您的左肩偏一点。"),
    "lean-right": ("Lean your head a little to your right.", "请把头向您的右肩偏一点。"),
    "open-your-eyes": ("Open your eyes.", "请睁开双眼。"),
    "close-your-mouth": ("Close your mouth.", "请闭上嘴巴。"),
    "look-at-the-camera": ("Look into the camera.", "请看镜头。"),
    "relax-your-face": ("Do not smile.", "请不要微笑。"),
    "find-daylight": (
        "Move into daylight, with filters off.",
        "颜色不自然，请到自然光下并关掉滤镜。",
    ),
    "hold-still": ("Hold still.", "请保持不动。"),
}


def advise(code: AdviceCode, check: CheckId) -> Advice:
    """The instruction, in both languages."""
    en, zh = WORDS[code]
    return Advice(code=code, id=check, message=Names(en=en, zh=zh))
