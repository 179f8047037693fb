"""A run from the command line to its exit status."""

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tqdm import tqdm

from service import environment, settings
from service.bootstrap import choose_matting, load_engine, read_catalogue
from service.cli.arguments import Arguments, program, read_arguments
from service.cli.files import LocalFiles
from service.cli.manifest import Manifest, name_of
from service.cli.photos import Task, WrongUse, plan
from service.cli.work import Run, made_by, run_all
from service.orders.photo import read_order
from service.specs.catalogue import Catalogue
from service.values.errors import ConfigError, ServiceError
from service.values.files import file_ending
from service.values.order import Order

ALL_FINISHED, SOME_FAILED, WRONG = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Make all photos that the command names; the exit status. Raises KeyboardInterrupt."""
    arguments = read_arguments(argv)
    try:
        return _run(arguments)
    except (ConfigError, WrongUse, OSError) as error:
        print(f"{program()}: {error}", file=sys.stderr)
        return WRONG


def _run(arguments: Arguments) -> int:
    config = settings.load()
    for warning in environment.warnings_of(os.environ):
        print(f"{program()}: {warning}", file=sys.stderr)
    order = order_of(arguments.fields, read_catalogue(config))
    ending = file_ending(order.format, order.marks.names)
    tasks = plan(arguments.photos, arguments.out, ending)
    if (shard := arguments.shard) is not None:
        tasks = [task for task in tasks if shard.holds(task.place)]
    manifest = _open(arguments.out, name_of(shard))
    choice = choose_matting(config)
    how = made_by(order, choice.name, config)
    waiting = [task for task in tasks if not manifest.holds(task, how)]
    if not waiting:
        return _sum_up(manifest.path, len(tasks), 0, 0)
    run = Run(load_engine(choice, config), order, int(config.max_body_mb * 1e6), LocalFiles())
    failed = _work_through(waiting, arguments.jobs, run, manifest, how)
    return _sum_up(manifest.path, len(tasks) - len(waiting), len(waiting) - failed, failed)


def _work_through(tasks: Sequence[Task], jobs: int, run: Run, manifest: Manifest, how: str) -> int:
    """Make the photos, with a bar on a terminal and a line for each failure; how many failed."""
    failed = 0
    bar = tqdm(total=len(tasks), unit="photo", disable=None, dynamic_ncols=True)
    with bar, closing(run_all(tasks, jobs, run.work)) as finished:
        for task, record in finished:
            manifest.add(task, {**record, "made_by": how})
            if record["outcome"] == "failed":
                failed += 1
                bar.write(f"{task.photo}: {record['detail']}", file=sys.stderr)
            bar.update()
    return failed


def _sum_up(manifest: Path, there: int, finished: int, failed: int) -> int:
    parts = [f"{finished} finished", f"{failed} failed"]
    if there:
        parts.append(f"{there} already finished")
    text, encoding = f"{', '.join(parts)}; see {manifest}", sys.stdout.encoding
    print(text.encode(encoding, "backslashreplace").decode(encoding))  # a folder may have any name
    return SOME_FAILED if failed else ALL_FINISHED


def order_of(fields: dict[str, str], catalogue: Catalogue) -> Order:
    """The order that the options make together. Raises WrongUse, in this program's words."""
    try:
        return read_order(fields.items(), catalogue)
    except ServiceError as error:
        near = error.members.get("suggestions")
        if error.members.get("field") == "spec" and isinstance(near, list):
            meant = f" Did you mean {', '.join(near)}?" if near else ""
            raise WrongUse(
                f"--spec: there is no document '{fields['spec']}'.{meant} All are listed in "
                "docs/specs."
            ) from error
        raise WrongUse("; ".join(map(_told, (error, *error.also)))) from error


def _told(error: ServiceError) -> str:
    """The error, after the option that it is about."""
    field = error.members.get("field")
    option = f"--{str(field).replace('_', '-')}: " if field else ""
    return option + error.detail.removeprefix(f"'{field}': ")


def _open(out: Path, name: str) -> Manifest:
    """The folder of results, made where it is not there yet. Raises WrongUse."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Manifest(out, name)
    except OSError as error:
        raise WrongUse(f"--out: {error.filename}: {error.strerror}") from error
