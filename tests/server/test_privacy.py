"""What a running service writes, and whom it talks to: no file, and nobody who did not ask."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.needed import program
from tests.server.conftest import ROOT, large_photo, running

# The service's own bookkeeping, in memory: numbers for /metrics, and gunicorn's heartbeats.
BOOKKEEPING = re.compile(
    r"/dev/shm/(idphoto-metrics-\w+(/\w+\.db)?|wgunicorn-\w+)|idphoto-locks|/dev/null"
)
CALLS = (
    "%network,?open,?openat,?openat2,?creat,?mkdir,?mkdirat,?rename,?renameat,?renameat2,?link,"
    "?linkat,?symlink,?symlinkat,?mknod,?mknodat,?memfd_create,?truncate"
)
STRACE = ["strace", "-D", "-f", "-qq", "-s", "300", "-e", f"trace={CALLS}"]
WRITING = {"O_WRONLY", "O_RDWR", "O_CREAT", "O_TMPFILE", "O_TRUNC", "O_APPEND"}
FORM = {"Content-Type": "multipart/form-data; boundary=x"}


def form(photo, **fields):
    parts = [
        b'Content-Disposition: form-data; name="image"; filename="me.png"\r\n\r\n' + photo,
        *(
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
            for name, value in fields.items()
        ),
    ]
    return b"--x\r\n" + b"\r\n--x\r\n".join(parts) + b"\r\n--x--\r\n"


def use(server, photo):
    """Everything that is done with photos, and much of what goes wrong."""
    large = large_photo(photo)

    def post(path, body, headers=None):
        return server.request("POST", path, body, headers or FORM).status

    assert post("/v1/idphoto", form(large, spec="cn-1inch")) == 200
    assert post("/v1/idphoto", form(large, spec="cn-1inch", background="original")) == 200
    assert post("/v1/check", form(large, spec="cn-1inch")) == 200
    assert post("/v1/sheet", form(large, cells="cn-1inch", format="pdf")) == 200
    assert server.post(photo, "spec=cn-1inch&format=webp").status == 200
    assert server.post(large[:-100_000]).status == 422
    assert server.post(b"no image").status == 415
    assert server.post(bytes(21_000_000)).status == 413
    assert post("/v1/idphoto", form(large, spec="none-such")) == 422
    assert post("/v1/idphoto", form(large, spec="x" * 400_000)) == 422
    assert server.get("/metrics").status == 200


def contents(*folders):
    """All files and folders with their times, but those of Python and its tools."""
    found = {}
    for folder in folders:
        for path, names, files in os.walk(folder):
            names[:] = [n for n in names if not n.endswith("cache__") and not n.startswith(".")]
            for one in (Path(path), *(Path(path, name) for name in (*names, *files))):
                status = one.stat()
                found[one] = status.st_mtime_ns, status.st_size
    return found


def test_nothing_is_written_where_photos_are_made(tmp_path, astronaut):
    """Not a byte to any file, not a name in any folder, also not for a moment."""
    with running(tmp_path, matting="portrait", workers=1) as server:
        use(server, astronaut)  # makes the files in memory that count for /metrics
        for pid in server.workers():
            psutil.Process(pid).rlimit(resource.RLIMIT_FSIZE, (0, 0))
        folders = ROOT, tmp_path / "home"
        before = contents(*folders)
        use(server, astronaut)
        assert contents(*folders) == before
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == ["tmp"]
    log = (tmp_path / "server.log").read_text()
    assert '"status": 200' in log
    assert "127.0.0.1 -" not in log, "callers' addresses are not logged"
    assert "me.png" not in log


@pytest.fixture(scope="module")
def calls(tmp_path_factory, astronaut):
    """What a service asked the kernel for, of files and network, from its start to its end."""
    program("strace", "strace")
    if subprocess.run([*STRACE, "-o", os.devnull, "true"], check=False).returncode:
        pytest.skip("strace may not trace here")
    folder = tmp_path_factory.mktemp("traced")
    under = " ".join(f"'{word}'" for word in [*STRACE, "-o", str(folder / "calls")])
    home = {"model_home": weights} if (weights := os.environ.get("IDPHOTO_MODEL_HOME")) else {}
    quiet = {"PYTHONDONTWRITEBYTECODE": "1"}  # whether Python may cache its code is not ours
    with running(
        folder, variables=quiet, under=under, workers=2, model_fetch_seconds=0, **home
    ) as server:
        use(server, astronaut)
    calls = re.findall(r"^\d+ +(\w+)\((.*)", (folder / "calls").read_text(), re.MULTILINE)
    assert {"accept4", "bind", "openat"} <= {name for name, _ in calls}
    return calls


def test_no_file_is_opened_for_writing_but_the_service_s_own_in_memory(calls):
    written = set()
    for name, arguments in calls:
        paths = re.findall(r'"([^"]*)"', arguments)
        if name.startswith("open"):
            flags = re.search(r'", ([A-Z_|]+)|flags=([A-Z_|]+)', arguments)
            written |= set(paths[:1]) if WRITING & set(re.split(r"\|", flags[0][3:])) else set()
        elif name.startswith(("creat", "mk", "rename", "link", "symlink", "memfd", "trunc")):
            written |= set(paths)
    assert any("idphoto-metrics" in path for path in written)
    assert [path for path in written if not BOOKKEEPING.fullmatch(path)] == []


def test_no_connection_goes_out_from_the_import_to_the_end(calls):
    sockets = {arguments.split(" = ")[0] for name, arguments in calls if name == "socket"}
    assert all(re.match("AF_UNIX|AF_INET6?, SOCK_STREAM", kind) for kind in sockets), sockets
    assert [call for call in calls if call[0] == "connect"] == []
    sent = [arguments for name, arguments in calls if name in ("sendto", "sendmsg", "sendmmsg")]
    assert sent, "answers"
    assert [one for one in sent if re.search(r"sa_family|sin_|msg_name=\{", one)] == []


ALONE = """
import json, socket, sys
from contextlib import suppress
from pathlib import Path

