from pathlib import Path

from evaluation.geometry.catalogue_run import plan
from evaluation.orders import shipped


def test_together_the_photos_take_every_document_once():
    jobs = plan([Path(f"{number}.jpg") for number in range(7)], None, every=7)
    ids = [name for _, some in jobs for name in some]
    assert sorted(ids) == sorted(spec.id for spec in shipped())


def test_the_order_of_photos_does_not_follow_their_folders():
    paths = [Path(f"{folder}/{number}.jpg") for folder in "ab" for number in range(10)]
    folders = [path.parent.name for path, _ in plan(paths, ["cn-1inch"], every=1)]
    assert folders != sorted(folders)


def test_documents_may_be_named_by_alias():
    spec = next(spec for spec in shipped() if spec.aliases)
    assert plan([Path("a.jpg")], [spec.aliases[0]], every=1) == [(Path("a.jpg"), (spec.id,))]
