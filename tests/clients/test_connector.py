"""The connector for assistants, by the SDK's own client: in this process, on stdio and on HTTP."""

import base64
import io
import json
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from PIL import Image

from idphoto_client import AsyncIdPhotoClient
from idphoto_client.connector.files import InMessages, OnThisMachine
from idphoto_client.connector.server import make_server
from tests.server.conftest import ROOT, environment

COMMAND = [sys.executable, "-m", "idphoto_client.connector"]


def ask(target, name, **arguments):
    """The result of one tool of a connector, which `target` makes: its connections are those of
    one event loop.
    """

    async def call():
        async with Client(target()) as client:
            return await client.call_tool(name, arguments)

    return anyio.run(call)


@pytest.fixture
def local(service):
    return lambda: make_server(AsyncIdPhotoClient(service), OnThisMachine(), "en")


@pytest.fixture
def person(files):
    return str(files / "person.jpg")


def picture(result):
    content = next(one for one in result.content if one.type == "image")
    return Image.open(io.BytesIO(base64.b64decode(content.data)))


def problem(result):
    """The problem document that an assistant reads."""
    assert result.is_error
    text = result.content[0].text
    return json.loads(text[text.index("{") :])


def test_tools_say_what_they_are_for(local):
    async def look():
        async with Client(local()) as client:
            return (await client.list_tools()).tools, client.instructions

    tools, instructions = anyio.run(look)
    assert {tool.name for tool in tools} == {
        "search_documents", "check_photo", "make_photo", "make_sheet",
    }  # fmt: skip
    for tool in tools:
        assert tool.description
        assert tool.output_schema
        assert "context" not in tool.input_schema["properties"]
    assert "search_documents" in instructions


def test_documents_are_searched(local):
    found = ask(local, "search_documents", words="passport", country="japan", limit=3)
    first = found.structured_content["documents"][0]
    assert first["country"] == "jp"
    assert first["width_mm"] == 35


def test_a_photo_is_checked(local, person, files):
    good = ask(local, "check_photo", photo=person, document="cn-1inch").structured_content
    assert good["refusal"] is None
    nobody = str(files / "nobody.jpg")
    wrong = ask(local, "check_photo", photo=nobody, document="cn-1inch").structured_content
    assert (wrong["verdict"], wrong["refusal"]) == ("rejected", "no-face")


def test_a_photo_is_made_and_saved(local, person, tmp_path):
    path = tmp_path / "photo.png"
    result = ask(
        local, "make_photo", photo=person, document="cn-1inch", background="blue", format="png",
        save_to=str(path),
    )  # fmt: skip
    assert picture(result).size == Image.open(path).size == (295, 413)
    assert result.structured_content["saved_to"] == str(path)
    assert result.structured_content["bytes"] == path.stat().st_size


def test_a_sheet_is_made_as_a_pdf(local, person, tmp_path):
    path = tmp_path / "sheet.pdf"
    result = ask(
        local, "make_sheet", photos=[person, person], cells="cn-1inch@1:2,cn-1inch@2:2",
        save_to=str(path),
    )  # fmt: skip
    assert result.structured_content["counts"] == {"cn-1inch": 4}
    assert path.read_bytes().startswith(b"%PDF")
    assert result.content[1].resource.mime_type == "application/pdf"


def test_problems_are_the_services_own(local, files, person):
    nobody = ask(local, "make_photo", photo=str(files / "nobody.jpg"), document="cn-1inch")
    assert problem(nobody)["type"].endswith("no-face")
    unknown = problem(ask(local, "make_photo", photo=person, document="cn-1inc"))
    assert unknown["suggestions"][0] == "cn-1inch"
    large = base64.b64encode(bytes(20_000_001)).decode()
    assert problem(ask(local, "check_photo", photo=large, document="cn-1inch"))["status"] == 413


