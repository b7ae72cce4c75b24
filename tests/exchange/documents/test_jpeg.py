"""What is read of a JPEG without decoding it."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ntm_desktop.exchange.documents.jpeg import JpegError, read_header


def jpeg(mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    data = BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(data, "JPEG", **options)
    return data.getvalue()


@pytest.mark.parametrize(("mode", "colours"), [("L", 1), ("RGB", 3), ("CMYK", 4)])
@pytest.mark.parametrize("progressive", [False, True])
def test_size_and_colours_are_those_of_the_frame(
    mode: str, colours: int, *, progressive: bool
) -> None:
    header = read_header(BytesIO(jpeg(mode, progressive=progressive)))
    assert (header.width, header.height, header.colours) == (40, 30, colours)
    assert header.adobe == (mode == "CMYK")


def test_exif_data_is_given_without_its_name() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert read_header(BytesIO(jpeg(exif=exif))).exif.startswith((b"II", b"MM"))


def test_a_film_behind_the_picture_does_no_harm() -> None:
    assert read_header(BytesIO(jpeg() + bytes(1_000_000))).width == 40


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_picture() -> None:
    exif = Image.Exif()
    exif[0x010E] = "thumbnail \xff\xd9"
    whole = jpeg(exif=exif.tobytes() + b"\xff\xd9")
    read_header(BytesIO(whole))
    with pytest.raises(JpegError, match="cắt cụt"):
        read_header(BytesIO(whole[:-2]))


def test_a_way_of_pressing_that_pdf_does_not_know_is_refused() -> None:
    lossless = jpeg().replace(b"\xff\xc0", b"\xff\xc3", 1)
    with pytest.raises(JpegError, match="kiểu nén"):
        read_header(BytesIO(lossless))


@given(st.integers(0, 5000), st.binary(max_size=40))
def test_whatever_the_bytes_it_is_a_header_or_a_refusal(at: int, noise: bytes) -> None:
    data = jpeg()
    at %= len(data)
    try:
        header = read_header(BytesIO(data[:at] + noise + data[at + len(noise) :]))
    except JpegError:
        return
    assert header.width > 0
    assert header.height > 0
