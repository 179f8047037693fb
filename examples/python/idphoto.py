"""ID photos by the Python client: python idphoto.py photo portrait.jpg photo.jpg (see ../README.md)

pip install ./clients/python
"""

import os
import sys
from pathlib import Path

from idphoto_client import BatchFile, IdPhotoClient, IdPhotoError, ProblemError, TimedOut, problems

VARIANTS = [{"spec": "cn-1inch"}, {"spec": "us-visa", "allow_editing": True}, {"spec": "no-such"}]


def photo(client, portrait, result):
    made = client.make_photo(portrait, spec="cn-1inch", background="blue")
    Path(result).write_bytes(made.image)


def check(client, portrait):
    report = client.check_photo(portrait, spec="cn-1inch")
    print(report.verdict, *(reason.message.en for reason in report.reasons), sep="\n")


def variants(client, portrait, folder):
    Path(folder).mkdir(exist_ok=True)
    for one in client.make_variants(portrait, VARIANTS).variants:
        if one.problem:
            print(f"variant {one.variant}: {one.problem.detail}")
        else:
            (Path(folder) / one.file).write_bytes(one.image)


def batch(client, photos, folder):
    for item in client.make_batch(photos, spec="cn-1inch"):  # each photo as soon as it is made
        if isinstance(item, BatchFile):
            path = Path(folder) / item.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(item.data)
        else:
            print(item.made, "made,", item.failed, "failed")


def main():
    service = os.environ.get("IDPHOTO_URL", "http://localhost:8000")
    key = os.environ.get("IDPHOTO_API_KEY", "")
    timeout = float(os.environ.get("IDPHOTO_TIMEOUT", "30"))
    commands = {"photo": photo, "check": check, "variants": variants, "batch": batch}
    # A busy service (429) is asked again after the seconds that it names.
    with IdPhotoClient(service, api_key=key, timeout=timeout) as client:
        try:
            commands[sys.argv[1]](client, *sys.argv[2:])
        except (problems.DeadlineExceeded, TimedOut):  # 504, or not even that
            sys.exit(f"deadline-exceeded: it took longer than {timeout:g} s")
        except ProblemError as error:  # 422: the message says what would be right
            sys.exit(f"{error.type}: {error}")
        except IdPhotoError as error:
            sys.exit(f"The service cannot be reached: {error}")


if __name__ == "__main__":
    main()
