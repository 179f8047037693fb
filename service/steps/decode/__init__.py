"""Bytes to pixels: what is refused by its header, and how the rest becomes upright sRGB."""
