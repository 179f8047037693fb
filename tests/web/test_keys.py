import io
import json
import logging
import re
import zipfile

import pytest

from service.access.keys import new_key
from service.app import create_app, warm
from service.serving.telemetry.audit import audit
from service.serving.telemetry.logs import access
from service.settings import Settings
from service.values.errors import ConfigError
from tests.keys_file import write

PHOTO = "/v1/idphoto?spec=cn-1inch"
EVERYTHING = ("photo", "check", "batch", "metrics")
# A wrong key each, by what is wrong with it.
WRONG = {
    "missing": {},
    "foreign": {"X-API-Key": new_key()},
    "mistyped": {"X-API-Key": new_key()[:-1] + "!"},
    "no key": {"Authorization": "Bearer abc.def.ghi"},
    "basic": {"Authorization": "Basic aWRwOmlkcA=="},
    "empty": {"X-API-Key": "", "Authorization": "Bearer "},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def keys(folder):
    return write(
        folder / "keys.toml",
        shop={"scopes": EVERYTHING},
        few={"per_minute": 3, "per_day": 100, "scopes": EVERYTHING},
        checks={"scopes": ("check",)},
        old={"expires": "2020-01-31"},
        one={"at_once": 1},
    )


@pytest.fixture(scope="module")
def keys_file(folder, keys):
    assert keys
    return folder / "keys.toml"


@pytest.fixture(scope="module")
def app(keys_file):
    app = create_app(Settings(matting="portrait", keys_file=keys_file, permits=4))
    warm(app)
    return app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture(autouse=True)
def fresh(app):
    """Every test begins with full quotas."""
    quotas = app.extensions["idphoto"].access.quotas
    quotas._numbers[:] = 0


@pytest.fixture
def audited(caplog):
    caplog.set_level(logging.INFO, audit.name)
    return lambda: [record.fields for record in caplog.records if record.name == audit.name]


class Unread(io.BytesIO):
    """A body that must not be read before the answer is there."""

    answered = False

    def read(self, *args):
        assert self.answered, "read"
        return super().read(*args)


def send(client, photo, key=None, path=PHOTO, **headers):
    if key:
        headers["X-API-Key"] = key
    return client.post(path, data=photo, headers=headers, content_type="image/png", buffered=True)


def left(response):
    return int(re.search(r'"minute";r=(\d+)', response.headers["RateLimit"])[1])


# Who comes in


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("path", [PHOTO, "/v1/sheet", "/v1/check", "/v1/batch", "/metrics", "/no"])
def test_without_a_key_that_holds_nothing_is_answered(client, wrong, path):
    response = client.post(path, data=b"x", headers=WRONG[wrong])
    assert response.status_code == 401
    assert response.json["type"] == "/problems/unauthenticated"
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="idphoto"')
    assert "RateLimit" not in response.headers


def test_a_challenge_says_whether_a_key_was_sent(client):
    asked = client.post(PHOTO).headers["WWW-Authenticate"]
    refused = client.post(PHOTO, headers=WRONG["foreign"]).headers["WWW-Authenticate"]
    assert "error" not in asked
    assert 'error="invalid_token"' in refused


def test_an_expired_key_says_so(client, keys, astronaut):
    response = send(client, astronaut, keys["old"], **{"Accept-Language": "zh"})
    assert response.status_code == 401
    assert response.json["detail"] == "密钥已过期。"


def test_no_byte_of_a_stranger_s_body_is_read_for_the_answer(client):
    body = Unread(b"x" * 100)
    response = client.open(
        PHOTO, method="POST", input_stream=body, content_length=100, content_type="image/png"
    )
    body.answered = True  # what is thrown away after the answer may be read
    assert response.status_code == 401


def test_a_key_in_the_address_is_none(client, keys, astronaut):
    for name in ("key", "api_key", "X-API-Key", "access_token"):
        assert send(client, astronaut, path=f"{PHOTO}&{name}={keys['shop']}").status_code == 401


@pytest.mark.parametrize("name", ["X-API-Key", "x-api-key"])
def test_a_key_of_one_s_own_is_let_in(client, keys, astronaut, name):
    response = send(client, astronaut, **{name: keys["shop"]})
    assert (response.status_code, response.mimetype) == (200, "image/jpeg")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_bearer_is_let_in(client, keys, astronaut, scheme):
    assert send(client, astronaut, Authorization=f"{scheme} {keys['shop']}").status_code == 200


def test_a_key_does_what_its_scopes_say_and_no_more(client, keys, astronaut):
    assert send(client, astronaut, keys["checks"], "/v1/check?spec=cn-1inch").status_code == 200
    for path in (PHOTO, "/v1/sheet?cells=cn-1inch", "/v1/batch?spec=cn-1inch"):
        response = send(client, astronaut, keys["checks"], path)
        assert response.status_code == 403
        assert response.json["type"] == "/problems/forbidden"
        assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]
        assert response.json["scope"] in response.headers["WWW-Authenticate"]
    refused = client.get("/metrics", headers={"X-API-Key": keys["checks"]})
    assert (refused.status_code, refused.json["scope"]) == (403, "metrics")


