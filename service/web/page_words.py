"""What the page says, in both languages."""

from collections.abc import Mapping

from service.specs.words import RULES
from service.values.colour import COLOURS as RGB
from service.values.document import Language

LANGUAGES: dict[Language, str] = {"en": "English", "zh": "中文"}

WORDS: dict[str, dict[Language, str]] = {
    "title": {"en": "ID photo", "zh": "证件照"},
    "no_script": {
        "en": "This page needs JavaScript.",
        "zh": "此页面需要启用 JavaScript。",
    },
    "photo": {
        "en": "Photo of one person, head and shoulders",
        "zh": "单人照片，含头部和双肩",
    },
    "document": {"en": "Document", "zh": "证件"},
    "search": {"en": "Search the documents", "zh": "搜索证件"},
    "search_example": {"en": "Search: passport, Japan…", "zh": "搜索：护照、一寸、日本……"},
    "no_document": {"en": "No such document", "zh": "没有这种证件"},
    "no_documents": {
        "en": "The list of documents could not be loaded. Load the page again.",
        "zh": "证件列表加载失败，请刷新页面。",
    },
    "rules": {"en": "The rules of this document", "zh": "该证件的要求"},
    "diagram": {"en": "Where the head belongs", "zh": "头部位置示意图"},
    "source": {"en": "Source", "zh": "来源"},
    "checked": {"en": "looked up on", "zh": "查阅于"},
    "secondary": {"en": "not from the authority itself", "zh": "非官方来源"},
    "background": {"en": "Background", "zh": "背景"},
    "other_colours": {
        "en": "Other backgrounds, which this document does not name",
        "zh": "其他背景（该证件未列出）",
    },
    "editing_background-only": {
        "en": "Only the background may be changed.",
        "zh": "只允许更换背景。",
    },
    "editing_forbidden": {
        "en": "This authority refuses edited photos: keep the original background.",
        "zh": "该机构不接受修改过的照片，请保留原背景。",
    },
    "submission_professional": {
        "en": "This authority takes photos only from photographers, booths or providers it names.",
        "zh": "该机构只接受指定摄影师、照相亭或机构提供的照片。",
    },
    "submission_office": {
        "en": "This authority takes the photo itself: one's own is not taken.",
        "zh": "该机构现场拍摄，不接受自带照片。",
    },
    "cropping_forbidden": {
        "en": "This authority wants the photo as it was taken and crops it itself: only check it.",
        "zh": "该机构自行裁剪，要求原样照片：此处只宜检查。",
    },
    "not_stated": {"en": "Not stated: ", "zh": "未说明："},
    "differs": {"en": "Another reading: ", "zh": "另一种说法："},
    "more": {"en": "File format, size and label", "zh": "文件格式、大小和标注"},
    "format": {"en": "Format", "zh": "格式"},
    "usual": {"en": "as usual", "zh": "默认"},
    "least": {"en": "At least, KB", "zh": "至少 (KB)"},
    "most": {"en": "At most, KB", "zh": "至多 (KB)"},
    "label": {
        "en": "Write “AI-edited” in the corner (most authorities refuse a photo with text in it)",
        "zh": "在角上标注“AI生成”（多数机构不收带文字的照片）",
    },
    "make": {"en": "Make the photo", "zh": "制作照片"},
    "check": {"en": "Only check", "zh": "只检查"},
    "privacy": {
        "en": "The photo is sent to this server only, kept in memory while it is worked on, and "
        "never stored.",
        "zh": "照片只发送到本服务器，处理时仅在内存中，不会保存。",
    },
    "result": {"en": "Result", "zh": "结果"},
    "working": {"en": "Sending the photo and working on it…", "zh": "正在上传并处理……"},
    "waiting": {
        "en": "Many photos are being made just now. Yours is sent again in a moment…",
        "zh": "现在使用的人较多，稍后自动重试……",
    },
    "smaller": {
        "en": "The photo is too large to be sent as it is. A smaller copy was sent instead.",
        "zh": "原照片太大，已改用缩小后的照片。",
    },
    "finished": {"en": "The finished photo", "zh": "制作好的照片"},
    "save": {"en": "Save the photo", "zh": "保存照片"},
    "hold": {"en": "Or hold a finger on the photo to save it.", "zh": "也可以长按照片保存。"},
    "sheet": {
        "en": "Several on a sheet of 4 × 6 inch, to print at 100%:",
        "zh": "排版打印（六寸相纸，打印时选 100%）：",
    },
    "save_sheet": {"en": "Save the sheet", "zh": "保存排版"},
    "fine": {"en": "Nothing wrong was found.", "zh": "没有发现问题。"},
    "fail": {"en": "May be refused for this:", "zh": "可能因此不合格："},
    "warn": {"en": "Please look at this:", "zh": "请留意："},
    "pass": {"en": "In order", "zh": "合格"},
    "edited": {"en": "Changed: ", "zh": "已修改："},
    "would_edit": {"en": "Making the photo would change: ", "zh": "制作照片时会修改："},
    "edited_background": {"en": "the background", "zh": "背景"},
    "edited_rotation": {"en": "the tilt", "zh": "倾斜角度"},
    "checks": {"en": "What was checked", "zh": "检查项目"},
    "measured": {"en": "Measured", "zh": "测得"},
    "limit": {"en": "Should be", "zh": "要求"},
    "offline": {
        "en": "This device is offline. Connect and try again.",
        "zh": "设备未联网，请联网后重试。",
    },
    "unreachable": {
        "en": "The photo could not be sent. Check the connection and try again; if that does not "
        "help, choose the photo anew.",
        "zh": "照片未能发送。请检查网络后重试；仍不行请重新选择照片。",
    },
    "no_answer": {
        "en": "No answer came. Check the connection and try again.",
        "zh": "没有收到回应，请检查网络后重试。",
    },
    "failed": {"en": "The service failed. Try again later.", "zh": "服务出错，请稍后再试。"},
}

