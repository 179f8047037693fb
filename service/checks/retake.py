"""What to do at the next try, for every check that did not pass.

Left and right are the person's own: the reader faces the camera.
"""

from collections.abc import Mapping

from service.checks.retake_words import (
    APART,
    CHEST,
    CONTRAST,
    DAYLIGHT,
    FRAMING,
    HEADROOM,
    LENS,
    LEVEL,
    MIDDLE,
    NEARER,
    NO_FILTER,
    ORIGINAL,
    say,
)
from service.values.check import CheckId
from service.values.document import Names

# For values below and above what is right; None where nothing is wrong in that direction.
RETAKE: Mapping[CheckId, tuple[Names | None, Names | None]] = {
    "faces": (
        say(
            "Face the camera, with your whole face in the picture and nothing over it.",
            "请正对镜头，让整张脸都在画面中，不要有遮挡。",
        ),
        say(
            "Only you may be in the picture: ask others to step aside, and watch out for mirrors "
            "and posters.",
            "画面中只能有您一个人，请其他人避开，也不要拍到镜子和海报里的人像。",
        ),
    ),
    "head-height": (
        say(
            "If you adjusted the photo by hand, enlarge the person; otherwise, smooth down the "
            "hair and try again.",
            "如果手动调整过，请放大人像；否则请把头发压平后重拍。",
        ),
        FRAMING,
    ),
    "top-margin": (HEADROOM, CHEST),
    "eye-line": (CHEST, HEADROOM),
    "chin-bottom": (CHEST, HEADROOM),
    "face-width": (
        say(
            "Look straight into the camera and put hair behind your ears.",
            "请正视镜头，把头发别到耳后。",
        ),
        say(
            "Step back half a metre: a lens that is too close makes the face wide.",
            "请后退半米左右，镜头太近会把脸拍宽。",
        ),
    ),
    "centring": (MIDDLE, MIDDLE),
    "roll": (
        say(
            "Lean your head a little towards your left shoulder, until both ears are level.",
            "请把头稍微向您的左肩偏，让双耳同高。",
        ),
        say(
            "Lean your head a little towards your right shoulder, until both ears are level.",
            "请把头稍微向您的右肩偏，让双耳同高。",
        ),
    ),
    "yaw": (
        say(
            "Turn your head a little to your left, until your nose points at the lens.",
            "请把头稍微向您的左边转，让鼻尖正对镜头。",
        ),
        say(
            "Turn your head a little to your right, until your nose points at the lens.",
            "请把头稍微向您的右边转，让鼻尖正对镜头。",
        ),
    ),
    "pitch": (
        say(
            "Lift your chin a little, or hold the camera at eye level.",
            "请稍微抬起下巴，或让镜头与双眼同高。",
        ),
        say(
            "Lower your chin a little, or hold the camera at eye level.",
            "请稍微收下巴，或让镜头与双眼同高。",
        ),
    ),
    "eyes-open": (
        None,
        say(
            "Open both eyes; blink once just before the picture is taken.",
            "请睁开双眼；拍之前先眨一下眼。",
        ),
    ),
    "eyes-visible": (
        None,
        say(
            "Take off your glasses, keep hair off your eyes, and face the light.",
            "请摘下眼镜，不要让头发遮住眼睛，并面向光源。",
        ),
    ),
    "gaze": (LENS, LENS),
    "mouth-closed": (
        None,
        say("Close your lips without pressing them together.", "请自然闭上嘴唇，不要用力抿。"),
    ),
    "expression": (
        None,
        say("Relax your face: neither smile nor frown.", "请放松表情，不要微笑，也不要皱眉。"),
    ),
    "face-occluded": (
        None,
        say(
            "Take off any mask or scarf, and keep hands and hair off your face.",
            "请摘下口罩或围巾，不要让手或头发挡住脸。",
        ),
    ),
    "glasses": (None, say("Take off your glasses for the photo.", "请摘下眼镜再拍。")),
    "head-covering": (None, None),
    "red-eye": (
        None,
        say("Turn off the flash and take the photo in daylight.", "请关掉闪光灯，在自然光下拍摄。"),
    ),
    "head-complete": (HEADROOM, None),
    "body-complete": (None, CHEST),
    "shoulders-complete": (None, FRAMING),
    "shoulders-level": (LEVEL, LEVEL),
    "frame-covered": (None, FRAMING),
    "crown": (CONTRAST, None),
    "cut-out": (None, CONTRAST),
    "resolution": (NEARER, None),
    "eye-distance": (NEARER, None),
    "sharpness": (
        say(
            "Wipe the lens, rest the phone on something, and tap on your face to focus.",
            "请擦净镜头，把手机靠稳，并点按屏幕上的脸对焦。",
        ),
        None,
    ),
    "overexposure": (
        None,
        say(
            "Turn off the flash, and move away from lamps and out of direct sunlight.",
            "请关掉闪光灯，离面前的灯远一些，或避开直射的阳光。",
        ),
    ),
    "underexposure": (
        say(
            "Face a window or a lamp, and do not stand with the light behind you.",
            "请面向窗户或灯，不要背光站立。",
        ),
        None,
    ),
    "dynamic-range": (
        say(
            "Take the photo in more light, with all filters off, and wipe the lens.",
            "请在更亮的地方拍摄，关掉所有滤镜，并擦净镜头。",
        ),
        None,
    ),
    "light-evenness": (
        say(
            "The light comes from your left: turn your whole body towards it.",
            "光从您的左侧照来，请整个人转向光源。",
        ),
        say(
            "The light comes from your right: turn your whole body towards it.",
            "光从您的右侧照来，请整个人转向光源。",
        ),
    ),
    "face-hue": (DAYLIGHT, DAYLIGHT),
    "face-chroma": (NO_FILTER, NO_FILTER),
    "background-colour": (
        None,
        say(
            "Choose a background that the document allows, or stand in front of a wall of that "
            "colour.",
            "请选择该证件允许的背景颜色，或站在这种颜色的墙前拍摄。",
        ),
    ),
    "background-uniform": (
        None,
        say(
            "Stand in front of an empty wall, away from doors, curtains, pictures and furniture.",
            "请站在空白的墙前，避开门、窗帘、挂画和家具。",
        ),
    ),
    "background-shadow": (
        None,
        say(
            "Stand a metre away from the wall and turn off the flash, which casts a shadow.",
            "请离墙约一米并关掉闪光灯，避免影子落在墙上。",
        ),
    ),
    "clothes-like-background": (APART, None),
    "skin-like-background": (
        say(
            "Choose a background that is clearly lighter or darker than your skin.",
            "请选择比肤色明显浅或深的背景。",
        ),
        None,
    ),
    "jpeg-quality": (ORIGINAL, None),
}