@pytest.mark.parametrize(
    "path",
    ["/livez", "/readyz", "/healthz", "/problems/busy", "/", "/docs", "/docs/static/index.css",
     "/openapi.json", "/v1/specs", "/v1/specs/cn-1inch", "/v1/specs/cn-1inch/diagram.svg"],
)  # fmt: skip
def test_what_is_open_needs_no_key(client, path):
    assert client.get(path).status_code == 200


def test_what_is_not_set_to_be_open_needs_one(keys_file, keys):
    settings = Settings(matting="portrait", keys_file=keys_file, keys_open="none")
    closed = create_app(settings).test_client()
    for path in ("/", "/docs", "/openapi.json", "/v1/specs"):
        assert closed.get(path).status_code == 401, path
        assert closed.get(path, headers={"X-API-Key": keys["old"]}).status_code == 401, path
        assert closed.get(path, headers={"X-API-Key": keys["checks"]}).status_code == 200, path
    assert closed.get("/livez").status_code == 200


def test_every_resource_is_either_open_or_asks_for_a_key(client):
    """Whatever is added is closed until somebody opens it."""
    document = client.get("/openapi.json").json
    for path, item in document["paths"].items():
        for method, operation in item.items():
            answer = client.open(re.sub(r"\{\w+\}", "cn-1inch", path), method=method.upper())
            if operation.get("security") != []:
                opened = path.startswith("/v1/specs")
                assert (answer.status_code == 401) != opened, path
            else:
                assert answer.status_code != 401, path


def test_without_a_file_of_keys_nothing_is_asked_for(astronaut):
    settings = Settings(matting="portrait")
    app = create_app(settings)
    warm(app)
    response = send(app.test_client(), astronaut)
    assert response.status_code == 200
    assert "RateLimit-Policy" not in response.headers


# What it costs


def test_a_photo_costs_one_and_the_answer_says_what_is_left(client, keys, astronaut):
    response = send(client, astronaut, keys["few"])
    assert response.headers["RateLimit-Policy"].startswith(
        '"minute";q=3;qu="photos";w=60, "day";q=100;qu="photos";w=86400, "at-once";q='
    )
    assert re.fullmatch(r'"minute";r=2;t=\d+, "day";r=99;t=\d+', response.headers["RateLimit"])


def test_beyond_the_quota_nothing_is_made(client, keys, astronaut):
    for _ in range(3):
        assert send(client, astronaut, keys["few"]).status_code == 200
    response = send(client, astronaut, keys["few"])
    assert response.status_code == 429
    assert response.json["type"] == "/problems/quota-exceeded"
    assert response.json["violated-policies"] == ["minute"]
    assert 0 < int(response.headers["Retry-After"]) <= 60
    assert left(response) == 0
    assert send(client, astronaut, keys["shop"]).status_code == 200


def test_variants_cost_one_each_and_more_than_is_left_are_not_begun(client, keys, astronaut):
    two = '&variants=[{"spec":"cn-1inch"},{"spec":"cn-2inch"}]'
    first = send(client, astronaut, keys["few"], f"/v1/idphoto?format=png{two}")
    assert (first.status_code, left(first)) == (200, 1)
    second = send(client, astronaut, keys["few"], f"/v1/idphoto?format=png{two}")
    assert (second.status_code, left(second)) == (429, 1)
    assert "1 left, 2 requested" in second.json["detail"]


def test_a_sheet_costs_one_for_each_size(client, keys, astronaut):
    path = "/v1/sheet?cells=cn-1inch:4,cn-2inch:2"
    assert left(send(client, astronaut, keys["few"], path)) == 1


