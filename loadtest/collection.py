"""A collection on a cluster of Ray that loses an actor, a node and its driver: `make collection`.

Two nodes of one core each on this machine, each with its own raylet. The run is killed in the
middle and started again; then an actor and a node are killed; a third run finds nothing left to do.
Results and manifests are compared with those of the command line on the same folder, and once more
with photos and results in an S3 of this machine. It runs where Ray is installed.
"""

import argparse
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from PIL import Image, ImageEnhance

ROOT = Path(__file__).parents[1]
FIELDS = ("--spec", "cn-1inch", "--background", "blue")
ACTOR = "ray::MapWorker"
BROKEN = 5  # files that are no photo
Records = dict[str, dict[str, Any]]


def make_photos(folder: Path, count: int) -> None:
    """So many small portraits, no two of them the same, and some files that are none."""
    portrait = Image.open(ROOT / "docs" / "astronaut.jpg").convert("RGB")
    portrait.thumbnail((480, 480))
    rng = random.Random(1)
    for n in range(count):
        path = folder / f"class {n % 40}" / f"{n}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        left, top = rng.randrange(12), rng.randrange(12)
        cut = portrait.crop((left, top, portrait.width, portrait.height))
        out = io.BytesIO()
        ImageEnhance.Brightness(cut).enhance(rng.uniform(0.85, 1.1)).save(out, "JPEG", quality=88)
        path.write_bytes(out.getvalue() if n >= BROKEN else out.getvalue()[:900])


