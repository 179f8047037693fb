"""A face of five points, upright or turned."""

import numpy as np

from service.models.faces import face_of

UPRIGHT = np.array([[40, 50], [80, 50], [60, 70], [45, 90], [75, 90]], np.float64)


def face(landmarks=UPRIGHT):
    return face_of(box=(30, 20, 90, 120), score=0.99, landmarks=landmarks)


def turned(degrees):
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return face((UPRIGHT - 60) @ turn.T + 60)