def test_a_check_costs_a_tenth(client, keys, astronaut):
    for _ in range(10):
        response = send(client, astronaut, keys["few"], "/v1/check?spec=cn-1inch&quick=true")
        assert response.status_code == 200
        assert left(response) == 2
    assert left(send(client, astronaut, keys["few"])) == 1


def test_a_photo_refused_in_work_costs_a_tenth_and_before_that_nothing(client, keys, astronaut):
    assert left(send(client, b"no photo", keys["few"], PHOTO + "&dpi=9")) == 3
    assert left(send(client, astronaut[:2000], keys["few"])) == 2
    for _ in range(2):
        send(client, astronaut, keys["few"])
    assert send(client, astronaut, keys["few"]).status_code == 429


def test_each_photo_of_a_batch_costs_one_and_the_rest_is_told_in_its_place(client, keys, astronaut):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as photos:
        for number in range(5):
            photos.writestr(f"{number}.png", astronaut)
    headers = {"X-API-Key": keys["few"]}
    response = client.post(
        "/v1/batch?spec=cn-1inch", data=archive.getvalue(), headers=headers, buffered=True
    )
    manifest = json.loads(zipfile.ZipFile(io.BytesIO(response.data)).read("manifest.json"))
    problems = [photo["problem"] for photo in manifest["photos"]]
    assert problems[:3] == [None] * 3
    assert [one["type"] for one in problems[3:]] == ["/problems/quota-exceeded"] * 2
    assert send(client, astronaut, keys["few"]).status_code == 429


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("/v1/batch?spec=cn-1inch", b"no ZIP", 415),
        ("/v1/batch?spec=nowhere", b"PK\x05\x06" + bytes(18), 422),
        ("/v1/batch?spec=cn-1inch&answer=json", b"PK\x05\x06" + bytes(18), 422),
    ],
)
def test_a_batch_that_is_refused_says_why_costs_nothing_and_gives_its_place_back(
    client, keys, app, path, data, status
):
    response = client.post(path, data=data, headers={"X-API-Key": keys["few"]})
    assert response.status_code == status, response.text
    assert left(response) == 3
    assert app.extensions["idphoto"].access.quotas.in_work("few") == 0


def test_a_key_has_its_places_and_gets_them_back(client, keys, astronaut, app):
    quotas = app.extensions["idphoto"].access.quotas
    place = quotas.take_place("one", 0)
    response = send(client, astronaut, keys["one"])
    assert (response.status_code, response.json["violated-policies"]) == (429, ["at-once"])
    assert response.headers["Retry-After"] == "1"
    quotas.give_place_back(place)
    for _ in range(3):
        assert send(client, astronaut, keys["one"]).status_code == 200
        assert send(client, b"", keys["one"]).status_code == 422
    assert quotas.in_work("one") == 0


# What is told


def test_the_audit_names_who_what_and_how_it_ended(client, keys, astronaut, audited):
    send(client, astronaut, keys["shop"], PHOTO + "&background=blue", **{"IDPhoto-Caller": "till"})
    send(client, astronaut[:3000], keys["shop"])
    send(client, astronaut, "idp_none", **{"IDPhoto-Caller": "impostor"})
    finished, refused, denied = audited()
    assert finished["outcome"] == "made"
    assert (finished["key"], finished["caller"]) == ("shop", "till")
    assert finished["key_id"] == keys["shop"][4:12]
    assert (finished["documents"], finished["photos"]) == ({"cn-1inch": 1}, 1)
    assert finished["marks"] == ["digital-source-type"]
    assert finished["bytes_in"] == len(astronaut)
    assert finished["bytes_out"] > 1000
    assert (refused["outcome"], refused["problem"]) == ("refused", "damaged-image")
    assert (denied["outcome"], denied["status"]) == ("denied", 401)
    assert not {"key", "caller"} & denied.keys()


def test_no_key_and_no_file_s_name_is_ever_logged(client, keys, astronaut, caplog):
    caplog.set_level(logging.DEBUG)
    form = {"image": (io.BytesIO(astronaut), "passport-of-anna.png"), "spec": "cn-1inch"}
    client.post("/v1/idphoto", data=form, headers={"X-API-Key": keys["shop"]})
    foreign = WRONG["foreign"]["X-API-Key"]
    client.post(f"/v1/idphoto?key={foreign}", headers=WRONG["foreign"])
    lines = [f"{record.getMessage()} {getattr(record, 'fields', '')}" for record in caplog.records]
    assert any(record.name == access.name for record in caplog.records)
    for secret in (keys["shop"], foreign, keys["shop"][13:], foreign[13:], "anna"):
        assert not any(secret in line for line in lines)