def command_line(photos: Path, out: Path) -> float:
    """The same by `idphoto` with one job; photos a second."""
    start = time.monotonic()
    command = [sys.executable, "-m", "service", str(photos), "--out", str(out), "--jobs", "1"]
    done = subprocess.run([*command, *FIELDS], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == 1, done.stderr.decode()[-2000:]
    return len(records_in(out)) / (time.monotonic() - start)


@contextmanager
def running(source: str, out: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """An `idphoto-ray` in work; its output goes to ours."""
    command = [sys.executable, "-m", "service.cli.cluster", source, "--out", out]
    process = subprocess.Popen([*command, *FIELDS, *options], cwd=ROOT)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def finish(source: str, out: str, *options: str) -> int:
    """A run to its end; the exit status."""
    with running(source, out, *options) as process:
        return process.wait()


def records_in(out: Path) -> Records:
    """Of every manifest there is; fails where one photo has two records that both finished it."""
    lines = [
        json.loads(line)
        for path in out.glob("manifest*.jsonl")
        for line in path.read_text().splitlines()
    ]
    finished = Counter(one["result"] for one in lines if one["outcome"] == "finished")
    assert not [name for name, times in finished.items() if times > 1], "made twice"
    return {one["result"]: {**one, "ms": None} for one in lines}


def results_in(out: Path) -> dict[str, bytes]:
    """The finished photos by their names; fails where something else is left."""
    found = [path for path in out.rglob("*") if path.is_file() and "manifest" not in path.name]
    assert all(path.suffix == ".jpg" and path.name[0] != "." for path in found)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


def same(out: Path, wanted: Path) -> str:
    """Whether results and manifest are those of the command line; exits where they are not."""
    got, told = results_in(out), records_in(out)
    assert got == results_in(wanted), "other results than those of the command line"
    assert told == records_in(wanted), "another manifest than that of the command line"
    return f"{len(got)} results and {len(told)} records, equal to those of the command line"


def wait_for(out: Path, results: int) -> None:
    """Until so many results are there."""
    while sum(1 for path in out.rglob("*.jpg") if path.name[0] != ".") < results:
        time.sleep(0.2)


def kill_an_actor() -> None:
    """SIGKILL of one that makes photos."""
    actors = [
        p for p in psutil.process_iter(["cmdline"]) if ACTOR in " ".join(p.info["cmdline"] or ())
    ]
    victim = random.choice(actors)
    os.kill(victim.pid, signal.SIGKILL)
    print(f"killed the actor {victim.pid}, one of {len(actors)}", flush=True)


def disturbed(photos: Path, out: Path, wanted: Path) -> str:
    """Three runs on one cluster of two nodes; the first is killed, the second loses half of it."""
    from ray.cluster_utils import Cluster

    count = len(results_in(wanted))
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    second = cluster.add_node(num_cpus=1)
    cluster.wait_for_nodes()
    address = ("--address", cluster.address, "--max-actors", "2")
    try:
        with running(str(photos), str(out), *address) as first:
            wait_for(out, count // 4)
            first.kill()
            print(f"killed the run with {len(results_in_part(out))} results there", flush=True)
        with running(str(photos), str(out), *address) as again:
            wait_for(out, count // 2)
            kill_an_actor()
            wait_for(out, count * 5 // 8)
            cluster.remove_node(second, allow_graceful=False)
            print("killed the second node's raylet", flush=True)
            assert again.wait() == 1, "the broken files have failed, and nothing else"
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.jpg")}
        assert finish(str(photos), str(out), *address) == 1
        after = {path: path.stat().st_mtime_ns for path in out.rglob("*.jpg")}
        assert before == after, "a third run made photos that were finished"
    finally:
        cluster.shutdown()
    return same(out, wanted)


def results_in_part(out: Path) -> list[Path]:
    """Results so far."""
    return [path for path in out.rglob("*.jpg") if path.name[0] != "."]


def on_s3(photos: Path, folder: Path, wanted: Path) -> str:
    """The same with photos and results in buckets of moto's server."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    os.environ |= {**keys, "AWS_EC2_METADATA_DISABLED": "true"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1")
    query = f"?scheme=http&endpoint_override={host}%3A{port}&region=us-east-1"
    try:
        for bucket in ("photos", "results"):
            client.create_bucket(Bucket=bucket)
        for path in (path for path in photos.rglob("*.jpg")):
            client.put_object(
                Bucket="photos", Key=path.relative_to(photos).as_posix(), Body=path.read_bytes()
            )
        for _ in range(2):  # the second finds all of it finished
            status = finish(f"s3://photos{query}", f"s3://results{query}", "--max-actors", "2")
            assert status == 1
        out = folder / "from-s3"
        for page in client.get_paginator("list_objects_v2").paginate(Bucket="results"):
            for entry in page["Contents"]:
                path = out / entry["Key"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(
                    client.get_object(Bucket="results", Key=entry["Key"])["Body"].read()
                )
    finally:
        server.stop()
    assert results_in(out) == results_in(wanted)
    assert records_in(out).keys() == records_in(wanted).keys()
    return f"{len(results_in(out))} results, equal to those of the command line"


def rate(photos: Path, out: Path, actors: int) -> float:
    """Photos a second between the first tenth and the last, when all actors are at work."""
    options = ("--min-actors", str(actors), "--max-actors", str(actors))
    assert finish(str(photos), str(out), *options) == 1
    times = sorted(path.stat().st_mtime for path in results_in_part(out))
    steady = times[len(times) // 10 : len(times) * 9 // 10]
    return (len(steady) - 1) / (steady[-1] - steady[0])


def main() -> None:
    """Print what happened and what was counted; an AssertionError where something is not right."""
    parser = argparse.ArgumentParser("python -m loadtest.collection", description=__doc__)
    parser.add_argument("--photos", type=int, default=2000, help="how many (2000)")
    options = parser.parse_args()
    os.environ.setdefault("IDPHOTO_MATTING", "portrait")
    # Ray would be polite (nice 15) and give up soon, and get nowhere on a machine with other work.
    os.environ |= {"RAY_worker_niceness": "0", "RAY_agent_register_timeout_ms": "300000"}
    os.environ |= {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    steps: list[tuple[str, Callable[[Path, Path, Path], object]]] = [
        ("two nodes, killed", disturbed),
        ("S3", on_s3),
        ("one actor, photos / s", lambda photos, out, _: round(rate(photos, out, 1), 2)),
        ("two actors, photos / s", lambda photos, out, _: round(rate(photos, out, 2), 2)),
    ]
    with tempfile.TemporaryDirectory(prefix="collection-") as name:
        folder = Path(name)
        photos, wanted = folder / "photos", folder / "command-line"
        make_photos(photos, options.photos)
        print(f"command line, photos / s: {command_line(photos, wanted):.2f}", flush=True)
        for number, (what, step) in enumerate(steps):
            print(f"{what}: {step(photos, folder / f'out-{number}', wanted)}", flush=True)


if __name__ == "__main__":
    main()
