"""Good packages changed at random: refused with a reason of ours, never taken for others."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange import age
from ntm_desktop.exchange.package.container import Budget
from ntm_desktop.exchange.package.envelope import Envelope
from ntm_desktop.exchange.package.errors import PackageError, PackageTooLargeError
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.exchange.package.sealing import sealed_writer, unsealed
from tests.exchange import packages

UNWATCHED = Unwatched()
IDENTITIES = (packages.KEYS.age_identity,)
Mutation = Callable[[Random, bytes], bytes]
Content = tuple[Envelope, tuple[bytes, ...], tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class Good:
    """A package as it was written, its content, and a place for changed ones."""

    plain: bytes
    sealed: bytes
    content: Content
    folder: Path

    def read(self, data: bytes) -> Content:
        """Read all that can be read; raises PackageError."""
        file = self.folder / "GOI.ntm"
        file.write_bytes(data)
        with unsealed(file, IDENTITIES, self.folder / "cache", UNWATCHED) as plain:
            return everything(plain)

    def left(self) -> list[Path]:
        """Say what reading left behind."""
        cache = self.folder / "cache"
        return list(cache.iterdir()) if cache.exists() else []


def everything(plain: Path) -> Content:
    with open_package(plain) as package:
        package.verify_objects()
        objects = tuple(
            b"".join(package.object_chunks(each.sha256)) for each in package.envelope.objects
        )
        return package.envelope, tuple(each.line for each in package.revisions()), objects


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    folder = tmp_path_factory.mktemp("mutations")
    path = packages.write(folder).parts[0].path
    stream = BytesIO()
    with sealed_writer(stream, [age.recipient_of(IDENTITIES[0])]) as writer:
        writer.write(path.read_bytes())
    return Good(path.read_bytes(), stream.getvalue(), everything(path), folder)


def one_byte(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ random.randrange(1, 256)]) + data[at + 1 :]


def several_bytes(random: Random, data: bytes) -> bytes:
    for _ in range(random.randrange(2, 20)):
        data = one_byte(random, data)
    return data


def cut(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data))]


def without_its_beginning(random: Random, data: bytes) -> bytes:
    return data[random.randrange(1, len(data)) :]


def without_a_piece(random: Random, data: bytes) -> bytes:
    one, two = piece(random, data)
    return data[:one] + data[two:]


def with_a_piece_twice(random: Random, data: bytes) -> bytes:
    one, two = piece(random, data)
    return data[:two] + data[one:]


def with_something_put_in(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.randbytes(random.randrange(1, 100)) + data[at:]


def with_pieces_swapped(random: Random, data: bytes) -> bytes:
    one, two = piece(random, data)
    middle = random.randrange(one, two)
    return data[:one] + data[middle:two] + data[one:middle] + data[two:]


def with_zeros(random: Random, data: bytes) -> bytes:
    one, two = piece(random, data)
    return data[:one] + bytes(two - one) + data[two:]


def with_a_line_swapped(random: Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    one_byte,
    several_bytes,
    cut,
    without_its_beginning,
    without_a_piece,
    with_a_piece_twice,
    with_something_put_in,
    with_pieces_swapped,
    with_zeros,
    with_a_line_swapped,
)


def piece(random: Random, data: bytes) -> tuple[int, int]:
    one = random.randrange(len(data) - 1)
    return one, random.randrange(one + 1, min(len(data), one + 2000) + 1)


def mutants(mutation: Mutation, data: bytes, count: int) -> Iterator[bytes]:
    random = Random(mutation.__name__)  # noqa: S311 - the same ones at every run
    for _ in range(count):
        changed = mutation(random, data)
        if changed != data:
            yield changed


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_plain_package_changed_at_random_is_never_something_else(
    mutation: Mutation, good: Good
) -> None:
    taken = 0
    for changed in mutants(mutation, good.plain, 60):
        try:
            assert good.read(changed) == good.content
            taken += 1
        except PackageError:
            pass
    assert taken <= 3, "only the zip's version numbers may differ"


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_sealed_package_changed_at_random_is_refused(mutation: Mutation, good: Good) -> None:
    for changed in mutants(mutation, good.sealed, 40):
        with pytest.raises(PackageError):
            good.read(changed)
    assert good.left() == []
    assert good.read(good.sealed) == good.content


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("name", ["ntm/package.json", "data/journal.ndjson", "bag-info.txt"])
def test_what_an_office_signs_is_read_or_refused_with_a_reason(
    name: str, mutation: Mutation, good: Good
) -> None:
    file = good.folder / "good.ntm"
    file.write_bytes(good.plain)
    files = packages.contents(file)
    for changed in mutants(mutation, files[name], 20):
        made = packages.signed({**files, name: changed}, good.content[0])
        if name == "bag-info.txt":
            made = packages.resigned({**made, name: changed}, good.content[0])
        with suppress(PackageError):  # anything else is a defect of ours
            good.read(packages.packed(made))


def directory(count: int, size: int) -> bytes:
    """Pack that many files of that size, as a zip that is all right otherwise."""
    names = (f"data/objects/{number:064x}" for number in range(count - 1))
    return packages.packed({"bagit.txt": b"", **dict.fromkeys(names, bytes(size))})


def test_a_hundred_thousand_entries_are_read_in_seconds_not_minutes(good: Good) -> None:
    data = directory(100_000, 0)
    started = time.process_time()
    with pytest.raises(PackageError):
        good.read(data)
    assert time.process_time() - started < 10


def test_entries_without_number_are_not_even_read(tmp_path: Path) -> None:
    (tmp_path / "GOI.ntm").write_bytes(directory(2_000, 0))
    with pytest.raises(PackageTooLargeError):
        open_package(tmp_path / "GOI.ntm", Budget(entries=1_999))
