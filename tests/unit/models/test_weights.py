import hashlib
import logging
import time
from dataclasses import replace

import pytest

from service.models import weights
from service.values.errors import ConfigError


def files_under(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("place", ["u2netp.onnx", "models/u2netp/u2netp.onnx"])
def test_weights_are_found_flat_and_in_rembg_s_own_folder(home, place):
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"weights")
    assert weights.find() == path


@pytest.mark.usefixtures("home")
def test_without_weights_nothing_is_found():
    assert weights.find() is None


def test_the_model_home_can_be_chosen(home, tmp_path):
    (home / "u2netp.onnx").write_bytes(b"one")
    other = tmp_path / "other"
    other.mkdir()
    (other / "u2netp.onnx").write_bytes(b"another")
    weights.use_home(other)
    assert weights.find() == other / "u2netp.onnx"


def test_a_network_of_the_right_kind_is_read_whole(home, lookalike):
    (home / "u2netp.onnx").write_bytes(lookalike)
    assert weights.read(home / "u2netp.onnx") == lookalike


def test_another_hash_is_only_a_warning_that_names_the_file(home, lookalike, caplog):
    path = home / "u2netp.onnx"
    path.write_bytes(lookalike)
    with caplog.at_level(logging.WARNING):
        weights.read(path)
    assert str(path) in caplog.text
    assert hashlib.sha256(lookalike).hexdigest() in caplog.text
    assert "is used" in caplog.text
    assert "remove it" in caplog.text


def test_the_published_hash_is_not_warned_about(home, lookalike, caplog):
    (home / "u2netp.onnx").write_bytes(lookalike)
    published = replace(weights.U2NETP, sha256=hashlib.sha256(lookalike).hexdigest())
    with caplog.at_level(logging.WARNING):
        weights.read(home / "u2netp.onnx", published)
    assert not caplog.records


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>404 Not Found</html>",
        b"version https://git-lfs.github.com/spec/v1\n",
        b"\0" * 99,
    ],
    ids=["empty", "html", "lfs pointer", "zeros"],
)
def test_a_file_that_is_no_network_is_refused_by_its_path(home, content):
    path = home / "u2netp.onnx"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=str(path)):
        weights.read(path)


def test_a_network_that_was_cut_short_is_refused_by_its_path(home, weights_home):
    whole = (weights_home / "u2netp.onnx").read_bytes()
    path = home / "u2netp.onnx"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ConfigError, match=str(path)):
        weights.read(path)


def test_a_network_of_other_shapes_is_refused_by_its_path(home, small_network):
    path = home / "u2netp.onnx"
    path.write_bytes(small_network)
    with pytest.raises(ConfigError, match=str(path)):
        weights.read(path)


def test_a_missing_file_is_refused_by_its_path(home):
    with pytest.raises(ConfigError, match=str(home / "u2netp.onnx")):
        weights.read(home / "u2netp.onnx")


@pytest.mark.parametrize("error", ["no network", "other shapes"])
def test_what_an_operator_reads_is_one_line(home, small_network, error):
    path = home / "u2netp.onnx"
    path.write_bytes(small_network if error == "other shapes" else b"no network")
    with pytest.raises(ConfigError) as refusal:
        weights.read(path)
    assert "\n" not in str(refusal.value)


def test_a_mirror_s_file_with_the_published_hash_takes_its_place(
    home, mirror, lookalike, monkeypatch
):
    published = replace(weights.U2NETP, sha256=hashlib.sha256(lookalike).hexdigest())
    monkeypatch.setattr(weights, "U2NETP", published)
    mirror.files["u2netp.onnx"] = lookalike
    path = weights.download(mirror.url + "/")
    assert path.read_bytes() == lookalike
    assert weights.find() == path
    assert home in path.parents


def test_a_mirror_s_file_with_another_hash_is_refused_and_leaves_nothing(home, mirror, lookalike):
    mirror.files["u2netp.onnx"] = lookalike
    with pytest.raises(Exception, match="hash"):
        weights.download(mirror.url)
    assert files_under(home) == []


def test_a_download_that_fails_gives_nothing_and_leaves_nothing(home, mirror):
    mirror.files["u2netp.onnx"] = b"wrong"
    assert weights.download_within(60, mirror.url) is None
    assert mirror.asked == ["/u2netp.onnx"]
    assert files_under(home) == []


def test_a_download_is_given_up_in_time(home, mirror):
    start = time.monotonic()
    assert weights.download_within(0.2, mirror.url) is None
    assert time.monotonic() - start < 2
    assert files_under(home) == []


def test_the_real_weights_are_accepted(weights_home):
    path = weights_home / "u2netp.onnx"
    assert weights.read(path) == path.read_bytes()
