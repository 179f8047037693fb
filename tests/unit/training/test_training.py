"""A few steps of the whole way: compose, train, go on, export, serve."""

import numpy as np
import onnxruntime as ort
import pytest

from service.cancellation import CancellationToken
from service.models.faces import face_of
from service.models.portrait import PortraitModel
from service.steps import alpha as service_alpha
from tests.needed import library

torch = library("torch", "pip install -r training/requirements.txt")

from training import split  # noqa: E402
from training.compose import compose, inputs, spoil  # noqa: E402
from training.draw import Draw  # noqa: E402
from training.edge import HEAD, refine  # noqa: E402
from training.export import export  # noqa: E402
from training.losses import finish  # noqa: E402
from training.network import SHAPES, PortraitNet, begin  # noqa: E402
from training.run import start  # noqa: E402
from training.store import load  # noqa: E402
from training.u2netp import Saliency  # noqa: E402
from training.validate import validate  # noqa: E402

CPU = torch.device("cpu")


def drawing(count=2, seed=1, without=()):
    return Draw(count, torch.Generator(CPU).manual_seed(seed), frozenset(without))


@pytest.fixture(scope="module")
def store(data):
    torch.set_num_threads(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.store.part_of", lambda _: "train")
        return load([data, data / "hard"], data / "background", "train", data / "cache", CPU)


@pytest.fixture(scope="module")
def u2netp(weights_home):
    return Saliency((weights_home / "u2netp.onnx").read_bytes()).eval()


@pytest.fixture(scope="module")
def batch(store, u2netp):
    return compose(store, u2netp, drawing())


@pytest.fixture(scope="module")
def weights():
    """Like MediaPipe's, which have none of the channels that are added."""
    network = PortraitNet(SHAPES["portrait"])
    kinds = torch.nn.Conv2d, torch.nn.ConvTranspose2d
    layers = [layer for layer in network.person.modules() if isinstance(layer, kinds)]
    pairs = [(layer.weight.detach().clone(), layer.bias.detach().clone()) for layer in layers]
    return [(pairs[0][0][:, :3], pairs[0][1]), *pairs[1:]]


def test_the_test_people_stay_the_same():
    parts = [split.part_of(name) for name in ("A000022", "A000109", "A000361", "B000287")]
    assert parts == ["train", "test", "test", "test"]


def test_a_fifth_of_the_names_is_for_the_test():
    parts = [split.part_of(str(number)) for number in range(4000)]
    assert parts.count("test") / 4000 == pytest.approx(0.2, abs=0.02)
    assert parts.count("validation") / 4000 == pytest.approx(0.05, abs=0.02)


def test_two_portraits_of_one_person_belong_to_the_same_part():
    source = "webmorphR.stim inst/{}/082_03.jpg"
    one, other = (split.person_of(name, source) for name in ("lon_009ba", "lon_f5e21"))
    assert one == other == "lon_082"
    assert split.person_of("A000022", source) == "A000022"


def test_a_sample_is_a_photo_with_its_truth(batch):
    assert batch.photo.shape == (2, 3, 384, 384)
    assert batch.alpha.shape == (2, 1, 384, 384)
    assert batch.place.shape == (2, 2, 256, 256)
    assert 0 <= float(batch.photo.min()) <= float(batch.photo.max()) <= 1
    assert 0.1 < float(batch.alpha.mean()) < 0.9


def test_the_place_of_the_eyes_is_nought_and_on_the_person(batch):
    at = batch.place.square().sum(1).flatten(1).argmin(1)
    small = torch.nn.functional.interpolate(batch.alpha, size=(256, 256))
    assert (small.flatten(1).gather(1, at[:, None]) > 0.9).all()


def test_a_bare_batch_shows_the_same_photos_and_is_judged_by_the_network_s_own_alpha(store, batch):
    bare = compose(store, None, drawing())
    assert torch.equal(bare.photo, batch.photo)
    assert not bare.opinion.any()
    logits, trust = torch.full_like(bare.alpha, 0.3), torch.zeros(2, 1, 128, 128)
    assert torch.equal(finish(bare.photo, logits, trust, bare), torch.sigmoid(logits))


def test_the_same_seed_gives_the_same_samples(store, u2netp, batch):
    assert torch.equal(compose(store, u2netp, drawing()).photo, batch.photo)


def test_u2netp_is_doubted_beyond_a_line_only_where_that_is_wanted():
    opinion, place = torch.ones(64, 1, 32, 32), torch.randn(64, 2, 64, 64)
    assert torch.equal(spoil(opinion, place, drawing(64, without=("spoilt",))), opinion)
    assert not torch.equal(spoil(opinion, place, drawing(64)), opinion)


def test_the_edge_is_refined_as_the_service_does(batch):
    photo, coarse = batch.photo[:1], batch.alpha[:1]
    unit = torch.tensor([60.0])
    ours = refine(photo, coarse, unit, unit)[0, 0].numpy()
    colour = np.rint(photo[0].permute(1, 2, 0).numpy() * 255).astype(np.uint8)
    theirs = service_alpha.refine(colour, coarse[0, 0].numpy(), HEAD * 60)
    assert np.abs(ours - theirs).mean() < 0.002


@pytest.mark.parametrize("name", SHAPES)
def test_a_network_begins_as_mediapipe_s(name, weights, batch):
    network = PortraitNet(SHAPES[name])
    begin(network, weights)
    small, large = inputs(batch, SHAPES[name].opinion)
    with torch.no_grad():
        bare = small.clone()
        bare[:, 3:] = 0
        assert torch.equal(network(small, large)[3], network(bare, large)[3])


def test_weights_of_another_network_are_refused(weights):
    with pytest.raises(ValueError, match="kernel"):
        begin(PortraitNet(SHAPES["portrait"]), [weights[1], *weights[1:]])


def test_an_interrupted_run_goes_on_and_every_layer_learns(weights, batch, tmp_path):
    run = start("portrait-u2netp", lambda: weights, tmp_path, CPU, 1)
    before = {name: value.clone() for name, value in run.network.state_dict().items()}
    for _ in range(2):
        run.step(batch, 4)
    run.save(tmp_path)
    again = start("portrait-u2netp", lambda: weights, tmp_path, CPU, 1)
    assert again.steps == 2
    again.step(batch, 4)
    after = again.network.state_dict()
    assert [name for name, value in before.items() if torch.equal(value, after[name])] == []


def test_a_network_is_measured_the_same_way_every_time(batch):
    network = PortraitNet(SHAPES["portrait"]).eval()
    one, other = (validate(network, [batch]) for _ in range(2))
    assert one == other
    assert all(0 <= value <= 1 for value in one.values())


def test_what_is_exported_is_what_was_trained_and_is_served(batch, tmp_path):
    torch.manual_seed(2)
    network, path = PortraitNet(SHAPES["portrait"]).eval(), tmp_path / "net.onnx"
    export(network, path)
    small, large = (planes[:1].contiguous() for planes in inputs(batch, False))
    with torch.no_grad():
        expected = torch.sigmoid(network(small, large)[0]).numpy()
    session = ort.InferenceSession(path)
    alpha = session.run(None, {"small": small.numpy(), "large": large.numpy()})[0]
    assert np.abs(alpha - expected).max() < 0.02
    marks = np.array([[80, 90], [120, 90], [100, 110], [86, 130], [114, 130]], np.float64)
    window, face = np.full((240, 200, 3), 90, np.uint8), face_of((60, 60, 140, 160), 1.0, marks)
    served = PortraitModel(weights=path).predict(window, face, CancellationToken())
    assert served.alpha.shape == (384, 384)
    assert np.isfinite(served.alpha).all()
