"""Several processes that train one network, as `torchrun` starts them; one alone without it.

One thread each is quicker on a CPU than as many threads in one process: a batch is split once,
instead of every convolution.
"""

import os

import torch
from torch import distributed, nn


def begin() -> None:
    """Join the others, where there are others."""
    if "WORLD_SIZE" in os.environ:
        distributed.init_process_group("gloo")


def end() -> None:
    """Leave the others."""
    if distributed.is_initialized():
        distributed.destroy_process_group()


def rank() -> int:
    """Which of the processes this is, from 0."""
    return distributed.get_rank() if distributed.is_initialized() else 0


def count() -> int:
    """How many there are."""
    return distributed.get_world_size() if distributed.is_initialized() else 1


def first() -> bool:
    """Whether this is the one that says, saves and exports."""
    return rank() == 0


def wait() -> None:
    """Until all are here."""
    if distributed.is_initialized():
        distributed.barrier()


def agree(network: nn.Module) -> None:
    """Give every parameter the mean of all processes' gradients."""
    if count() == 1:
        return
    gradients = [p.grad for p in network.parameters() if p.grad is not None]
    flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
    distributed.all_reduce(flat)
    flat /= count()
    for gradient, part in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(part.view_as(gradient))
