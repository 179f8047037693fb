"""Instructions for the next try that several checks share."""

from service.values.document import Names


def say(en: str, zh: str) -> Names:
    """An instruction in both languages."""
    return Names(en=en, zh=zh)


FRAMING = say(
    "Step back half a metre, so that there is wall above your hair and beside both shoulders.",
    "请后退半米左右，让头顶上方和双肩两侧都露出一些墙面。",
)
CHEST = say(
    "Step back or lower the camera until the picture reaches the middle of your chest.",
    "请后退一些或把镜头放低，拍到胸口位置。",
)
HEADROOM = say(
    "Step back or raise the camera until there is a hand's breadth of wall above your hair.",
    "请后退一些或把镜头抬高，让头发上方留出约一掌宽的墙面。",
)
LENS = say(
    "Look into the lens itself, not at your own picture on the screen.",
    "请看镜头本身，不要看屏幕里的自己。",
)
MIDDLE = say(
    "Stand in the middle of the picture and look straight ahead.", "请站在画面正中，正视前方。"
)
ORIGINAL = say(
    "Send the file as the camera made it, not a screenshot or a copy from a chat.",
    "请发送相机拍出的原图，不要用截图或聊天软件压缩过的图片。",
)
NEARER = say(
    "Move closer instead of zooming, use the camera's full resolution, and send the original file.",
    "请走近一些而不要用变焦，用相机的最高分辨率拍摄，并发送原图。",
)
DAYLIGHT = say(
    "Take the photo in daylight, with coloured lamps and all filters off.",
    "请在自然光下拍摄，关掉彩色灯光和所有滤镜。",
)
NO_FILTER = say("Take the photo in colour, with all filters off.", "请拍彩色照片，并关掉所有滤镜。")
CONTRAST = say(
    "Stand a metre in front of a plain wall that differs from your hair and clothes, in good "
    "light.",
    "请站在离墙约一米处，选颜色与头发、衣服有明显区别的纯色墙面，光线要充足。",
)

APART = say(
    "Wear something clearly darker or lighter than the background.",
    "请换上比背景明显深或浅的衣服。",
)
LEVEL = say(
    "Face the camera with your whole body, and relax both shoulders.",
    "请让身体正对镜头，双肩自然放松。",
)