COLOURS: dict[str, dict[Language, str]] = {
    "white": {"en": "white", "zh": "白色"},
    "blue": {"en": "blue", "zh": "蓝色"},
    "red": {"en": "red", "zh": "红色"},
    "studio-blue": {"en": "studio blue", "zh": "影楼蓝"},
    "diploma-blue": {"en": "diploma blue", "zh": "学历蓝"},
    "light-blue": {"en": "light blue", "zh": "浅蓝"},
    "light-grey": {"en": "light grey", "zh": "浅灰"},
    "off-white": {"en": "off-white", "zh": "米白"},
    "cream": {"en": "cream", "zh": "奶油色"},
    "transparent": {"en": "transparent", "zh": "透明"},
    "original": {"en": "as in the photo", "zh": "保留原背景"},
}

OFFERED = ("white", "blue", "red", "studio-blue")  # beside the document's own

# Of the problems that a person at the page can meet. Without a sentence here the detail is shown,
# which is English and will do where it does not speak of the API.
PROBLEMS: dict[str, dict[Language, str]] = {
    "body-too-slow": {
        "en": "The connection is too slow for this photo. Try again elsewhere, or with a smaller "
        "photo.",
        "zh": "网络太慢，照片未能传完。请换个网络，或换一张较小的照片。",
    },
    "body-too-large": {
        "en": "The file is too large. Choose a smaller one.",
        "zh": "文件太大，请换一张较小的照片。",
    },
    "too-many-pixels": {
        "en": "The photo has too many pixels. Choose a smaller one.",
        "zh": "照片像素太多，请换一张较小的照片。",
    },
    "unsupported-media": {
        "en": "This file is no photo that can be read here. Choose a JPEG, PNG, WebP or HEIC.",
        "zh": "无法识别该文件，请选择 JPEG、PNG、WebP 或 HEIC 照片。",
    },
    "invalid-field": {"zh": "照片是空文件，或填写的内容（如 KB 范围）不对。"},
    "damaged-image": {"zh": "照片文件已损坏，请重新发送原图。"},
    "no-face": {"zh": "没有找到人脸。请用正面、端正的单人照片，脸不要太小。"},
    "several-faces": {"zh": "照片中有多张人脸，请用单人照片。"},
    "body-missing": {"zh": "颈部或肩部不完整，请用包含双肩和胸部的照片。"},
    "resolution-too-low": {"zh": "头部像素太少，请用更清晰或更近的照片。"},
    "matte-implausible": {"zh": "无法分清人物和背景，请在颜色不同的纯色墙前拍摄。"},
    "size-unreachable": {
        "en": "The file cannot be made as small or as large as that. Ask for another size in KB.",
        "zh": "文件无法达到这个大小，请改填其他 KB 数。",
    },
    "cells-do-not-fit": {
        "en": "This photo is too large for the sheet.",
        "zh": "这种照片太大，相纸放不下。",
    },
    "busy": {
        "en": "Too many photos are being made just now. Try again in a minute.",
        "zh": "现在使用的人太多，请过一分钟再试。",
    },
    "unauthenticated": {
        "en": "This service needs a key, and the one that was sent does not hold.",
        "zh": "使用本服务需要密钥，而所发送的密钥无效。",
    },
    "forbidden": {
        "en": "This key does not allow that. Ask whoever gave it to you.",
        "zh": "该密钥没有此权限，请联系密钥的提供者。",
    },
    "quota-exceeded": {
        "en": "The photos that this key allows are used up for now. Try again later.",
        "zh": "该密钥的照片配额已用完，请稍后再试。",
    },
    "not-ready": {
        "en": "The service is just starting. Try again in a minute.",
        "zh": "服务正在启动，请过一分钟再试。",
    },
    "deadline-exceeded": {
        "en": "The photo took too long. Try again in a minute.",
        "zh": "处理超时，请过一分钟再试。",
    },
    "internal": {"zh": "服务出错，请稍后再试。"},
}


def words(language: Language) -> dict[str, object]:
    """All of it in one language, with `colours` and `problems` by their names."""
    return {
        "language": language,
        **_in(WORDS, language),
        "colours": _in(COLOURS, language),
        "offered": {name: f"rgb{RGB[name]}" for name in OFFERED},
        "problems": _in(PROBLEMS, language),
        "rules_of": _in({str(rule): said for rule, said in RULES.items()}, language),
    }


def _in(texts: Mapping[str, Mapping[Language, str]], language: Language) -> dict[str, str]:
    return {name: text[language] for name, text in texts.items() if language in text}
