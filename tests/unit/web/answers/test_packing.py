import base64
import io
import json
import struct
import zipfile

import pytest

from service.web.answers.packing import (
    BASE64_BYTES,
    mixed,
    placeholder,
    with_base64,
    zip_end,
    zip_part,
    zipped,
)

FILES = [("a.png", bytes(range(256)) * 300), ("照片.jpg", b""), ("manifest.json", b"{}")]


def read_as_a_stream(data):
    """Name and content of each file by what stands before it (APPNOTE 4.3.7), as unzippers of
    streams read it.
    """
    found = []
    while data.startswith(b"PK\x03\x04"):
        flags, method, _, crc, packed, size, name, extra = struct.unpack("<2xHH4sIIIHH", data[4:30])
        assert not flags & 8, "the size comes after the file"
        assert (method, packed) == (0, size)
        content = data[30 + name + extra :][:size]
        assert zipfile.crc32(content) == crc
        found.append((data[30 : 30 + name].decode(), content))
        data = data[30 + name + extra + size :]
    assert data.startswith(b"PK\x01\x02")
    return found


def test_a_zip_can_be_read_as_a_stream_and_by_its_directory():
    data = zipped(FILES)
    assert read_as_a_stream(data) == FILES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == FILES


def test_a_zip_made_piece_by_piece_is_the_same():
    pieces, infos, size = [], [], 0
    for file in FILES:
        part = zip_part([file], size)
        pieces.append(part.data)
        infos += part.infos
        size += len(part.data)
    assert read_as_a_stream(b"".join([*pieces, zip_end(infos, size)])) == FILES
    with zipfile.ZipFile(io.BytesIO(b"".join([*pieces, zip_end(infos, size)]))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [name for name, _ in FILES]


def test_pictures_are_not_deflated():
    picture = bytes(1_000_000)
    assert len(zipped([("a.png", picture)])) > len(picture)


def test_without_files_a_zip_is_empty():
    with zipfile.ZipFile(io.BytesIO(zipped([]))) as archive:
        assert archive.namelist() == []


def test_a_part_of_multipart_has_its_length_before_it():
    body, media_type = mixed([("a.png", "image/png", b"12345")])
    boundary = media_type.partition("boundary=")[2].encode()
    assert body.startswith(b"--" + boundary + b"\r\nContent-Type: image/png\r\n")
    assert b"Content-Length: 5\r\n\r\n12345\r\n--" + boundary + b"--\r\n" in body


@pytest.mark.parametrize("size", [0, 1, BASE64_BYTES - 1, BASE64_BYTES, 3 * BASE64_BYTES + 2])
def test_files_take_the_place_of_what_stands_for_them(size):
    data, one, other = bytes(range(256)) * (size // 256 + 1), placeholder(), placeholder()
    text = json.dumps({"a": one, "b": other, "c": "d"})
    read = json.loads(with_base64(text, {one: data[:size], other: b"x"}))
    assert base64.b64decode(read["a"]) == data[:size]
    assert base64.b64decode(read["b"]) == b"x"
    assert read["c"] == "d"


def test_a_text_without_files_stays_as_it_is():
    assert with_base64("{}", {}) == b"{}"
