"""Messages about checks that could not be made."""

from service.checks.definition import words

NO_FACE = words(
    "Not checked: the photo does not show exactly one face.", "未检查：照片中不是恰好一张人脸。"
)
NO_PLACE = words(
    "Not checked: the head could not be placed in the frame.", "未检查：头部无法放入画面。"
)
NO_RULE = words("The document states no rule for this.", "该证件对此没有规定。")
NO_MESH = words(
    "The facial landmarks were not found reliably enough to tell.",
    "未能可靠地找到面部特征点，无法判断。",
)
TURNED_AWAY = words("The face is turned too far to tell.", "面部侧转过大，无法判断。")
TOO_FEW_PIXELS = words("The face has too few pixels to tell.", "面部像素太少，无法判断。")
