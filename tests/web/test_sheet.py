import base64
import io
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image, ImageOps
from pypdf import PdfReader

from service.values.geometry import apply

BLUE = "#0000ff"


def post(client, photo, headers=None, **fields):
    data = {"image": (io.BytesIO(photo), "photo.png"), **fields}
    return client.post("/v1/sheet", data=data, headers=headers or {})


def opened(response):
    assert response.status_code == 200, response.text
    return Image.open(io.BytesIO(response.data))


def report(client, photo, **fields):
    response = post(client, photo, {"Accept": "application/json"}, **fields)
    assert response.status_code == 200, response.text
    return response.json["report"]


def runs(flags):
    """(start, end) of each stretch of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return list(zip(edges[::2], edges[1::2], strict=True))


def columns_and_rows(image):
    """Where photos on a blue background stand in columns and rows, in pixels."""
    printed = (np.asarray(image.convert("RGB")) < 128).any(axis=2)
    return runs(printed.any(axis=0)), runs(printed.any(axis=1))


def test_a_form_gives_a_4r_sheet_of_one_inch_photos(client, astronaut):
    response = post(client, astronaut, cells="cn-1inch", background="blue")
    image = opened(response)
    assert response.content_type == "image/jpeg"
    assert image.size == (1205, 1795)
    assert response.headers["IDPhoto-Matting"] == "portrait"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/png", "image/png"),
        ("image/jpeg", "image/jpeg"),
        ("application/pdf", "application/pdf"),
        ("image/png;q=0.5, application/pdf", "application/pdf"),
        ("image/*", "image/jpeg"),
        ("*/*", "image/jpeg"),
        ("image/tiff", "image/jpeg"),  # impossible: as for a photo
        ("application/json, image/png;q=0.5", "application/json"),
    ],
)
def test_without_format_a_sheet_is_what_accept_prefers(client, astronaut, accept, kind):
    response = post(client, astronaut, {"Accept": accept}, cells="cn-1inch:1")
    assert response.mimetype == kind, response.text
    if kind.startswith("image/"):
        assert f"image/{opened(response).format.lower()}" == kind
    else:
        assert response.data.startswith(b"%PDF" if kind == "application/pdf" else b"{")


def test_a_sheets_format_counts_more_than_accept(client, astronaut):
    response = post(client, astronaut, {"Accept": "image/png"}, cells="cn-1inch:1", format="jpeg")
    assert response.content_type == "image/jpeg"


@pytest.mark.parametrize("accept", ["application/pdf", "application/json, application/pdf;q=0.5"])
def test_answer_image_is_the_kind_of_sheet_that_accept_prefers(client, astronaut, accept):
    response = post(client, astronaut, {"Accept": accept}, cells="cn-1inch:1", answer="image")
    assert response.content_type == "application/pdf"


def test_json_holds_the_kind_of_sheet_that_accept_prefers(client, astronaut):
    accept = {"Accept": "application/pdf"}
    response = post(client, astronaut, accept, cells="cn-1inch:1", answer="json")
    assert response.json["media_type"] == "application/pdf"


@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize("file_format", ["jpeg", "png"])
def test_a_file_printed_at_its_dpi_has_photos_of_true_size(client, large, file_format, dpi):
    response = post(
        client, large, cells="cn-1inch:4", background=BLUE, cut_marks="none", rotate="none",
        gap_mm="3", format=file_format, dpi=str(dpi),
    )  # fmt: skip
    image = opened(response)
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)
    per_mm = image.info["dpi"][0] / 25.4
    columns, rows = columns_and_rows(image)
    assert [(end - start) / per_mm for start, end in columns] == pytest.approx([25] * 3, abs=0.1)
    assert [(end - start) / per_mm for start, end in rows] == pytest.approx([35] * 2, abs=0.1)
    assert (columns[1][0] - columns[0][1]) / per_mm == pytest.approx(3, abs=0.1)
    assert (rows[1][0] - rows[0][1]) / per_mm == pytest.approx(3, abs=0.1)


@pytest.mark.parametrize(
    ("paper", "size"),
    [
        ("a4", (210, 297)),
        ("6-inch", (102, 152)),
        ("letter", (215.9, 279.4)),
        ("100x148", (100, 148)),
    ],
)
def test_a_pdf_measured_by_another_reader_has_paper_and_photos_of_true_size(
    client, astronaut, paper, size
):
    response = post(
        client, astronaut, cells="cn-2inch:3", paper=paper, background=BLUE, cut_marks="none",
        rotate="none", format="pdf",
    )  # fmt: skip
    assert response.content_type == "application/pdf"
    pages = PdfReader(io.BytesIO(response.data)).pages
    assert len(pages) == 1
    box = pages[0].mediabox
    assert (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4) == pytest.approx(
        size, abs=0.005
    )
    image = pages[0].images[0].image
    matrix = [float(n) for n in pages[0].get_contents().get_data().split(b"cm")[0].split()[1:]]
    assert matrix == pytest.approx([float(box.width), 0, 0, float(box.height), 0, 0], abs=0.01)
    columns, rows = columns_and_rows(image)
    for start, end in columns:
        assert (end - start) * size[0] / image.width == pytest.approx(35, abs=0.1)
    for start, end in rows:
        assert (end - start) * size[1] / image.height == pytest.approx(49, abs=0.1)


def test_several_sizes_stand_on_one_sheet_as_reported(client, astronaut):
    """Each photo lies where the report says, and the head in it where its own report says."""
    response = post(
        client, astronaut, {"Accept": "application/json"}, cells="cn-1inch:4, cn-2inch:2",
        background=BLUE, format="png",
    )  # fmt: skip
    told = response.json["report"]
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(response.json["sheet"]))))
    assert sheet.shape == (told["height_px"], told["width_px"], 3)
    assert told["counts"] == {"cn-1inch": 4, "cn-2inch": 2}
    assert len(told["cells"]) == 6
    photos = {photo["spec"]: photo for photo in told["photos"]}
    for cell in told["cells"]:
        photo = photos[cell["spec"]]
        assert (cell["width_mm"], cell["height_mm"]) == (photo["width_mm"], photo["height_mm"])
        left, top = round(cell["left_mm"] / 25.4 * 300), round(cell["top_mm"] / 25.4 * 300)
        assert (sheet[top + 3, left + 3] == (0, 0, 255)).all()
        assert (sheet[top - 3, left + 30] == 255).all()
        nose = apply(np.array(photo["transform"]), np.array(photo["face"]["landmarks"]["nose"]))
        red, _, blue = sheet[top + round(nose[1]), left + round(nose[0])].tolist()
        assert red > blue, "a nose"


def test_one_decode_and_one_matte_serve_all_sizes(client, astronaut, costly_steps):
    told = report(client, astronaut, cells="cn-1inch,cn-2inch:1,us-passport:1", paper="a5")
    assert costly_steps == ["decode", "matte"]
    assert len(told["photos"]) == 3


@pytest.mark.parametrize("background", ["red", "original"])
def test_a_photo_on_the_sheet_is_the_one_that_idphoto_makes(client, astronaut, background):
    same = {"background": background, "format": "png"}
    data = {"image": (io.BytesIO(astronaut), "a.png"), "spec": "cn-1inch", **same}
    single = np.asarray(opened(client.post("/v1/idphoto", data=data)))
    told = report(client, astronaut, cells="cn-1inch:1", background=background)
    sheet = np.asarray(opened(post(client, astronaut, cells="cn-1inch:1", **same)))
    cell = told["cells"][0]
    left, top = round(cell["left_mm"] / 25.4 * 300), round(cell["top_mm"] / 25.4 * 300)
    assert (sheet[top : top + 413, left : left + 295] == single).all()


def test_every_size_is_checked_for_itself(client, large):
    told = report(client, large, cells="cn-1inch:2,us-passport:1", paper="a5", gap_mm="3")
    for photo in told["photos"]:
        alone = client.post(
            "/v1/check",
            data={"image": (io.BytesIO(large), "a.png"), "spec": photo["spec"], "dpi": "300"},
        ).json
        assert photo["summary"] == alone["summary"]
        assert [one["verdict"] for one in photo["checks"]] == [
            one["verdict"] for one in alone["checks"]
        ]


def test_who_forbids_editing_gets_a_crop_on_the_sheet_too(client, large):
    cells = {"cells": "cn-1inch:2,us-passport:1"}

    def edited(**fields):
        told = report(client, large, **cells, **fields)
        return {photo["spec"]: "background" in photo["edited"] for photo in told["photos"]}

    assert edited() == {"cn-1inch": True, "us-passport": False}
    assert edited(background="original") == {"cn-1inch": False, "us-passport": False}
    refused = post(client, large, **cells, background="white")
    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/editing-forbidden"
    assert refused.json["field"] == "background"
    assert "us-passport" in refused.json["detail"]
    allowed = {"cn-1inch": True, "us-passport": True}
    assert edited(background="white", allow_editing="true") == allowed
    assert edited(allow_editing="true") == allowed


def test_a_document_with_pixels_of_its_own_is_printed_by_its_millimetres(client, astronaut):
    """The photo of the Chinese ID card is 26 x 32 mm, as a file 358 x 441 pixels."""
    told = report(client, astronaut, cells="cn-id-card:2")
    assert {(cell["width_mm"], cell["height_mm"]) for cell in told["cells"]} == {(26, 32)}
    assert (told["photos"][0]["width_px"], told["photos"][0]["height_px"]) == (307, 378)


def test_any_size_in_mm_can_be_asked_for(client, astronaut):
    told = report(client, astronaut, cells="33x48:2,25.5x35:1")
    assert told["counts"] == {"33x48": 2, "25.5x35": 1}


def family(client, photos, headers=None, **fields):
    """A sheet of several photos, each a file part of its own."""
    parts = [(io.BytesIO(photo), f"{number}.png") for number, photo in enumerate(photos)]
    return client.post("/v1/sheet", data={"image": parts, **fields}, headers=headers or {})


@pytest.fixture
def mirrored(astronaut):
    """A second person, as far as a test can tell: the portrait the other way round."""
    out = io.BytesIO()
    ImageOps.mirror(Image.open(io.BytesIO(astronaut))).save(out, "PNG", compress_level=1)
    return out.getvalue()


def test_several_people_stand_on_one_sheet_each_as_alone(client, astronaut, mirrored):
    same = {"background": BLUE, "format": "png"}
    response = family(
        client, [astronaut, mirrored], {"Accept": "application/json"},
        cells="cn-1inch@1:3,cn-1inch@2:2,cn-2inch@2:1", **same,
    )  # fmt: skip
    assert response.status_code == 200, response.text
    told = response.json["report"]
    assert told["counts"] == {"cn-1inch": 5, "cn-2inch": 1}
    assert [(one["photo"], one["spec"]) for one in told["photos"]] == [
        (1, "cn-1inch"), (2, "cn-1inch"), (2, "cn-2inch"),
    ]  # fmt: skip
    sheet = np.asarray(Image.open(io.BytesIO(base64.b64decode(response.json["sheet"]))))
    alone = {}
    for number, photo in enumerate((astronaut, mirrored), 1):
        for spec in ("cn-1inch", "cn-2inch"):
            data = {"image": (io.BytesIO(photo), "a.png"), "spec": spec, "dpi": "300", **same}
            alone[spec, number] = np.asarray(opened(client.post("/v1/idphoto", data=data)))
    held = []
    for cell in told["cells"]:
        left, top = round(cell["left_mm"] / 25.4 * 300), round(cell["top_mm"] / 25.4 * 300)
        expected = alone[cell["spec"], cell["photo"]]
        held.append((cell["spec"], cell["photo"]))
        printed = sheet[top : top + expected.shape[0], left : left + expected.shape[1]]
        assert (printed == expected).all()
    assert sorted(held) == [("cn-1inch", 1)] * 3 + [("cn-1inch", 2)] * 2 + [("cn-2inch", 2)]


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ("cn-1inch:4", {1: 4, 2: 4}),
        ("cn-1inch", {1: 6, 2: 5}),
        ("cn-1inch@2:3,cn-1inch@1", {1: 8, 2: 3}),
    ],
)
def test_the_people_share_the_sheet(client, astronaut, mirrored, cells, counts):
    response = family(client, [astronaut, mirrored], {"Accept": "application/json"}, cells=cells)
    cells = response.json["report"]["cells"]
    assert {number: [c["photo"] for c in cells].count(number) for number in (1, 2)} == counts


def test_an_error_names_the_photo_that_it_is_about(client, astronaut):
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(out, "PNG")
    response = family(client, [astronaut, out.getvalue()], cells="cn-1inch:2")
    assert (response.status_code, response.json["type"]) == (422, "/problems/no-face")
    assert response.json["photo"] == 2
    assert response.json["detail"].startswith("Photo 2: ")
    broken = family(client, [astronaut[:-50_000], astronaut], cells="cn-1inch:2")
    assert (broken.json["type"], broken.json["photo"]) == ("/problems/damaged-image", 1)
    empty = family(client, [astronaut, b""], cells="cn-1inch:2")
    assert (empty.json["field"], empty.json["detail"]) == ("image", "Photo 2 is empty.")
    assert "photo" not in post(client, out.getvalue(), cells="cn-1inch:2").json


@pytest.mark.parametrize(
    ("count", "fields", "field", "words"),
    [
        (9, {"cells": "cn-1inch:1"}, "image", "one to 8"),
        (2, {"cells": "cn-1inch@1:1"}, "cells", "nothing for photo 2"),
        (2, {"cells": "cn-1inch@3:1,cn-1inch:1"}, "cells", "mentions photo 3; 2 were sent"),
        (2, {"cells": "cn-1inch:1,cn-1inch@2:1"}, "cells", "once for each photo"),
        (2, {"cells": "cn-1inch@1,cn-2inch@2"}, "cells", "Only one size"),
    ],
)
def test_what_several_photos_are_for_must_be_clear(client, astronaut, count, fields, field, words):
    response = family(client, [astronaut] * count, **fields)
    assert response.status_code == 422
    assert response.json["field"] == field
    assert words in response.json["detail"]


def test_other_addresses_take_one_photo(client, astronaut):
    parts = [(io.BytesIO(astronaut), "a.png"), (io.BytesIO(astronaut), "b.png")]
    response = client.post("/v1/idphoto", data={"image": parts, "spec": "cn-1inch"})
    assert response.json["field"] == "image"


def test_the_checks_of_all_photos_are_counted(client, astronaut):
    told = report(client, astronaut, cells="cn-1inch:1,cn-2inch:1")
    response = post(client, astronaut, cells="cn-1inch:1,cn-2inch:1")
    counted = dict(part.split("=") for part in response.headers["IDPhoto-Checks"].split(", "))
    assert counted == {
        verdict: str(sum(photo["summary"][verdict] for photo in told["photos"]))
        for verdict in ("pass", "warn", "fail", "not-assessed")
    }


def test_strict_refuses_what_fails_and_names_photo_and_size(client, astronaut):
    out = io.BytesIO()
    Image.open(io.BytesIO(astronaut)).convert("L").convert("RGB").save(out, "PNG")
    photos, cells = [astronaut, out.getvalue()], "cn-1inch:1,cn-2inch@2:1"
    assert family(client, photos, cells=cells).status_code == 200
    refused = family(client, photos, cells=cells, strict="true")
    assert (refused.status_code, refused.json["type"]) == (422, "/problems/check-failed")
    assert (refused.json["photo"], refused.json["spec"]) == (2, "cn-1inch")
    assert refused.json["detail"].startswith("Photo 2: As cn-1inch: ")
    assert [one["id"] for one in refused.json["checks"]] == ["face-chroma"]
    assert post(client, astronaut, cells="cn-1inch:1", strict="true").status_code == 200


def test_a_raw_body_with_query_is_read_as_well(client, astronaut):
    response = client.post(
        "/v1/sheet?cells=一寸&paper=3R", data=astronaut, content_type="image/png"
    )
    assert opened(response).size == (1051, 1500)


def test_what_does_not_fit_is_refused_with_how_many_would(client, astronaut):
    response = post(client, astronaut, cells="cn-1inch:50")
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    assert response.json["type"] == "/problems/cells-do-not-fit"
    assert response.json["fits"] == {"cn-1inch": 11}
    assert opened(post(client, astronaut, cells="cn-1inch:11")).size == (1205, 1795)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "cells"),
        ({"cells": "cn-1inch:0"}, "cells"),
        ({"cells": "cn-1inch:-2"}, "cells"),
        ({"cells": "cn-1inch,,cn-2inch:2"}, "cells"),
        ({"cells": "cn-1inch,cn-2inch"}, "cells"),
        ({"cells": "cn-1inch:2,一寸:2"}, "cells"),
        ({"cells": "cn-1inch@2:2"}, "cells"),
        ({"cells": "cn-1inch@0:2"}, "cells"),
        ({"cells": "cn-1inch", "strict": "perhaps"}, "strict"),
        ({"cells": "20x30:1,21x30:1,22x30:1,23x30:1,24x30:1"}, "cells"),
        ({"cells": "no-such"}, "cells"),
        ({"cells": "5x7:2"}, "cells"),
        ({"cells": "90x20:2"}, "cells"),
        ({"cells": "cn-1inch", "paper": "a3"}, "paper"),
        ({"cells": "cn-1inch", "paper": "40x100"}, "paper"),
        ({"cells": "cn-1inch", "paper": "301x100"}, "paper"),
        ({"cells": "cn-1inch", "gap_mm": "-1"}, "gap_mm"),
        ({"cells": "cn-1inch", "gap_mm": "nan"}, "gap_mm"),
        ({"cells": "cn-1inch", "dpi": "1200"}, "dpi"),
        ({"cells": "180x200", "paper": "a4", "dpi": "600"}, "dpi"),
        ({"cells": "90x90", "paper": "a4", "dpi": "600"}, "dpi"),
        ({"cells": "cn-1inch", "background": "transparent"}, "background"),
        ({"cells": "cn-1inch", "format": "gif"}, "format"),
        ({"cells": "cn-1inch", "cut_marks": "stars"}, "cut_marks"),
        ({"cells": "cn-1inch", "cut_marks": "none", "marks": "none"}, "cut_marks"),
        ({"cells": "cn-1inch", "spec": "cn-1inch"}, "spec"),
    ],
)
def test_a_wrong_field_is_named(client, astronaut, fields, field):
    response = post(client, astronaut, **fields)
    assert response.status_code == 422, response.text
    assert response.json["type"] == "/problems/invalid-field"
    assert response.json["field"] == field


def test_a_name_that_was_nearly_right_is_answered_with_what_was_meant(client, astronaut):
    assert "cn-1inch" in post(client, astronaut, cells="cn-1-inc:2").json["suggestions"]


@pytest.mark.parametrize("cells", ["cn-1inch:0", "cn-1inch:x", "cn-1inch:4@2", "35x45@0:2"])
def test_who_writes_a_count_wrongly_is_told_how_it_is_written(client, astronaut, cells):
    assert "such as cn-1inch@2:4" in post(client, astronaut, cells=cells).json["detail"]


def test_a_count_may_stand_after_a_chinese_colon(client, astronaut):
    told = report(client, astronaut, cells="一寸：2，二寸：1")
    assert told["counts"] == {"cn-1inch": 2, "cn-2inch": 1}


def test_a_photo_without_a_face_is_refused_as_elsewhere(client):
    out = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(out, "PNG")
    response = post(client, out.getvalue(), cells="cn-1inch")
    assert (response.status_code, response.json["type"]) == (422, "/problems/no-face")


def test_a_sheet_is_counted_and_gives_its_permit_back(client, app, astronaut):
    def sheets():
        found = re.search(r'idphoto_photos_total{.*spec="sheet"} (.+)', client.get("/metrics").text)
        return float(found[1]) if found else 0

    before = sheets()
    assert post(client, astronaut, cells="cn-1inch").status_code == 200
    assert sheets() == before + 1
    assert app.extensions["idphoto"].executor.permits.in_use == 0


def test_the_first_name_of_cut_marks_is_still_taken(client, astronaut):
    fields = {"cells": "cn-1inch:2", "format": "png", "paper": "3r"}
    old, new, other = (
        post(client, astronaut, **fields, **marks).data
        for marks in ({"marks": "none"}, {"cut_marks": "none"}, {"cut_marks": "hairline"})
    )
    pixels = [np.asarray(Image.open(io.BytesIO(data))) for data in (old, new, other)]
    np.testing.assert_array_equal(pixels[0], pixels[1])
    assert (pixels[0] != pixels[2]).any()


def test_a_deprecated_name_of_a_field_is_told_in_the_response(client, astronaut):
    old = post(client, astronaut, cells="cn-1inch:2", Marks="none")
    new = post(client, astronaut, cells="cn-1inch:2", cut_marks="none")
    assert (old.status_code, new.status_code) == (200, 200)
    since = datetime.fromtimestamp(int(old.headers["Deprecation"].removeprefix("@")), UTC)
    assert since.date().isoformat() == "2026-11-27"
    assert "Deprecation" not in new.headers
