"""Colours of backgrounds, by the names that specs and requests use."""

Colour = tuple[int, int, int]

# red, blue and white as the article that this service grew from defines them, the studios' usual
# softer red and blue, and the colour that the Chinese diploma form states. No document states the
# others as numbers: they are this service's rendering of words such as "light blue".
COLOURS: dict[str, Colour] = {
    "white": (255, 255, 255),
    "blue": (0, 0, 191),
    "red": (255, 0, 0),
    "studio-blue": (67, 142, 219),
    "studio-red": (217, 0, 27),
    "diploma-blue": (100, 197, 255),
    "light-blue": (173, 216, 240),
    "light-grey": (230, 230, 230),
    "off-white": (248, 246, 240),
    "cream": (245, 238, 220),
}

# What else people call them; names are in lower case, with dashes, and without the words for
# "colour" and "background".
OTHER_NAMES: dict[str, str] = {
    "白": "white",
    "蓝": "blue",
    "藍": "blue",
    "红": "red",
    "紅": "red",
    "影楼蓝": "studio-blue",
    "影楼红": "studio-red",
    "学历蓝": "diploma-blue",
    "浅蓝": "light-blue",
    "淡蓝": "light-blue",
    "淺藍": "light-blue",
    "浅灰": "light-grey",
    "淡灰": "light-grey",
    "淺灰": "light-grey",
    "米白": "off-white",
    "奶油": "cream",
    "light-gray": "light-grey",
    "lightgrey": "light-grey",
    "lightgray": "light-grey",
    "lightblue": "light-blue",
    "offwhite": "off-white",
}
