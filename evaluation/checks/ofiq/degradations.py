"""The degradations of ofiq-syngen, and which check here is to see each."""

from dataclasses import dataclass

from service.values.check import CheckId


@dataclass(frozen=True, slots=True)
class Degradation:
    """What the package does to a photo for a component of OFIQ: its `index`-th way of doing so.

    `checks` are those of this service that judge the same; with none, only others can notice.
    `worst` is the highest severity that can be had.
    """

    name: str
    component: str
    checks: tuple[CheckId, ...]
    index: int = 0
    worst: float = 1.0


# At 1 one edge of the picture becomes a point, and OpenCV does not come back from its reflection.
PERSPECTIVE = 0.8
EXPOSURE: tuple[CheckId, ...] = ("underexposure", "overexposure")
DEGRADATIONS = (
    Degradation(
        "pattern on the wall", "BackgroundUniformity", ("background-uniform", "background-shadow")
    ),
    Degradation("one side darker", "IlluminationUniformity", ("light-evenness",)),
    Degradation("darker", "LuminanceMean", EXPOSURE),
    Degradation("face of stark contrast", "LuminanceVariance", EXPOSURE),
    Degradation("darker, by the face", "UnderExposurePrevention", ("underexposure",)),
    Degradation("lighter", "OverExposurePrevention", ("overexposure",)),
    Degradation("few grey levels", "DynamicRange", ("dynamic-range",)),
    Degradation("out of focus", "Sharpness", ("sharpness",)),
    Degradation("shaken", "Sharpness", ("sharpness",), 1),
    Degradation("noise", "Sharpness", ("sharpness",), 2),
    Degradation("compressed", "CompressionArtifacts", ("jpeg-quality",)),
    Degradation("colour cast", "NaturalColour", ("face-hue", "face-chroma")),
    Degradation("barrel distortion", "RadialDistortion", ()),
    Degradation("second face", "SingleFacePresent", ("faces",)),
    Degradation("skin over the eyes", "EyesOpen", ("eyes-open",)),
    Degradation("mouth opened", "MouthClosed", ("mouth-closed",)),
    Degradation("dark glasses", "EyesVisible", ("eyes-visible",)),
    Degradation("mask", "MouthOcclusionPrevention", ("face-occluded",)),
    Degradation("hand", "FaceOcclusionPrevention", ("face-occluded",)),
    Degradation("person smaller", "InterEyeDistance", ("eye-distance",)),
    Degradation("zoomed in", "HeadSize", ("head-complete",)),
    Degradation("moved to the left", "LeftwardCropOfTheFaceImage", ("shoulders-complete",)),
    Degradation("moved to the right", "RightwardCropOfTheFaceImage", ("shoulders-complete",)),
    Degradation("moved up", "MarginAboveOfTheFaceImage", ("head-complete",)),
    Degradation("moved down", "MarginBelowOfTheFaceImage", ("body-complete",)),
    Degradation("sideways perspective", "HeadPoseYaw", ("yaw",), worst=PERSPECTIVE),
    Degradation("upward perspective", "HeadPosePitch", ("pitch",), worst=PERSPECTIVE),
    Degradation("turned in its plane", "HeadPoseRoll", ("roll",)),
    Degradation("mouth bent", "ExpressionNeutrality", ("expression",)),
    Degradation("hat", "NoHeadCoverings", ("head-covering",)),
)
