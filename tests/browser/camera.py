"""What a fake camera shows: people before their own wall, as a video that Chromium plays."""

import cv2
import numpy as np

SIZE = 720, 960  # width and height in pixels, upright as a phone gives it


def scene(path, aside=0.0):
    """A portrait at the lower edge of the picture (H, W, 3), its wall continued around it.

    `aside` moves it right by a share of the width, as seen in the picture.
    """
    width, height = SIZE
    photo = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    scale = width / photo.shape[1]
    photo = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    shift = round(aside * width)
    tall = cv2.copyMakeBorder(photo, height, 0, max(0, shift), max(0, -shift), cv2.BORDER_REPLICATE)
    left = max(0, -shift)
    return np.ascontiguousarray(tall[-height:, left : left + width])


def nobody():
    """A wall."""
    return np.full((SIZE[1], SIZE[0], 3), (198, 196, 190), np.uint8)


def write(path, scenes):
    """A video of (picture, seconds) in turn, a frame a second, which the browser repeats."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F1:1 Ip A1:1 C420jpeg\n".encode())
        for picture, seconds in scenes:
            planes = cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420).tobytes()
            for _ in range(seconds):
                file.write(b"FRAME\n" + planes)
    return path
