"""What a diagram says, in both languages."""

from service.values.document import Language
from service.values.evidence import Layer, RuleName

WORDS: dict[str, dict[Language, str]] = {
    "top": {"en": "top margin", "zh": "上边距"},
    "head": {"en": "head, crown to chin", "zh": "头顶到下巴"},
    "skull": {"en": "skull (no hair) to chin", "zh": "颅顶（不计头发）到下巴"},
    "hair": {"en": "top of hair to chin", "zh": "头发顶端到下巴"},
    "chin": {"en": "chin to edge", "zh": "下巴到下边"},
    "eyes": {"en": "eyes to edge", "zh": "眼睛到下边"},
    "face": {"en": "width", "zh": "宽度"},
    "centre": {"en": "middle from the left", "zh": "面部中线到左边"},
    "least": {"en": "≥ {0} mm", "zh": "≥ {0} 毫米"},
    "most": {"en": "≤ {0} mm", "zh": "≤ {0} 毫米"},
    "range": {"en": "{0}–{1} mm", "zh": "{0}–{1} 毫米"},
    "length": {"en": "{0} mm", "zh": "{0} 毫米"},
    "silent": {"en": "not stated: {0}", "zh": "未说明：{0}"},
    "assumed": {
        "en": "* not stated by the source: assumed by this service",
        "zh": "* 来源未说明，由本服务推定",
    },
}

LAYERS: dict[Layer, dict[Language, str]] = {
    "authority": {"en": "authority's rule", "zh": "主管机关的规定"},
    "advice": {"en": "advice", "zh": "建议"},
    "assumed": {"en": "assumed", "zh": "本服务推定"},
    "not-stated": {"en": "not stated", "zh": "未说明"},
}

RULES: dict[RuleName, dict[Language, str]] = {
    "size": {"en": "size", "zh": "尺寸"},
    "pixels": {"en": "pixels", "zh": "像素"},
    "dpi": {"en": "dpi", "zh": "分辨率"},
    "head_height": {"en": "head, crown to chin", "zh": "头顶到下巴"},
    "top": {"en": "top margin", "zh": "上边距"},
    "eye_line": {"en": "eyes to lower edge", "zh": "眼睛到下边"},
    "chin_bottom": {"en": "chin to lower edge", "zh": "下巴到下边"},
    "face_width": {"en": "width of face or head", "zh": "脸宽"},
    "face_centre": {"en": "middle of the face from the left", "zh": "面部中线到左边"},
    "crown": {"en": "crown measured at", "zh": "头顶的量法"},
    "background": {"en": "background", "zh": "背景"},
    "file_type": {"en": "file type", "zh": "文件格式"},
    "file_size": {"en": "file size", "zh": "文件大小"},
    "jpeg_quality": {"en": "JPEG quality", "zh": "JPEG 质量"},
    "compression": {"en": "compression", "zh": "压缩比"},
    "editing": {"en": "edited photos", "zh": "后期修改"},
    "cropping": {"en": "cropping", "zh": "裁剪"},
    "rotation": {"en": "rotation", "zh": "旋转"},
    "visible_mark": {"en": "text in the photo", "zh": "照片上的文字"},
    "submission": {"en": "who brings the photo", "zh": "提交方式"},
    "recency": {"en": "age at most", "zh": "拍摄时间不超过"},
    "glasses": {"en": "glasses", "zh": "眼镜"},
    "head_covering": {"en": "head covering", "zh": "头部遮盖"},
    "expression": {"en": "expression", "zh": "表情"},
    "mouth": {"en": "mouth", "zh": "嘴巴"},
    "retouching": {"en": "retouching", "zh": "修饰"},
}

VALUES: dict[str, dict[Language, str]] = {
    "skull": {"en": "the skull, hair not counted", "zh": "颅顶，不计头发"},
    "hair": {"en": "the top of the hair", "zh": "头发顶端"},
    "upload": {"en": "one's own file", "zh": "自行上传"},
    "print": {"en": "one's own print", "zh": "自带冲印照片"},
    "professional": {
        "en": "a photographer, booth or provider that the authority names",
        "zh": "主管机关指定的照相馆、自助照相机或服务商",
    },
    "office": {"en": "taken at the office", "zh": "机关现场拍摄"},
    "allowed": {"en": "allowed", "zh": "允许"},
    "background-only": {"en": "background only", "zh": "仅限背景"},
    "forbidden": {"en": "refused", "zh": "禁止"},
    "medical": {"en": "for medical reasons only", "zh": "仅限医疗原因"},
    "religious": {"en": "for religious or medical reasons only", "zh": "仅限宗教或医疗原因"},
    "closed": {"en": "closed", "zh": "闭合"},
    "neutral": {"en": "neutral, mouth closed", "zh": "表情自然，闭嘴"},
    "smile-allowed": {"en": "a slight smile is allowed", "zh": "可微笑"},
}
