"""`python -m evaluation.checks`: what each check measures, for docs/checks-measured.md.

Four parts: `distributions` prints quantiles and verdicts of each check on all photos and what the
checks cost, and writes sheets of the photos at both ends of each; `degradations` prints the
verdicts on good photos made bad in known ways, and how repeatable measures are; `rates` prints how
often checks of the face are right on labels by hand and on faces made bad; `ofiq` prints how often
photos made bad in the ways of ofiq-syngen are noticed.
"""

import argparse
import sys
from pathlib import Path

from evaluation import photos
from evaluation.checks import degradations, distributions, rates
from evaluation.checks.ofiq import judge, package, report
from evaluation.command import command
from evaluation.engine import load_engine

PARTS = ("distributions", "degradations", "rates", "ofiq")


@command
def main(argv: list[str] | None = None) -> int:
    """Print and write; 1 when photos or weights are not there."""
    options = _parser().parse_args(argv)
    folder = photos.folder()
    if options.only in (None, "distributions"):
        crop_only = options.background == "original"
        results = distributions.check_all_photos(folder, options.spec, crop_only, options.limit)
        print(distributions.summary(results), end="\n\n")
        distributions.write_extremes(results, options.out)
    if options.only in (None, "degradations"):
        print(degradations.summary(folder, options.limit), end="\n\n")
    if options.only in (None, "rates"):
        print(rates.summary(rates.judge_all(folder, options.training, options.limit)), end="\n\n")
        if options.training:
            print("People of the training data who were kept aside:\n")
            print(rates.summary(rates.judge_aside(options.training)), end="\n\n")
    if options.only in (None, "ofiq"):
        of = package.Package().of
        judged = judge.judge_all(folder, options.limit, load_engine(), of)
        print(report.summary(judged))
        report.write_sheets(judged, options.out / "ofiq")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evaluation.checks", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one of the four parts")
    parser.add_argument("--limit", type=int, help="only the first so many photos of each folder")
    parser.add_argument("--training", type=Path, help="folder of training/README.md, for `rates`")
    parser.add_argument("--spec", default="cn-1inch", help="id of a spec (cn-1inch)")
    parser.add_argument(
        "--background", choices=("original", "replaced"), default="original", help="(original)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("out/checks"), help="folder for the sheets (out/checks)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