def test_metrics_tell_what_each_key_has_used(client, keys, astronaut):
    send(client, astronaut, keys["few"])
    send(client, astronaut[:3000], keys["few"])
    text = client.get("/metrics", headers={"X-API-Key": keys["shop"]}).text
    assert 'idphoto_key_photos_total{key="few"} 1.0' in text
    assert 'idphoto_key_tries_total{key="few"} 1.0' in text
    assert 'idphoto_key_requests_in_work{key="few"} 0.0' in text


def test_pages_of_other_sites_may_read_the_limits(keys_file):
    settings = Settings(matting="portrait", keys_file=keys_file, cors_origins="https://app.example")
    client = create_app(settings).test_client()
    asked = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "x-api-key",
    }
    preflight = client.options(PHOTO, headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Headers"] == "x-api-key"
    refused = client.post(PHOTO, headers={"Origin": "https://app.example"})
    assert refused.status_code == 401
    exposed = refused.headers["Access-Control-Expose-Headers"]
    assert {"RateLimit", "RateLimit-Policy", "WWW-Authenticate"} <= set(exposed.split(", "))


def test_the_document_says_how_a_key_is_sent(client):
    guarded = client.get("/openapi.json").json
    free = create_app(Settings(matting="portrait")).test_client().get("/openapi.json").json
    assert guarded["security"] == [{"bearer": []}, {"key": []}]
    assert free["security"] == [{}, {"bearer": []}, {"key": []}]
    assert guarded["components"] == free["components"]
    assert guarded["components"]["securitySchemes"]["key"]["name"] == "X-API-Key"
    assert guarded["paths"]["/livez"]["get"]["security"] == []
    answers = guarded["paths"]["/v1/idphoto"]["post"]["responses"]
    assert "WWW-Authenticate" in answers["401"]["headers"]
    assert "quota-exceeded" in answers["429"]["description"]


# Files


def test_keys_are_read_again_and_a_mistake_changes_nothing(tmp_path, astronaut):
    first = write(tmp_path / "keys.toml", shop={})["shop"]
    app = create_app(Settings(matting="portrait", keys_file=tmp_path / "keys.toml"))
    own, client = app.extensions["idphoto"].access, app.test_client()
    probe = "/v1/check?spec=none"
    (tmp_path / "keys.toml").write_text("[[key]]\nname = 3")
    with pytest.raises(ConfigError, match=r"\[\[key\]\] 1: "):
        own.reload()
    assert send(client, astronaut, first, probe).status_code == 503  # let in, but not warm yet
    second = write(tmp_path / "keys.toml", shop={})["shop"]
    own.reload()
    assert send(client, astronaut, first, probe).status_code == 401
    assert send(client, astronaut, second, probe).status_code == 503


def test_a_service_with_a_wrong_file_does_not_start(tmp_path):
    (tmp_path / "keys.toml").write_text("[[key]]\n")
    with pytest.raises(ConfigError, match=r"keys\.toml: \[\[key\]\] 1: name: "):
        create_app(Settings(matting="portrait", keys_file=tmp_path / "keys.toml"))


def test_tokens_need_to_be_for_this_service(tmp_path):
    (tmp_path / "jwks.json").write_text('{"keys": []}')
    with pytest.raises(ConfigError, match="IDPHOTO_JWT_AUDIENCE"):
        create_app(Settings(matting="portrait", jwks_file=tmp_path / "jwks.json"))


def test_metrics_on_a_port_of_their_own_need_no_key_there_and_are_nowhere_else(keys_file):
    settings = Settings(matting="portrait", keys_file=keys_file, metrics_bind="127.0.0.1:9100")
    client = create_app(settings).test_client()
    apart = {"environ_overrides": {"SERVER_PORT": "9100"}}
    assert client.get("/metrics", **apart).status_code == 200
    for path in ("/readyz", "/", PHOTO):
        assert client.get(path, **apart).status_code == 404
    assert client.get("/metrics").status_code == 404
    assert client.get("/readyz").status_code == 503
