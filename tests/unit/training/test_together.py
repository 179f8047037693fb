"""Several processes train one network: all of them take the same step."""

import os
import socket

import pytest

torch = pytest.importorskip("torch", reason="pip install -r training/requirements.txt")

from training import together  # noqa: E402
from training.network import PortraitNet  # noqa: E402


def _step(rank, port, folder):
    """A process whose gradients are its rank + 1 everywhere in the first half of the network."""
    named = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    os.environ |= {**named, "RANK": str(rank), "WORLD_SIZE": "2"}
    together.begin()
    network = PortraitNet()
    for parameter in network.person.parameters():
        parameter.grad = torch.full_like(parameter, rank + 1.0)
    together.agree(network)
    means = {float(p.grad.mean()) for p in network.parameters() if p.grad is not None}
    (folder / str(rank)).write_text(f"{together.first()} {together.count()} {means}")
    together.end()


def test_every_process_gets_the_mean_of_all_gradients(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    torch.multiprocessing.spawn(_step, (port, tmp_path), nprocs=2)
    assert (tmp_path / "0").read_text() == "True 2 {1.5}"
    assert (tmp_path / "1").read_text() == "False 2 {1.5}"


def test_one_alone_needs_no_others():
    assert together.first()
    assert together.count() == 1
    together.wait()
    together.agree(PortraitNet())
