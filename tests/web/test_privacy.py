"""Nothing of a photo but what it shows comes out again: no EXIF, place, thumbnail, XMP, comment."""

import io
import re
import struct
import zlib

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin, TiffImagePlugin
from pypdf import PdfReader

from service.steps.encode import _SRGB
from service.steps.label import label
from service.values.marks import BY_DEFAULT

SECRET = "Confidential-7f3a"  # stands in everything that a photo carries beside its pixels
FORMATS = ("jpeg", "png", "webp", "tiff", "avif")
IDPHOTO = [
    {"spec": "cn-1inch", "format": file_format, **background}
    for file_format in ("jpeg", "png", "webp")
    for background in ({"background": "blue"}, {"background": "original"})
]
CASES = [
    *((sent, {"spec": "cn-1inch", "background": "original"}) for sent in FORMATS),
    *(("jpeg", fields) for fields in IDPHOTO),
]
OWN_TAGS = {ExifTags.Base.XResolution, ExifTags.Base.YResolution, ExifTags.Base.ResolutionUnit}


def profile():
    """An sRGB whose description is as secret as the rest."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    name = "sRGB built-in".encode("utf-16-be")
    at = data.index(name)
    data[at : at + len(name)] = SECRET[:13].encode("utf-16-be")
    return bytes(data)


def exif(portrait):
    """Maker, owner, comment, place, and a thumbnail of the whole photo."""
    exif = Image.Exif()
    for tag in ("Make", "Model", "Artist", "Copyright", "ImageDescription", "Software"):
        exif[ExifTags.Base[tag]] = SECRET
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    camera[ExifTags.Base.UserComment] = b"ASCII\0\0\0" + SECRET.encode()
    camera[ExifTags.Base.MakerNote] = SECRET.encode()
    camera[ExifTags.Base.DateTimeOriginal] = "2031:02:03 04:05:06"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (59.0, 54.0, 12.5)
    place[ExifTags.GPS.GPSAreaInformation] = SECRET.encode()
    small = io.BytesIO()
    portrait.resize((64, 64)).save(small, "JPEG", comment=SECRET)
    return with_thumbnail(exif.tobytes(), small.getvalue())


def with_thumbnail(data, thumbnail):
    """EXIF with a second directory, which Pillow does not write."""
    data = data.removeprefix(b"Exif\0\0")
    order = "<" if data[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", data, 4)[0]
    entries = struct.unpack_from(order + "H", data, first)[0]
    at = len(data) + len(data) % 2
    start = at + 2 + 3 * 12 + 4
    tags = {0x0103: 6, 0x0201: start, 0x0202: len(thumbnail)}  # JPEG, from where, how long
    directory = struct.pack(order + "H", len(tags))
    for tag, value in tags.items():
        directory += struct.pack(order + "HHII", tag, 4, 1, value)
    linked = bytearray(data.ljust(at, b"\0"))
    struct.pack_into(order + "I", linked, first + 2 + 12 * entries, at)
    return b"Exif\0\0" + bytes(linked) + directory + bytes(4) + thumbnail


def telltale(portrait, file_format):
    """The portrait with everything in it that this format can carry."""
    out = io.BytesIO()
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><Where>{SECRET}</Where></x:xmpmeta>'.encode()
    options = {"exif": exif(portrait), "icc_profile": profile()}
    if file_format == "tiff":
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[ExifTags.Base.XMLPacket], tags[ExifTags.Base.ImageDescription] = xmp, SECRET
        options = {"tiffinfo": tags, "icc_profile": profile()}
    elif file_format == "png":
        chunks = PngImagePlugin.PngInfo()
        chunks.add_text("Author", SECRET)
        chunks.add_text("Comment", SECRET, zip=True)
        chunks.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = chunks
    elif file_format == "jpeg":
        options |= {"comment": SECRET, "xmp": xmp, "quality": 95}
    else:
        options |= {"xmp": xmp, "quality": 95}
    portrait.save(out, file_format, **options)
    data = out.getvalue()
    if file_format == "jpeg":  # Photoshop's block with IPTC in it
        content = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(SECRET) + 5)
        content += b"\x1c\x02\x78" + struct.pack(">H", len(SECRET)) + SECRET.encode()
        data = data[:2] + b"\xff\xed" + struct.pack(">H", len(content) + 2) + content + data[2:]
    return data


@pytest.fixture(scope="module")
def portrait(astronaut):
    return Image.open(io.BytesIO(astronaut)).convert("RGB")


@pytest.fixture(scope="module")
def photos(portrait):
    return {file_format: telltale(portrait, file_format) for file_format in FORMATS}


def send(client, photo, address, fields):
    data = {"image": (io.BytesIO(photo), f"{SECRET}.jpg"), **fields}
    response = client.post(address, data=data)
    assert response.status_code == 200, response.text
    return response


def unpacked(data):
    """The bytes, and all that is deflated in them."""
    parts = [data]
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        stream = zlib.decompressobj()
        try:
            parts.append(stream.decompress(data[start.start() :], 1_000_000))
        except zlib.error:
            continue
    return b"".join(parts)


def assert_silent(data):
    """No secret, in any of the ways in which files write text."""
    everything = unpacked(data)
    for coding in ("ascii", "utf-16-le", "utf-16-be"):
        assert SECRET[:13].encode(coding) not in everything, coding
    assert b"2031:02:03" not in everything


def assert_plain(image):
    """Only what the service itself says: resolution and sRGB."""
    assert image.info["icc_profile"] == _SRGB
    exif = image.getexif()
    assert set(exif) - {ExifTags.IFD.Exif} == OWN_TAGS
    assert set(exif.get_ifd(ExifTags.IFD.Exif)) == {ExifTags.Base.ColorSpace}
    assert exif.get_ifd(ExifTags.IFD.GPSInfo) == {}
    assert exif.get_ifd(ExifTags.IFD.IFD1) == {}, "a thumbnail"
    assert "comment" not in image.info


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_photos_that_are_sent_do_tell(photos, file_format):
    """Else the other tests would prove nothing."""
    everything = unpacked(photos[file_format])
    assert SECRET.encode() in everything
    image = Image.open(io.BytesIO(photos[file_format]))
    assert SECRET[:13].encode("utf-16-be") in image.info["icc_profile"]
    if file_format != "tiff":
        assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert image.getexif().get_ifd(ExifTags.IFD.IFD1)


@pytest.mark.parametrize(("sent", "fields"), CASES)
def test_a_finished_photo_tells_nothing_of_the_file_that_was_sent(client, photos, sent, fields):
    response = send(client, photos[sent], "/v1/idphoto", fields)
    assert_silent(response.data)
    assert_plain(Image.open(io.BytesIO(response.data)))


@pytest.mark.parametrize("file_format", ["jpeg", "png"])
@pytest.mark.parametrize("background", ["blue", "original"])
def test_a_sheet_tells_nothing_either(client, photos, file_format, background):
    fields = {"cells": "cn-1inch:2", "format": file_format, "background": background}
    response = send(client, photos["jpeg"], "/v1/sheet", fields)
    assert_silent(response.data)
    assert_plain(Image.open(io.BytesIO(response.data)))


@pytest.mark.parametrize("background", ["blue", "original"])
def test_a_sheet_in_pdf_holds_nothing_but_its_picture(client, photos, background):
    fields = {"cells": "cn-1inch:2", "format": "pdf", "background": background}
    response = send(client, photos["jpeg"], "/v1/sheet", fields)
    assert_silent(response.data)
    reader = PdfReader(io.BytesIO(response.data))
    assert set(reader.metadata) <= {"/Producer", "/CreationDate", "/ModDate"}
    said = reader.trailer["/Root"].get("/Metadata")
    if background == "original":
        assert said is None
    else:
        assert said.get_data() == label(True, BY_DEFAULT).xmp
    picture = Image.open(io.BytesIO(reader.pages[0].images[0].data))
    assert not dict(picture.getexif())
    assert "comment" not in picture.info


def test_a_report_tells_nothing_of_the_file_but_its_size(client, photos):
    for address, fields in (
        ("/v1/idphoto", {"spec": "cn-1inch"}),
        ("/v1/check", {"spec": "cn-1inch"}),
        ("/v1/sheet", {"cells": "cn-1inch"}),
    ):
        data = {"image": (io.BytesIO(photos["jpeg"]), f"{SECRET}.jpg"), **fields}
        answer = client.post(address, data=data, headers={"Accept": "application/json"})
        assert answer.status_code == 200
        assert SECRET not in answer.text
        assert "2031" not in answer.text
