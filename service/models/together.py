"""The portrait network with u2netp's map of the same window beside the photo: the default."""

from service.cancellation import CancellationToken
from service.models.portrait import PortraitModel
from service.models.u2net import U2netModel
from service.values.photo import RGB, Face, Prediction


class TogetherModel:
    """Mattes a window with two networks. Safe for several threads.

    u2netp has seen all sorts of things and loses a jacket or an afro now and then; the portrait
    network has seen portraits alone, and was trained to know when u2netp's map is to be believed.
    """

    name = "portrait-u2netp"

    def __init__(self, u2netp: U2netModel, portrait: PortraitModel) -> None:
        self._u2netp, self._portrait = u2netp, portrait

    def predict(self, window: RGB, face: Face, token: CancellationToken) -> Prediction:
        """Alpha of `window` (H, W, 3) at 384 x 384."""
        return self._portrait.predict(window, face, token, self._u2netp.saliency(window, token))
