"""Which formats are read, and how Pillow and its plugins are set up to read them."""

import struct
import warnings

import pi_heif
from PIL import AvifImagePlugin, Image, PngImagePlugin

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "GIF", "BMP")
NAMES = "JPEG, PNG, WebP, HEIC, AVIF, TIFF, GIF or BMP"
MEDIA_TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/heif",
    "image/avif",
    "image/tiff",
    "image/gif",
    "image/bmp",
)
JPEGS = ("JPEG", "MPO")
# What Pillow and its plugins raise for bytes that are not what they say.
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, RuntimeError, LookupError, TypeError,
    ArithmeticError,
)  # fmt: skip

Image.MAX_IMAGE_PIXELS = None  # Pillow's alarm has one limit for all; `Limits` are checked instead
# All formats now: left to the first photo, imports in native threads under gevent lock for ever.
Image.init()
# One thread for each photo: permits count on it. Gain maps, depth and previews are never read.
pi_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
PngImagePlugin.MAX_TEXT_MEMORY = 8_000_000  # bytes of comments, unpacked
PngImagePlugin.MAX_TEXT_CHUNK = 4_000_000  # of one of them, or of a profile: printers' have 2 MB
warnings.filterwarnings("ignore", category=UserWarning, module="PIL")  # a line for each odd tag
