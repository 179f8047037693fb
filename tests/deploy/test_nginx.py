"""deploy/nginx.conf against the settings and the problems of the service."""

import json
import re
import subprocess

from loadtest.proxy import AROUND, configured
from service.web.observe import CALLER_HEADER
from tests.deploy.conftest import DEPLOY
from tests.deploy.longest import BATCH, LONGEST, SETTINGS
from tests.needed import program
from tests.web.conftest import app, client  # noqa: F401 - fixtures

SHIPPED = (DEPLOY / "nginx.conf").read_text("utf-8")
TEXT = re.sub(r"#.*", "", SHIPPED)


def said(part):
    return dict(re.findall(r"^\s*(\w+) ([^;{]+);", part, re.MULTILINE))


def location(name):
    (part,) = re.findall(rf"location {re.escape(name)} \{{(.*?)\n    \}}", TEXT, re.DOTALL)
    return part


SERVER = re.sub(r"location .*?\n    \}", "", TEXT, flags=re.DOTALL)


def test_nginx_takes_it(tmp_path):
    nginx = program("nginx", "nginx-light")
    (tmp_path / "spool").mkdir()
    config = tmp_path / "nginx.conf"
    config.write_text(AROUND.format(folder=tmp_path, shipped=configured(SHIPPED, 8080, [1, 2])))
    done = subprocess.run([nginx, "-t", "-c", str(config)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_a_photo_is_held_in_memory_until_it_is_whole_and_never_on_the_disk():
    outside, photos = said(SERVER), said(location("/"))
    assert photos["proxy_request_buffering"] == "on"
    assert outside["client_body_buffer_size"] == outside["client_max_body_size"]
    assert int(outside["client_max_body_size"].removesuffix("m")) > SETTINGS["max_body_mb"].default
    assert int(photos["proxy_read_timeout"].removesuffix("s")) > LONGEST
    assert outside["proxy_max_temp_file_size"] == "0"


def test_a_batch_passes_as_it_comes_and_has_the_time_that_it_may_take():
    batch = said(location("= /v1/batch"))
    assert batch["proxy_request_buffering"] == batch["proxy_buffering"] == "off"
    assert int(batch["client_max_body_size"].removesuffix("m")) > SETTINGS["max_batch_mb"].default
    assert int(batch["proxy_read_timeout"].removesuffix("s")) > BATCH
    assert "proxy_next_upstream" not in batch, "what has begun is not sent again"


def test_metrics_are_not_for_the_public_and_nobody_names_himself():
    assert "return 404;" in location("= /metrics")
    assert f'proxy_set_header {CALLER_HEADER} "";' in SERVER
    for place in ("/", "= /v1/batch"):  # one header of their own would drop the server's
        assert "proxy_set_header" not in location(place)


def test_idle_connections_to_the_service_end_before_the_service_ends_them():
    (upstream,) = re.findall(r"upstream idphoto \{(.*?)\n\}", TEXT, re.DOTALL)
    assert "keepalive_timeout" not in upstream, "nginx's own is 60 s"
    assert SETTINGS["keepalive_seconds"].default > 60
    assert int(said(SERVER)["keepalive_timeout"].removesuffix("s")) > 60
    assert upstream.count("max_fails=0;") == upstream.count("server ") == 2


def test_nothing_of_a_caller_is_logged():
    assert "\n    access_log off;" in TEXT
    assert re.search(r"error_log \S+ crit;", TEXT)


def test_what_nginx_refuses_is_a_problem_of_the_service(client):  # noqa: F811
    pages = dict(re.findall(r"error_page (\d+) (?:= )?(@[\w-]+);", SHIPPED))
    assert set(pages) == {"413", "429", "502", "504"}
    for status, name in pages.items():
        place = location(name)
        assert "default_type application/problem+json;" in place
        answers = [
            (said, json.loads(body)) for said, body in re.findall(r"return (\d+) '(.*)';", place)
        ]
        assert answers[-1][0] == status
        for number, told in answers:
            assert number == str(told["status"])
            if told["type"] != "about:blank":
                known = client.get(told["type"]).json
                assert (known["title"], known["status"]) == (told["title"], told["status"])
            if number == "429":
                assert f"add_header Retry-After {told['retry_after']} always;" in place