def test_no_file_is_overwritten_or_of_another_kind(local, person, tmp_path):
    there = tmp_path / "there.jpg"
    there.write_text("mine")
    for path, reason in [
        (there, "there already"),
        (tmp_path / "profile.sh", "ends with .jpg"),
        (tmp_path / "photo.pdf", "end with .jpg"),
        (tmp_path / "no" / "photo.jpg", "not there"),
    ]:
        result = ask(local, "make_photo", photo=person, document="cn-1inch", save_to=str(path))
        assert result.is_error
        assert reason in result.content[0].text
    assert there.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["there.jpg"]
    encoded = base64.b64encode(Path(person).read_bytes()[:600]).decode()  # no name of a file
    assert problem(ask(local, "check_photo", photo=encoded, document="cn-1inch"))
    assert "no file" in ask(local, "check_photo", photo="/no/x.jpg", document="a").content[0].text


def test_one_that_serves_others_touches_no_file(service, person, tmp_path):
    def remote():
        return make_server(AsyncIdPhotoClient(service), InMessages(), "en")

    assert ask(remote, "check_photo", photo=person, document="cn-1inch").is_error
    sent = base64.b64encode((ROOT / "docs" / "astronaut.jpg").read_bytes()).decode()
    path = tmp_path / "photo.jpg"
    result = ask(remote, "make_photo", photo=sent, document="cn-1inch", save_to=str(path))
    assert result.is_error
    assert not path.exists()
    assert picture(ask(remote, "make_photo", photo=sent, document="cn-1inch")).size == (295, 413)


def test_a_service_that_is_not_there_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    gone = AsyncIdPhotoClient(address, retries=0)
    result = ask(lambda: make_server(gone, OnThisMachine(), "en"), "search_documents")
    assert result.is_error
    assert "cannot be reached" in result.content[0].text


def variables(folder):
    return {**environment(folder), "PYTHONPATH": str(ROOT / "clients" / "python")}


def test_it_serves_on_stdio(service, person, tmp_path):
    [python, *rest] = [*COMMAND, "--url", service, "--language", "zh"]
    parameters = StdioServerParameters(command=python, args=rest, env=variables(tmp_path))
    result = ask(lambda: stdio_client(parameters), "check_photo", photo=person, document="一寸")
    assert result.structured_content["document"] == "cn-1inch"
    unknown = ask(lambda: stdio_client(parameters), "check_photo", photo=person, document="cn-1inc")
    assert "规格" in problem(unknown)["detail"]


@pytest.fixture
def on_http(service, tmp_path):
    """The address of a connector on HTTP, and what the service in front of it was sent."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*COMMAND, "--url", service, "--http", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=variables(tmp_path))
    address = f"http://127.0.0.1:{port}/mcp"
    try:
        for _ in range(600):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def test_it_serves_on_http(on_http):
    sent = base64.b64encode((ROOT / "docs" / "astronaut.jpg").read_bytes()).decode()
    result = ask(lambda: on_http, "make_photo", photo=sent, document="cn-1inch")
    assert picture(result).size == (295, 413)
    foreign = {"Host": "evil.example"}  # a page that had its name point here
    assert httpx.post(on_http, headers=foreign, json={}).status_code == 421


def test_a_callers_own_key_goes_before_the_connectors():
    keys = []

    def answer(request):
        keys.append(request.headers.get("X-API-Key"))
        return httpx.Response(200, json={"specs": [], "total": 0, "next_offset": None})

    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    client = AsyncIdPhotoClient("http://service.test", http, api_key="of the connector")
    app = make_server(client, InMessages(), "en").streamable_http_app(
        stateless_http=True, json_response=True
    )
    call = {
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": "search_documents", "arguments": {}},
    }  # fmt: skip
    headers = {"Accept": "application/json, text/event-stream", "Host": "127.0.0.1:8000"}

    async def send():
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1"
            ) as caller:
                for key in ({}, {"X-API-Key": "of the caller"}):
                    said = await caller.post("/mcp", json=call, headers={**headers, **key})
                    assert said.status_code == 200, said.text

    anyio.run(send)
    assert keys == ["of the connector", "of the caller"]
