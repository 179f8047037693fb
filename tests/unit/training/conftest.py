import cv2
import numpy as np
import pytest


def write_portrait(folder, name, colour, size=(240, 300), eyes=(120, 110), unit=55):
    """A portrait of ellipses: the head, and shoulders that the photo's bottom cuts off."""
    alpha = np.zeros((size[1], size[0]), np.uint8)
    x, y = eyes
    cv2.ellipse(alpha, (x, y), (round(0.7 * unit), round(1.1 * unit)), 0, 0, 360, 255, cv2.FILLED)
    cv2.ellipse(alpha, (x, size[1]), (95, round(2.1 * unit)), 0, 180, 360, 255, cv2.FILLED)
    grain = np.random.default_rng(len(name)).normal(0, 5, (size[1], size[0], 3))
    foreground = np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)
    original = np.where(alpha[..., None] > 127, foreground, 200).astype(np.uint8)
    for kind, pixels in (("original", original), ("foreground", foreground), ("alpha", alpha)):
        (folder / kind).mkdir(exist_ok=True)
        cv2.imwrite(str(folder / kind / f"{name}.png"), pixels)
    return f"{name}\t{x}\t{y}\t{unit}\n"


@pytest.fixture(scope="package")
def data(tmp_path_factory):
    """A folder of training data, its found faces in `cache`; half of the people have large hair."""
    folder = tmp_path_factory.mktemp("data")
    colours = {"a": (180, 120, 90), "bb": (60, 40, 120), "ccc": (230, 230, 225)}
    names = {"": ("a", "bb"), "hard": ("ccc",)}
    (folder / "cache").mkdir()
    for sub, of in names.items():
        part = folder / sub
        part.mkdir(exist_ok=True)
        faces = [write_portrait(part, name, colours[name]) for name in of]
        for kind in ("train", "validation", "test"):
            (folder / "cache" / f"faces-{part.name}-{kind}.tsv").write_text("".join(faces))
        (part / "portraits.tsv").write_text("id\tsource\n" + "".join(f"{n}\t-\n" for n in of))
        (part / "kinds.tsv").write_text("id\ttags\n" + "".join(f"{n}\tafro\n" for n in of[:1]))
    rng = np.random.default_rng(7)
    (folder / "background").mkdir()
    for name in ("room", "wood", "wall", "door", "yard"):
        small = rng.integers(0, 255, (6, 8, 3)).astype(np.uint8)
        photo = cv2.resize(small, (420, 320), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(folder / "background" / f"{name}.png"), photo)
    return folder
