"""Image files made by hand, box by box and chunk by chunk, for what no encoder writes."""

import io
import struct
import zlib

import numpy as np

from service.steps.decode.isobmff import contents, meta_boxes

# Display P3 and sRGB under D50, as their makers' profiles state them: red, green, blue.
P3 = [(0.51512, 0.2412, -0.00105), (0.29198, 0.69225, 0.04189), (0.1571, 0.06657, 0.78407)]
SRGB = [(0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.7141)]
_PARAMETERS = 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045
SRGB_CURVE = struct.pack(">4s4xH2x5i", b"para", 3, *(round(v * 65536) for v in _PARAMETERS))
LINEAR = struct.pack(">4s4xI", b"curv", 0)


def encoded(image, file_format, **options):
    out = io.BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


# ICC


def gamma(value):
    return struct.pack(">4s4xIH2x", b"curv", 1, round(value * 256))


def icc(tags, space=b"RGB ", pcs=b"XYZ "):
    """A display's profile of these tags."""
    directory, body, at = b"", b"", 132 + 12 * len(tags)
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        directory += struct.pack(">4sII", name, at + len(body), len(content))
        body += content
    head = struct.pack(
        ">I4xI4s4s4s12x4s28x3i48x", at + len(body), 0x04300000, b"mntr", space, pcs, b"acsp",
        63190, 65536, 54061,
    )  # fmt: skip
    return head + struct.pack(">I", len(tags)) + directory + body


def named(name):
    text = name.encode("utf-16-be")
    return struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(text), 28) + text


def matrix_icc(name, colorants, curve, **others):
    xyz = [struct.pack(">4s4x3i", b"XYZ ", *(round(v * 65536) for v in c)) for c in colorants]
    tags = {b"desc": named(name)} | {tag.encode(): content for tag, content in others.items()}
    tags |= dict(zip((b"rXYZ", b"gXYZ", b"bXYZ"), xyz, strict=True))
    return icc(tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve))


def table_icc(name, colorants):
    """The same as a table of its corners, between which XYZ is linear, behind sRGB's curve."""
    curve = np.round(linear(np.arange(256)) * 65535).astype(">u2").tobytes() * 3
    corners = np.array([[r, g, b] for r in (0, 1) for g in (0, 1) for b in (0, 1)], float)
    xyz = np.clip(corners @ np.array(colorants) * 32768, 0, 65535).round().astype(">u2").tobytes()
    head = struct.pack(
        ">4s4xBBBx9iHH", b"mft2", 3, 3, 2, 65536, 0, 0, 0, 65536, 0, 0, 0, 65536, 256, 2
    )
    straight = np.array([0, 65535] * 3, ">u2").tobytes()
    return icc({b"desc": named(name), b"A2B0": head + curve + xyz + straight})


def grey_icc(name, curve):
    return icc({b"desc": named(name), b"kTRC": curve}, space=b"GRAY")


def linear(levels):
    """sRGB levels as light in [0, 1]: IEC 61966-2-1."""
    signal = np.asarray(levels, float) / 255
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)


def levels(light):
    """The other way, clipped."""
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def in_srgb(light, colorants=P3):
    """sRGB levels of linear RGB of other primaries."""
    return levels(np.asarray(light) @ np.array(colorants) @ np.linalg.inv(np.array(SRGB)))


# PNG


def chunk(kind, content, checksum=None):
    checksum = zlib.crc32(kind + content) if checksum is None else checksum
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def with_chunks(png, *chunks, before=b"IDAT"):
    at = png.index(before) - 4
    return png[:at] + b"".join(chunks) + png[at:]


# HEIC and AVIF

ESSENTIAL = b"hvcC", b"av1C", b"clap", b"irot", b"imir"


def box(kind, content):
    return struct.pack(">I4s", len(content) + 8, kind) + content


def full_box(kind, content, version=0):
    return box(kind, bytes([version, 0, 0, 0]) + content)


def ispe(width, height):
    return full_box(b"ispe", struct.pack(">II", width, height))


def clap(width, height, right=0, down=0):
    return box(b"clap", struct.pack(">IIIIiIiI", width, 1, height, 1, right, 2, down, 2))


def irot(quarters):
    return box(b"irot", bytes([quarters]))


def imir(axis):
    return box(b"imir", bytes([axis]))


def nclx(primaries, transfer):
    return box(b"colr", b"nclx" + struct.pack(">HHHB", primaries, transfer, 6, 128))


def exif_item(orientation):
    """EXIF with an orientation alone, as it stands in an item of its own."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x112, 3, 1, orientation, 0, 0)
    return struct.pack(">I", 6) + b"Exif\0\0" + tiff


def heif(brand, items, tiles=()):
    """A file of items (type, content, properties); the first is shown, made of `tiles` if any.

    Equal contents are stored once.
    """
    boxes, associated, infos, places, data = [], b"", b"", [], b""
    for number, (kind, content, properties) in enumerate(items, 1):
        for one in properties:
            if one not in boxes:
                boxes.append(one)
        own = [boxes.index(one) + 1 | (0x80 if one[4:8] in ESSENTIAL else 0) for one in properties]
        associated += struct.pack(">HB", number, len(own)) + bytes(own)
        hidden = number in tiles
        infos += box(b"infe", struct.pack(">BxxBHH4sx", 2, hidden, number, 0, kind))
        if content not in data:
            data += content
        places.append((data.index(content), len(content)))
    refs = b"".join(
        box(b"cdsc", struct.pack(">HHH", number, 1, 1))
        for number, (kind, _, _) in enumerate(items, 1)
        if kind == b"Exif"
    )
    if tiles:
        refs += box(b"dimg", struct.pack(f">HH{len(tiles)}H", 1, len(tiles), *tiles))

    def meta(start):
        moved = b"".join(
            struct.pack(">HHHII", number, 0, 1, start + place, size)
            for number, (place, size) in enumerate(places, 1)
        )
        return full_box(
            b"meta",
            full_box(b"hdlr", bytes(4) + b"pict" + bytes(13))
            + full_box(b"pitm", struct.pack(">H", 1))
            + full_box(b"iloc", b"\x44\0" + struct.pack(">H", len(items)) + moved)
            + full_box(b"iinf", struct.pack(">H", len(items)) + infos)
            + (full_box(b"iref", refs) if refs else b"")
            + box(
                b"iprp",
                box(b"ipco", b"".join(boxes))
                + full_box(b"ipma", struct.pack(">I", len(items)) + associated),
            ),
        )

    head = box(b"ftyp", brand + bytes(4) + b"mif1" + brand)
    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + box(b"mdat", data)


def coded_picture(file, kind):
    """Configuration and content of the one coded picture in a HEIC or AVIF file."""
    at = file.index(b"hvcC" if kind == b"hvc1" else b"av1C") - 4
    size = int.from_bytes(file[at : at + 4], "big")
    (content,) = contents(file, meta_boxes(file), {kind}, len(file)).values()
    return file[at : at + size], content
