from PIL import Image

from loadtest.photos import CAMERAS, make_photo


def test_a_photo_is_of_its_camera_and_the_same_every_time(tmp_path):
    camera = CAMERAS[-1]
    photo = make_photo(camera)
    (tmp_path / "photo.jpg").write_bytes(photo.data)
    assert Image.open(tmp_path / "photo.jpg").size == (camera.width, camera.height)
    assert make_photo(camera).data == photo.data
