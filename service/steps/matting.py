"""Which pixels of the window are the person."""

from typing import Protocol

from service.cancellation import CancellationToken
from service.values import geometry
from service.values.photo import RGB, Face, Matte, Photo, Prediction, Window


class MattingModel(Protocol):
    """What makes a matte: one network, or several together."""

    name: str

    def predict(self, window: RGB, face: Face, token: CancellationToken, /) -> Prediction:
        """Alpha of a window (H, W, 3) with its face in window pixels, at any size it likes."""


def matte(
    photo: Photo, face: Face, window: Window, model: MattingModel, token: CancellationToken
) -> Matte:
    """The person's coarse matte in `window`, at the size that `model` works with."""
    right, bottom = window.left + window.width, window.top + window.height
    rgb = photo.rgb[window.top : bottom, window.left : right]
    own = face.mapped(geometry.shift(-window.left, -window.top))
    predicted = model.predict(rgb, own, token)
    size = predicted.alpha.shape[1], predicted.alpha.shape[0]
    to_window = geometry.resize(size, (window.width, window.height))
    to_photo = geometry.compose(geometry.shift(window.left, window.top), to_window)
    return Matte(predicted.alpha, to_photo, model.name, predicted.error, predicted.trust)
