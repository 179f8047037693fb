"""How many bytes a file may have: the caller's range, or the document's, within its compression."""

import math

from service.orders.photo_fields import IdPhotoFields
from service.values.files import Format
from service.values.order import KB_LEAST, KB_MOST, LEAST_QUALITY, FileRule
from service.values.photo_errors import SizeUnreachable
from service.values.request_errors import InvalidField
from service.values.spec import Spec

CHANNELS = 3  # bytes of a pixel before compression


def file_rule(
    fields: IdPhotoFields, spec: Spec, size: tuple[int, int], file_format: Format
) -> FileRule:
    """The rule for a file of `size` pixels; what the document states applies to a JPEG.

    Raises InvalidField, and SizeUnreachable where the document's compression forbids the size.
    """
    jpeg = file_format == "jpeg"
    low, high = (spec.file_kb if jpeg else None) or (0.0, math.inf)
    low = low if fields.min_kb is None else fields.min_kb
    high = high if fields.max_kb is None else fields.max_kb
    least, most = math.ceil(low * KB_LEAST), high * KB_MOST
    if least > most:
        raise InvalidField(
            f"{low:g} to {high:g} KB leaves no size that is right for KB of 1000 and of 1024 "
            "bytes; give a wider range.",
            f"{low:g} 到 {high:g} KB 之间没有同时符合 1 KB = 1000 字节和 1024 字节的大小；"
            "请放宽范围。",
            field="max_kb" if fields.min_kb is None else "min_kb",
        )
    if jpeg and spec.jpeg_ratio_max:
        compressed = math.ceil(size[0] * size[1] * CHANNELS / spec.jpeg_ratio_max)
        if compressed > most:
            raise _too_compressed(spec, spec.jpeg_ratio_max, compressed, most)
        least = max(least, compressed)
    return FileRule(least, most, spec.jpeg_quality_min or LEAST_QUALITY, bool(fields.pad))


def _too_compressed(spec: Spec, ratio: float, least: int, most: float) -> SizeUnreachable:
    return SizeUnreachable(
        f"{spec.id} may be compressed {ratio:g}:1 at most, which is {least} bytes or more at this "
        f"size; at most {most:.0f} are allowed. Raise max_kb, or ask for fewer dpi.",
        f"{spec.id} 的压缩比不能超过 {ratio:g}:1，此尺寸至少需要 {least} 字节，"
        f"而要求最多 {most:.0f} 字节。请提高 max_kb 或降低 dpi。",
        field="max_kb",
        nearest_bytes=least,
    )
