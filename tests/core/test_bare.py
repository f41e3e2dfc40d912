"""Photos without what they tell of their maker; Pillow, another reader of the same formats, is the judge."""

import io
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageChops

from okno.core import files, pictures
from okno.core.bare import bare

SECRET = "Тайный сад, 55.7558"
LENS = "Kanarejka 77"


def photo(kind: str, *, turn: int = 1, **more: Any) -> bytes:
    """A picture of 40 by 30 pixels that tells who took it, where, and with what."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = LENS
    exif[ExifTags.Base.Orientation] = turn
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (55.0, 45.0, 21.0)
    picture = Image.radial_gradient("L").resize((40, 30)).convert("RGB")
    written = io.BytesIO()
    picture.save(written, kind, exif=exif, **more)
    return written.getvalue()


def png_texts() -> dict[str, Any]:
    from PIL.PngImagePlugin import PngInfo

    texts = PngInfo()
    texts.add_text("Comment", LENS)
    texts.add_itxt("Where", SECRET, zip=True)
    return {"pnginfo": texts}


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


MORE: dict[str, dict[str, Any]] = {
    "JPEG": {"comment": LENS.encode(), "xmp": b"<x>Kanarejka 77</x>", "progressive": True, "quality": 90},
    "PNG": {},
    "WEBP": {"xmp": b"<x>Kanarejka 77</x>", "lossless": True},
}


@pytest.mark.parametrize("turn", [1, 6])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_tells_nothing_of_its_maker_and_loses_no_pixel(kind: str, turn: int) -> None:
    more = MORE[kind] | (png_texts() if kind == "PNG" else {})
    content = photo(kind, turn=turn, icc_profile=srgb(), **more)
    assert LENS.encode() in content
    left = bare(content)
    before, after = opened(content), opened(left)
    assert LENS.encode() not in left
    assert set(after.getexif()) <= {ExifTags.Base.Orientation}
    assert after.getexif().get(ExifTags.Base.Orientation, 1) == turn
    assert not after.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert not {"comment", "xmp", "Comment", "Where"} & set(after.info)
    assert after.info.get("icc_profile") == before.info.get("icc_profile")
    assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None
    assert pictures.size(left) == (40, 30)
    assert bare(left) == left


def srgb() -> bytes:
    from PIL.ImageCms import ImageCmsProfile, createProfile

    return ImageCmsProfile(createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_hidden_behind_the_end_of_a_picture_goes_too(kind: str) -> None:
    assert LENS.encode() not in bare(photo(kind) + b"ftypmp4" + LENS.encode())


def test_a_moving_picture_goes_on_moving() -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    for kind in ("PNG", "WEBP"):
        written = io.BytesIO()
        frames[0].save(written, kind, save_all=True, append_images=frames[1:], duration=90)
        assert getattr(opened(bare(written.getvalue())), "n_frames", 1) == 3, kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_broken_picture_breaks_the_desk(kind: str) -> None:
    content = photo(kind)
    for end in range(0, len(content), 7):
        bare(content[:end])
        bare(content[:end] + b"\xff" * 9 + content[end:])
        bare(content[:end] + b"\0" * 9 + content[end + 9 :])


@pytest.mark.django_db
def test_sec_52_a_picture_beyond_bearing_is_only_ever_downloaded() -> None:
    written = io.BytesIO()
    Image.new("1", (8000, 6000)).save(written, "PNG")
    content = written.getvalue()
    assert len(content) < 20_000
    file = files.keep_given(content)
    assert (file.kind, file.width, file.is_picture) == (files.DOWNLOAD, None, False)


@pytest.mark.django_db
def test_the_desk_knows_how_large_a_picture_is() -> None:
    file = files.keep_given(photo("JPEG"))
    assert (file.kind, file.width, file.height) == ("image/jpeg", 40, 30)
    assert LENS.encode() not in files.read(file)
