"""Large photos: what they cost, and that a process decodes one at a time."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from service.cancellation import CancellationToken, Cancelled
from service.steps.decode.alone import alone
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits
from tests.image_files import coded_picture, encoded, heif, irot, ispe, nclx

ROOT = Path(__file__).parents[4]
LIMITS = Limits()
MEASURED = """
import json, sys
from pathlib import Path
from evaluation.formats.resource_usage import measure
from service.bootstrap import return_large_blocks
from service.steps.decode.decode import decode
from service.steps.decode.gate import Limits

return_large_blocks()
for path in sys.argv[1:]:
    data = Path(path).read_bytes()
    for enough_px in (900, 6000):
        photo, usage = measure(lambda: decode(data, Limits(), enough_px))
        print(json.dumps([photo.source_size, photo.size, usage.extra_mb]))
        del photo
"""


def measured(tmp_path, data):
    """Size of the file, size of the decode and MB it took, at a usual and at a large order."""
    (tmp_path / "photo").write_bytes(data)
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "photo")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_200_mp_of_baseline_jpeg_cost_little(tmp_path):
    data = encoded(Image.new("L", (16384, 12288), 90), "JPEG")
    usual, full = measured(tmp_path, data)
    assert usual[:2] == [[16384, 12288], [2048, 1536]]
    assert full[:2] == [[16384, 12288], [8192, 6144]]
    assert usual[2] < 60
    assert full[2] < 500


def grid(width, height):
    """The content of a grid of 16 x 12 tiles: ISO 23008-12, 6.6.2.3.2."""
    return bytes([0, 1, 11, 15]) + width.to_bytes(4, "big") + height.to_bytes(4, "big")


def test_a_heic_of_48_mp_in_tiles_is_read(cases, tmp_path):
    """As an iPhone writes it: 8064 x 6048, of tiles that reach over the edge."""
    config, content = coded_picture((cases / "heic_exif6_no_irot.heic").read_bytes(), b"hvc1")
    tile = (b"hvc1", content, [config, ispe(512, 512), nclx(1, 13)])
    whole = (b"grid", grid(8064, 6048), [ispe(8064, 6048), irot(3)])
    data = heif(b"heic", [whole, *[tile] * 192], tiles=range(2, 194))
    usual, full = measured(tmp_path, data)
    assert usual[:2] == [[6048, 8064], [756, 1008]]
    assert full[:2] == [[6048, 8064], [6048, 8064]]
    assert max(usual[2], full[2]) < 500, "MB"


def test_a_jpeg_beyond_what_may_be_in_memory_is_reduced():
    data = encoded(Image.new("RGB", (1000, 800), "red"), "JPEG")
    photo = decode(data, Limits(max_pixels=800_000, whole_share=0.25))
    assert (photo.source_size, photo.size) == ((1000, 800), (500, 400))


def test_one_at_a_time():
    inside, most = [], []

    def work():
        with alone(CancellationToken()):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == [1] * 5


@pytest.mark.parametrize("whole_share", [0.02, 0.25])
def test_only_large_photos_wait_and_a_cancelled_one_no_longer(whole_share):
    """A PNG of 0.2 MP is large where 0.3 MP may be in memory."""
    data = encoded(Image.new("RGB", (500, 400)), "PNG")
    limits = Limits(max_pixels=15_000_000, whole_share=whole_share)
    token, results = CancellationToken(), []

    def work():
        try:
            results.append(decode(data, limits, token=token).size)
        except Cancelled:
            results.append("cancelled")

    with alone(CancellationToken()):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join(0.5 if whole_share < 0.1 else 10)
        waited = thread.is_alive()
        token.cancel()
        thread.join(10)
    assert waited == (whole_share < 0.1)
    assert results == (["cancelled"] if waited else [(500, 400)])


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "BMP"])
def test_a_cancelled_photo_is_read_no_further(file_format):
    token = CancellationToken()
    data = encoded(Image.effect_noise((1200, 900), 50).convert("RGB"), file_format)
    looked = []

    def look():
        looked.append(1)
        if len(looked) == 5:
            token.cancel()
        CancellationToken.raise_if_cancelled(token)

    token.raise_if_cancelled = look
    with pytest.raises(Cancelled):
        decode(data, LIMITS, token=token)


def test_the_lock_is_free_after_a_photo_that_was_damaged():
    data = encoded(Image.effect_noise((500, 400), 50), "PNG")
    limits = Limits(max_pixels=15_000_000, whole_share=0.02)
    for _ in range(2):
        with pytest.raises(Exception, match="incomplete"):
            decode(data[: len(data) // 2], limits)
    assert decode(data, limits).size == (500, 400)
