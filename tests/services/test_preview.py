import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from db.file_errors import EvidenceDamagedError, EvidenceMissingError
from db.files import FileStore
from ntm_desktop.domain.media import Kind
from ntm_desktop.services import preview
from ntm_desktop.services.preview import (
    Fault,
    Look,
    Pixels,
    Preview,
    PreviewDamagedError,
    PreviewLockedError,
    PreviewUnsupportedError,
    look,
    render,
)
from tests import samples

Give = Callable[[bytes], Path]


@pytest.fixture
def give(tmp_path: Path) -> Give:
    return lambda content: samples.write(tmp_path, "tệp", content)


def colour(pixels: Pixels, x: int, y: int) -> tuple[int, ...]:
    at = y * pixels.stride + x * 4
    return tuple(pixels.data[at : at + 4])


def is_sound(pixels: Pixels, box: tuple[int, int]) -> bool:
    """Rows are complete, opaque and within the box, touching it in one direction."""
    return (
        len(pixels.data) == pixels.stride * pixels.height
        and pixels.width <= box[0]
        and pixels.height <= box[1]
        and (abs(pixels.width - box[0]) <= 1 or abs(pixels.height - box[1]) <= 1)
        and set(pixels.data[3::4]) == {255}
    )


def test_a_page_of_a_scan_fills_the_box_given(give: Give) -> None:
    path = give(samples.scanned_pdf(30))
    assert look(path, Kind.PDF) == Look(30)
    for box in ((600, 800), (150, 900), (1, 1)):
        assert is_sound(render(path, Kind.PDF, 29, box), box)


@pytest.mark.parametrize("page", [-1, 2])
def test_a_page_that_is_not_there_is_told(give: Give, page: int) -> None:
    with pytest.raises(PreviewDamagedError):
        render(give(samples.scanned_pdf(2)), Kind.PDF, page, (100, 100))


def test_a_pdf_with_a_password_is_named_so(give: Give) -> None:
    path = give(samples.locked_pdf())
    assert look(path, Kind.PDF) == Look(None, Fault.LOCKED)
    assert "bỏ mật khẩu" in look(path, Kind.PDF).warning
    with pytest.raises(PreviewLockedError, match="bỏ mật khẩu"):
        render(path, Kind.PDF, 0, (100, 100))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (samples.damaged_pdf(), Kind.PDF),
        (b"%PDF-1.7\n", Kind.PDF),
        (samples.photo((640, 480))[:2_000], Kind.JPEG),
        (b"\xff\xd8\xff", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), Kind.PNG),
    ],
)
def test_a_damaged_file_is_named_so(give: Give, content: bytes, kind: Kind) -> None:
    path = give(content)
    found = look(path, kind)
    assert found.fault is Fault.DAMAGED
    assert "chép lại" in found.warning
    with pytest.raises(PreviewDamagedError, match="chép lại"):
        render(path, kind, 0, (100, 100))


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.XLSX, Kind.TEXT])
def test_other_documents_are_left_to_the_programs_of_the_pc(give: Give, kind: Kind) -> None:
    path = give(samples.docx())
    assert look(path, kind) == Look(None, Fault.NOT_PRINTABLE)
    with pytest.raises(PreviewUnsupportedError, match="chương trình của máy"):
        render(path, kind, 0, (100, 100))


def test_a_photo_is_shown_upright_as_its_camera_says(give: Give) -> None:
    lying = render(give(samples.photo((400, 300))), Kind.JPEG, 0, (200, 200))
    upright = samples.photo((400, 300), orientation=samples.ROTATED_RIGHT)
    shown = render(give(upright), Kind.JPEG, 0, (200, 200))
    assert (lying.width, lying.height) == (200, 150)
    assert (shown.width, shown.height) == (150, 200)
    for x, y in ((20, 20), (180, 100)):  # a quarter to the right: left goes up
        there = colour(shown, 149 - y, x)
        assert all(abs(a - b) < 12 for a, b in zip(colour(lying, x, y), there, strict=True))


def test_a_small_image_is_not_blown_up(give: Give) -> None:
    shown = render(give(samples.picture("PNG", (32, 24))), Kind.PNG, 0, (500, 500))
    assert (shown.width, shown.height) == (32, 24)


def test_transparent_parts_are_shown_as_paper(give: Give) -> None:
    path = give(samples.picture("PNG", (32, 24), "LA"))
    assert set(render(path, Kind.PNG, 0, (32, 24)).data[3::4]) == {255}


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
def test_images_of_every_colour_scheme_are_shown(give: Give, mode: str) -> None:
    path = give(samples.picture("TIFF", (64, 48), mode))
    assert is_sound(render(path, Kind.TIFF, 0, (64, 48)), (64, 48))


@pytest.mark.parametrize("kind", [Kind.TIFF, Kind.GIF, Kind.BMP, Kind.WEBP])
def test_images_that_cannot_be_printed_are_shown_with_a_warning(give: Give, kind: Kind) -> None:
    path = give(samples.picture(kind.value.upper()))
    assert look(path, kind) == Look(1, Fault.NOT_PRINTABLE)
    assert is_sound(render(path, kind, 0, (320, 240)), (320, 240))


def test_an_image_too_large_for_the_memory_is_told(
    give: Give, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "MOST_PIXELS", 50_000)
    with pytest.raises(PreviewUnsupportedError, match="quá lớn"):
        render(give(samples.picture("PNG", (320, 240))), Kind.PNG, 0, (320, 240))
    photo = give(samples.photo((640, 480)))
    assert is_sound(render(photo, Kind.JPEG, 0, (100, 100)), (100, 100))


def test_pages_may_be_asked_for_from_several_threads(give: Give) -> None:
    path = give(samples.scanned_pdf(4))
    shown: list[Pixels] = []
    threads = [
        threading.Thread(
            target=lambda page=page: shown.append(render(path, Kind.PDF, page % 4, (80, 80)))
        )
        for page in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shown) == 12


def test_kept_evidence_is_shown_only_while_it_is_whole(give: Give, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    kept = store.take_in(give(samples.photo((64, 48))))
    shows = Preview(store)
    assert shows.look(kept.sha256, Kind.JPEG) == Look(1)
    assert shows.thumbnail(kept.sha256, Kind.JPEG, 32).width == 32
    path = store.path(kept.sha256)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(EvidenceDamagedError):
        shows.thumbnail(kept.sha256, Kind.JPEG)
    store.remove(kept.sha256)
    with pytest.raises(EvidenceMissingError):
        shows.thumbnail(kept.sha256, Kind.JPEG)
