"""Paths that Windows opens however long they are."""

from pathlib import Path, PureWindowsPath

import pytest

from ntm_desktop.paths import DataFolder, extended, reachable, shown

pytestmark = pytest.mark.os
LONG = "\\".join(["thư mục rất dài"] * 20)


@pytest.mark.parametrize(
    ("whole", "spelt"),
    [
        (rf"D:\{LONG}", rf"\\?\D:\{LONG}"),
        (rf"\\may-chu\chung\{LONG}", rf"\\?\UNC\may-chu\chung\{LONG}"),
        (rf"\\?\D:\{LONG}", rf"\\?\D:\{LONG}"),
        (r"\\.\aux", r"\\.\aux"),
    ],
    ids=["a drive", "a share", "spelt so already", "a device"],
)
def test_a_long_path_says_that_it_may_be_long(whole: str, spelt: str) -> None:
    assert extended(whole) == spelt
    assert PureWindowsPath(spelt).parts[1:] == PureWindowsPath(whole).parts[1:]


@pytest.mark.parametrize("whole", [rf"D:\{LONG}", rf"\\may-chu\chung\{LONG}", "tệp.pdf"])
def test_people_see_the_path_they_know(whole: str) -> None:
    assert str(shown(Path(whole))) == whole
    if whole != "tệp.pdf":
        assert str(shown(Path(extended(whole)))) == whole


def test_a_short_path_stays_as_it_was_given() -> None:
    assert reachable(Path("a.pdf")) == Path("a.pdf")
    assert DataFolder(Path("dữ liệu")).root == Path("dữ liệu")


def test_a_path_that_others_add_to_counts_what_they_add(tmp_path: Path) -> None:
    assert shown(reachable(tmp_path, room=400)) == tmp_path
    assert reachable(reachable(tmp_path, room=400)) == reachable(tmp_path, room=400)
