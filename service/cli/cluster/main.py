"""`idphoto-ray SOURCE --spec ... --out DEST`: a collection on a cluster of Ray."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Iterator, Sequence

# Before Ray is imported: it would report that it was used.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")  # ours counts photos

import ray
from ray.data import ActorPoolStrategy
from tqdm import tqdm

from service import settings, version
from service.bootstrap import choose_matting, read_catalogue
from service.cli.arguments import add_fields, fields_of
from service.cli.cluster.ledger import Ledger, Waiting, plan
from service.cli.cluster.photographer import Photographer
from service.cli.cluster.stores import Store
from service.cli.main import ALL_FINISHED, SOME_FAILED, WRONG, order_of
from service.cli.manifest import Record
from service.cli.photos import WrongUse
from service.cli.work import made_by
from service.models.matting import Choice
from service.settings import Settings
from service.values.errors import ConfigError
from service.values.files import file_ending
from service.values.order import Order

BATCH = 16  # photos that are made again at most where an actor is lost: some seconds of one core
ONE_THREAD = {"OMP_NUM_THREADS": "1"}


def main(argv: Sequence[str] | None = None) -> int:
    """Make all photos of the source; the exit status, as of `idphoto`."""
    options = _parser().parse_args(argv)
    try:
        return _run(options)
    except (ConfigError, WrongUse, OSError) as error:
        print(f"idphoto-ray: {error}", file=sys.stderr)
        return WRONG


def _run(options: argparse.Namespace) -> int:
    config = settings.load()
    order = order_of(fields_of(vars(options)), read_catalogue(config))
    source, out = Store(options.source), Store(options.out)
    photos = plan(source, file_ending(order.format, order.marks.names))
    choice = choose_matting(config)
    how = made_by(order, choice.name, config)
    ledger = Ledger(source, out, how)
    waiting = [photo for photo in photos if not ledger.holds(photo)]
    failed = 0
    if waiting:
        _connect(options.address)
        rows = _made(waiting, options, (source, out, order, choice, config))
        with ledger, tqdm(total=len(waiting), unit="photo", disable=None) as bar:
            for photo, record in rows:
                ledger.add(photo, record)
                if record["outcome"] == "failed":
                    failed += 1
                    bar.write(f"{photo.place}: {record['detail']}", file=sys.stderr)
                bar.update()
    made, before = len(waiting) - failed, len(photos) - len(waiting)
    print(f"{made} finished, {failed} failed, {before} already finished; see {ledger.where}")
    return SOME_FAILED if failed else ALL_FINISHED


def _connect(address: str | None) -> None:
    """To the cluster at `address`, or to one of this machine alone; nothing leaves either."""
    runtime = {"env_vars": {**ONE_THREAD, "RAY_USAGE_STATS_ENABLED": "0"}}
    ray.init(
        address=address,
        include_dashboard=False if address is None else None,
        log_to_driver=False,
        logging_level="warning",
        runtime_env=runtime,
    )
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # it tells of each plan and pool


Parts = tuple[Store, Store, Order, Choice, Settings]


def _made(
    waiting: Sequence[Waiting], options: argparse.Namespace, parts: Parts
) -> Iterator[tuple[Waiting, Record]]:
    """Each photo with its record, as batches are finished."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    rows = [{"place": str(one.place), "result": str(one.result)} for one in waiting]
    dataset = ray.data.from_items(rows, override_num_blocks=-(-len(rows) // BATCH)).map_batches(
        Photographer,
        fn_constructor_args=parts,
        batch_size=BATCH,
        num_cpus=1,
        compute=ActorPoolStrategy(min_size=options.min_actors, max_size=options.max_actors),
    )
    by_place = {str(one.place): one for one in waiting}
    for row in dataset.iter_rows():
        yield by_place[row["place"]], json.loads(row["record"])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "idphoto-ray",
        description="Turn the portraits of a collection into ID photos on a cluster of Ray.",
        allow_abbrev=False,
    )
    parser.add_argument("source", help="Folder of photos, or s3://, gs://, hdfs://...")
    parser.add_argument("--out", required=True, help="Folder of the results, of the same kinds.")
    parser.add_argument("--address", help="The cluster, such as auto. Default: this machine only.")
    parser.add_argument("--min-actors", type=int, default=1, help="Default: %(default)s.")
    parser.add_argument(
        "--max-actors",
        type=int,
        default=1024,
        help="Actors with one core each. Default: as many as there are free cores.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version.current()}")
    add_fields(parser)
    return parser