asked = []
DENIED = "socket.", "urllib.", "ftplib.", "http.client.", "smtplib."

def deny(event, arguments):
    if event.startswith(DENIED):
        asked.append([event, repr(arguments)])
        raise PermissionError(event)

sys.addaudithook(deny)
from service.app import create_app, warm
app = create_app()
warm(app)
photo = Path(sys.argv[1]).read_bytes()
statuses = [
    app.test_client().post(path, data=photo, content_type="image/png").status_code
    for path in ("/v1/idphoto?spec=cn-1inch", "/v1/sheet?cells=cn-1inch&format=pdf")
]
with suppress(PermissionError):
    socket.socket()  # a sample of what would be told
lines = [line.split() for line in Path("/proc/self/net/snmp").read_text().splitlines()]
kernel = {}
for names, values in zip(lines[::2], lines[1::2]):
    kernel |= {names[0] + name: int(value) for name, value in zip(names[1:], values[1:])}
told = {"asked": asked[:-1], "sample": asked[-1:], "statuses": statuses, "kernel": kernel}
print(json.dumps(told))
"""


@pytest.mark.parametrize("network", ["denied", "absent"])
def test_models_load_and_photos_are_made_without_a_network(tmp_path, astronaut, network):
    """With every socket denied, and in a network of its own, where the kernel counts what is tried.

    Python would report its sockets, and the kernel those of native code as well.
    """
    apart = ["unshare", "--map-root-user", "--net"]
    if network == "absent" and subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("a network namespace may not be made here")
    photo = tmp_path / "photo.png"
    photo.write_bytes(astronaut)
    environment = {**os.environ, "IDPHOTO_MODEL_FETCH_SECONDS": "0", "IDPHOTO_METRICS": "false"}
    command = [*(apart if network == "absent" else []), sys.executable, "-c", ALONE, str(photo)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert [event for event, _ in told["sample"]] == ["socket.__new__"]
    assert told["asked"] == []
    assert told["statuses"] == [200, 200]
    if network == "absent":
        tried = ("Ip:OutRequests", "Ip:OutNoRoutes", "Tcp:ActiveOpens", "Udp:OutDatagrams")
        assert {name: told["kernel"][name] for name in tried} == dict.fromkeys(tried, 0)
