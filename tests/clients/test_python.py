"""The Python client against a real service."""

import asyncio
import io
import subprocess
import sys
import time
import zipfile

import pytest
from PIL import Image

import idphoto_client
from idphoto_client import AsyncIdPhotoClient, BatchFile, IdPhotoClient, TimedOut, problems
from tests.server.conftest import ROOT


@pytest.fixture(scope="module")
def client(service):
    with IdPhotoClient(service) as client:
        yield client


def size_of(data):
    return Image.open(io.BytesIO(data)).size


def test_a_photo_comes_with_its_report(client, files):
    photo = client.make_photo(files / "person.jpg", spec="cn-1inch", background="blue")
    assert size_of(photo.image) == (photo.report.width_px, photo.report.height_px) == (295, 413)
    assert photo.media_type == "image/jpeg"
    assert len(photo.image) == photo.report.file.bytes
    assert photo.report.summary.pass_ > 0


def test_a_photo_may_be_a_path_bytes_or_an_open_file(client, files):
    path = files / "person.jpg"
    with path.open("rb") as opened:
        sent = [str(path), path.read_bytes(), opened]
        made = [client.make_photo(one, spec="cn-1inch", format="png").image for one in sent]
    assert made[0] == made[1] == made[2]


def test_variants_tell_each_in_its_place(client, files):
    answer = client.make_variants(
        files / "person.jpg", [{"spec": "cn-2inch"}, {"spec": "cn-9inch"}], spec="cn-1inch"
    )
    good, wrong = answer.variants
    assert size_of(good.image) == (413, 579)
    assert wrong.image is None
    assert wrong.problem.field == "spec"
    assert isinstance(idphoto_client.problem_of(wrong.problem), problems.InvalidField)


def test_a_check_tells_the_refusal_and_own_limits_count(client, files):
    assert client.check_photo(files / "nobody.jpg", spec="cn-1inch").refusal == "no-face"
    report = client.check_photo(files / "person.jpg", spec="cn-1inch", limits={"roll": [30, None]})
    assert {check.id: check.verdict for check in report.checks}["roll"] == "fail"


def test_a_first_look_gives_advice_or_none(client, files):
    look = client.quick_check(files / "person.jpg", spec="cn-1inch")
    assert look.face is not None
    assert (look.advice is None) == (look.verdict == "accepted")


def test_a_sheet_holds_the_photos_of_several_files(client, files):
    person = files / "person.jpg"
    sheet = client.make_sheet(person, person, cells="cn-1inch@1:2,cn-1inch@2:1", format="pdf")
    assert sheet.sheet.startswith(b"%PDF")
    assert len(sheet.report.cells) == 3
    assert len(client.make_sheet(person, cells="cn-1inch:2").report.cells) == 2


def test_a_batch_of_a_zip_ends_with_the_manifest(client, files):
    *results, manifest = client.make_batch(files / "photos.zip", spec="cn-1inch")
    assert (manifest.made, manifest.failed) == (2, 1)
    assert [file.name for file in results] == [one.file for one in manifest.photos if one.file]
    assert {size_of(file.data) for file in results} == {(295, 413)}
    wrong = next(one for one in manifest.photos if one.problem)
    assert isinstance(idphoto_client.problem_of(wrong.problem), problems.NoFace)


def test_a_batch_of_photos_by_name_hands_on_each_as_it_is_made(client, files):
    person = files / "person.jpg"
    start, times = time.monotonic(), []
    photos = {f"{number}.jpg": person for number in range(4)}
    for file in client.make_batch(photos, [{"spec": "cn-1inch"}, {"spec": "cn-2inch"}]):
        times.append(time.monotonic() - start)
        if isinstance(file, BatchFile):
            last = file
    assert last.name.startswith("3-")
    assert len(times) == 9
    assert times[0] < times[-1] / 2


def test_documents_are_found_by_country_words_and_alias(client):
    page = client.list_specs(country="jp", q="passport", limit=1)
    assert page.specs[0].country == "jp"
    assert client.get_spec("一寸").id == "cn-1inch"


def test_a_problem_has_its_class_its_members_and_the_clients_language(client, files):
    with pytest.raises(problems.NotFound, match="规格") as caught:
        client.with_options(language="zh").get_spec("cn-1inc")
    assert caught.value.problem.suggestions[0] == "cn-1inch"
    assert (caught.value.status, caught.value.type) == (404, "not-found")
    with pytest.raises(problems.NoFace):
        client.make_photo(files / "nobody.jpg", spec="cn-1inch")


def test_the_time_is_over_for_client_and_service(client, files):
    with pytest.raises((TimedOut, problems.DeadlineExceeded)):
        client.with_options(timeout=0.15).make_photo(
            files / "large.jpg", spec="cn-1inch", edge="closed-form"
        )


def test_the_same_without_waiting(service, files):
    async def use():
        async with AsyncIdPhotoClient(service) as client:
            made = await asyncio.gather(
                client.make_photo(files / "person.jpg", spec="cn-1inch"),
                client.check_photo(files / "person.jpg", spec="cn-1inch"),
                client.list_specs(country="fr"),
            )
            batch = [
                file async for file in client.make_batch(files / "photos.zip", spec="cn-1inch")
            ]
            with pytest.raises(problems.NoFace):
                await client.make_photo(files / "nobody.jpg", spec="cn-1inch")
        return made, batch

    (photo, report, specs), batch = asyncio.run(use())
    assert size_of(photo.image) == (295, 413)
    assert report.refusal is None
    assert specs.total == len(specs.specs) > 0
    assert batch[-1].made == 2


def test_the_wheel_has_all_modules_and_its_types(tmp_path):
    source = ROOT / "clients" / "python"
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path]
    subprocess.run([*command, source], check=True, capture_output=True)
    wheel = zipfile.ZipFile(next(tmp_path.glob("idphoto_client-*.whl")))
    modules = {str(path.relative_to(source)) for path in source.glob("idphoto_client/**/*.py")}
    assert modules | {"idphoto_client/py.typed"} <= set(wheel.namelist())
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert b"idphoto-mcp" in wheel.read(entry)
