"""Pictures lose their position, camera and words, and not one point of what they show (T-56)."""

import io

import pytest
from PIL import Image, ImageCms, ImageOps

from app.documents import jpeg, png
from app.documents.checks import MOST_PIXELS, check
from app.documents.kinds import Refused
from tests.support import files

WAYS = range(1, 9)
MARKS = (b"Canary", files.GPS_MARK, b"GPS")


def points(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).tobytes()


def shown(content: bytes) -> bytes:
    """The points as a viewer turns them."""
    return ImageOps.exif_transpose(Image.open(io.BytesIO(content))).tobytes()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"restart_marker_rows": 1}], ids=str)
def test_a_photo_keeps_its_points_and_its_way_up_and_nothing_else(way, more):
    content = files.jpeg(way, **more)
    stripped = jpeg.strip(content)
    assert (stripped.width, stripped.height) == (files.WIDTH, files.HEIGHT)
    assert points(stripped.content) == points(content)
    assert shown(stripped.content) == shown(content)
    for mark in MARKS:
        assert mark not in stripped.content
    exif = Image.open(io.BytesIO(stripped.content)).getexif()
    assert dict(exif) == ({} if way == 1 else {0x0112: way})


def test_what_follows_a_photo_is_left_out():
    content = files.jpeg() + b"CanaryMovie" + files.jpeg()
    assert jpeg.strip(content).content == jpeg.strip(files.jpeg()).content


def test_the_colours_of_a_photo_stay():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = Image.open(io.BytesIO(jpeg.strip(files.jpeg(icc_profile=profile)).content))
    assert kept.info["icc_profile"] == profile


def test_a_picture_keeps_its_points_and_nothing_else():
    content = files.png()
    stripped = png.strip(content)
    assert points(stripped.content) == points(content)
    assert b"Canary" not in stripped.content
    assert b"tIME" not in stripped.content


def test_a_pictures_way_up_stays():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "CanaryCamera"
    content = files.png(exif=exif)
    stripped = png.strip(content).content
    assert b"Canary" not in stripped
    assert shown(stripped) == shown(content)


def test_stripping_twice_changes_nothing():
    for strip, content in ((jpeg.strip, files.jpeg(6)), (png.strip, files.png())):
        once = strip(content).content
        assert strip(once).content == once


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked():
    with pytest.raises(Refused) as refusal:
        check(files.huge_png(), "png")
    assert refusal.value.key == "documents.errors.too_many_pixels"


@pytest.mark.parametrize(("height", "key"), [(0, "too_many_pixels"), (-1, "broken")])
def test_the_border_of_points(height, key):
    # Within the bound it is only broken: there are not that many rows.
    side = 10_000
    with pytest.raises(Refused) as refusal:
        check(files.huge_png(side, MOST_PIXELS // side + 1 + height), "png")
    assert refusal.value.key == f"documents.errors.{key}"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_picture_of_any_colours_has_a_preview(mode):
    out = io.BytesIO()
    made = Image.new("L", (40, 30), 128)
    (Image.new(mode, (40, 30)) if mode == "I;16" else made.convert(mode)).save(out, "PNG")
    assert Image.open(io.BytesIO(check(out.getvalue(), "png").preview)).size == (40, 30)


def test_a_preview_is_small_and_stands_upright():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    files.picture(3000, 1000).save(out, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(check(out.getvalue(), "jpg").preview)).size == (333, 1000)
