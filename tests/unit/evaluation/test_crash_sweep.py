from evaluation import crash_sweep
from evaluation.crash_sweep import Answer, main, summary


def test_the_summary_counts_outcomes_and_lists_faults():
    fault = Answer("a/b.jpg", "/v1/check", "500 internal-error")
    answers = [
        Answer("a/a.jpg", "/v1/idphoto spec=cn-1inch", "200"),
        Answer("a/b.jpg", "/v1/idphoto spec=cn-1inch", "422 no-face"),
        Answer("a/c.jpg", "/v1/idphoto spec=cn-1inch", "200"),
        fault,
    ]
    lines = summary(answers).splitlines()
    assert lines[2] == "| `/v1/idphoto spec=cn-1inch` | 2 x 200, 1 x 422 no-face |"
    assert lines[3] == "| `/v1/check` | 1 x 500 internal-error |"
    assert lines[4:] == ["4 answers to 3 files, 1 5xx", str(fault)]


def test_a_file_that_breaks_the_service_is_found(astronaut, tmp_path, monkeypatch, capsys):
    def broken(*_):
        raise RuntimeError("broken")

    (tmp_path / "portraits").mkdir()
    (tmp_path / "portraits" / "astronaut.png").write_bytes(astronaut)
    monkeypatch.setenv("IDPHOTO_TEST_PHOTOS", str(tmp_path))
    monkeypatch.setenv("IDPHOTO_MATTING", "portrait")
    assert main([]) == 0
    assert "8 answers to 1 files, 0 5xx" in capsys.readouterr().out
    monkeypatch.setattr(crash_sweep.CachedMatting, "predict", broken)
    assert main([]) == 1
    assert "8 answers to 1 files, 8 5xx" in capsys.readouterr().out


def test_without_photos_it_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.delenv("IDPHOTO_TEST_PHOTOS", raising=False)
    assert main([]) == 1
    assert "IDPHOTO_TEST_PHOTOS is not set" in capsys.readouterr().err
