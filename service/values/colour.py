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
