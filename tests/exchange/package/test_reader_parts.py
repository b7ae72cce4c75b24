"""Reading parts: each is a package of its own, and holds just what it says."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.package import envelope_json, errors, parts
from ntm_desktop.exchange.package.envelope import CarriedObject, Echo, Envelope
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.writer import write_package
from tests.exchange import packages

Files = dict[str, bytes]
LARGE = bytes(range(256)) * 120


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("parts")
    (folder / "store").mkdir()
    plan = packages.plan(folder / "store", contents=(LARGE, *packages.CONTENTS))
    divided = parts.in_parts(plan, 16_000)
    made = write_package(folder, divided, packages.KEYS, Unwatched()).parts
    return [each.path for each in made]


@pytest.fixture
def files(written: list[Path]) -> Files:
    """The second part: a middle piece of the large object."""
    return packages.contents(written[1])


@pytest.fixture
def described(files: Files) -> Envelope:
    return envelope_json.from_json(files["ntm/package.json"])


def refused(tmp_path: Path, files: Files, described: Envelope) -> str:
    path = tmp_path / "GOI.ntm"
    path.write_bytes(packages.packed(packages.signed(files, described)))
    with pytest.raises(errors.PackageError) as failure, open_package(path) as package:
        package.verify_objects()
    return failure.value.code


def test_a_later_part_has_no_revisions_but_knows_how_many_there_are(written: list[Path]) -> None:
    with open_package(written[1]) as package:
        assert list(package.revisions()) == []
        assert list(package.lines()) == []
        assert (package.envelope.part, package.envelope.parts) == (2, len(written))
        assert package.envelope.revisions == 3
        assert package.day == packages.DAY


def test_pieces_are_those_of_this_part(written: list[Path]) -> None:
    with open_package(written[1]) as package:
        (piece,) = package.pieces
        content = b"".join(package.piece_chunks(piece.sha256, piece.index))
        (carried,) = [each for each in package.envelope.objects if each.pieces]
        start = carried.pieces[0]
        assert (package.here, piece.index, piece.size) == ((), 1, len(content))
        assert content == LARGE[start : start + piece.size]
        with pytest.raises(errors.PackageIncompleteError):
            package.piece_chunks(piece.sha256, 0)
        with pytest.raises(errors.PackageIncompleteError):
            package.object_chunks(piece.sha256)


def test_a_changed_piece_is_found_while_it_is_read(
    files: Files, described: Envelope, tmp_path: Path
) -> None:
    made = packages.signed(files, described)
    name = _piece(files)
    made[name] = bytes(len(made[name]))
    path = tmp_path / "GOI.ntm"
    path.write_bytes(packages.packed(made))
    with open_package(path) as package:
        (piece,) = package.pieces
        with pytest.raises(errors.PackageChangedError):
            list(package.piece_chunks(piece.sha256, piece.index))
        with pytest.raises(errors.PackageChangedError):
            package.verify_objects()


def _piece(files: Files) -> str:
    return next(name for name in files if name.startswith("data/objects/"))


def _drop_piece(files: Files) -> None:
    del files[_piece(files)]


def _another_index(files: Files) -> None:
    name = _piece(files)
    files[name.replace(".001", ".000")] = files.pop(name)


def _without_index(files: Files) -> None:
    name = _piece(files)
    files[name.removesuffix(".001")] = files.pop(name)


def _shorter(files: Files) -> None:
    files[_piece(files)] = files[_piece(files)][:-1]


def _one_more(files: Files) -> None:
    files[_piece(files).replace(".001", ".002")] = b"more"


def _with_journal(files: Files) -> None:
    files["data/journal.ndjson"] = b""


def _with_another_file(files: Files) -> None:
    files["data/other"] = b"x"


@pytest.mark.parametrize(
    "change",
    [
        _drop_piece,
        _another_index,
        _without_index,
        _shorter,
        _one_more,
        _with_journal,
        _with_another_file,
    ],
)
def test_a_part_that_holds_something_else_is_incomplete(
    change: Callable[[Files], None], files: Files, described: Envelope, tmp_path: Path
) -> None:
    change(files)
    assert refused(tmp_path, files, described) == "package_incomplete"


def test_part_1_without_a_journal_is_incomplete(written: list[Path], tmp_path: Path) -> None:
    files = packages.contents(written[0])
    described = envelope_json.from_json(files["ntm/package.json"])
    del files["data/journal.ndjson"]
    assert refused(tmp_path, files, described) == "package_incomplete"


def test_a_part_passed_off_as_another_is_incomplete(
    files: Files, described: Envelope, tmp_path: Path
) -> None:
    said = replace(described, part=3)
    files["ntm/package.json"] = envelope_json.to_json(said)
    assert refused(tmp_path, files, said) == "package_incomplete"


def _said(described: Envelope, **fields: object) -> bytes:
    """Write an envelope that our writer would refuse."""
    content = envelope_json._content(packages.changed(described, **fields))  # noqa: SLF001
    return canonical(content)


def _object(described: Envelope, **fields: object) -> tuple[CarriedObject, ...]:
    return tuple(
        each._replace(**fields) if each.pieces else each  # type: ignore[arg-type]
        for each in described.objects
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda said: {"part": said.parts + 1},
        lambda _: {"minor": 0},
        lambda said: {"objects": _object(said, pieces=(len(LARGE),))},
        lambda said: {"objects": _object(said, pieces=(len(LARGE) - 1, 2))},
        lambda said: {"objects": _object(said, pieces=(len(LARGE), 0))},
        lambda said: {"objects": _object(said, part=said.parts)},
        lambda _: {"echoes": (Echo(packages.ORIGIN, 1, "ab" * 32),)},
    ],
)
def test_an_impossible_division_is_malformed(
    change: Callable[[Envelope], dict[str, object]], described: Envelope
) -> None:
    content = _said(described, **change(described))
    with pytest.raises(ValueError, match=r"part|piece|count"):
        envelope_json.from_json(content)
