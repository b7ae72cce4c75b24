"""The program folder and the list of licences."""

import marshal
import zipfile
from pathlib import Path

import pytest

from installer import licences, tree
from installer.build import file_list
from installer.sources import BuildError, python_files

METADATA = "Metadata-Version: 2.4\nName: paper\nVersion: 1.2\nLicense-Expression: MIT\n\n"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "paper-1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("paper/__init__.py", "SIZE = 'A4'\n")
        archive.writestr("paper-1.2.dist-info/METADATA", METADATA)
        archive.writestr("paper-1.2.dist-info/licenses/LICENSE", "Permission is granted")
        archive.writestr("paper-1.2.dist-info/RECORD", "")
    return path


def test_program_holds_python_libraries_and_our_packages(wheel: Path) -> None:
    files = tree.program({"python.exe": b"MZ", "LICENSE.txt": b"PSF"}, [wheel])

    assert files["python.exe"] == b"MZ"
    assert b"app" in files["python311._pth"]
    assert "Lib/site-packages/paper/__init__.py" in files
    assert "app/ntm_desktop/__main__.py" in files
    assert "app/resources/icons/program.ico" in files
    assert not [name for name in files if "tests" in name or name.endswith("RECORD")]
    assert list(files) == sorted(files)


@pytest.mark.skipif(
    not tree.compiled({"app/a.py": b""}), reason="bytecode of CPython 3.11 is made by 3.11"
)
def test_every_module_has_bytecode_that_is_not_held_against_its_source() -> None:
    source = b"ANSWER = 42\n"

    made = tree.compiled({"app/a.py": source, "app/b.txt": b"", "python.py": b""})

    assert list(made) == ["app/__pycache__/a.cpython-311.pyc"]
    [bytecode] = made.values()
    assert bytecode[4:8] == (1).to_bytes(4, "little")
    names: dict[str, int] = {}
    exec(marshal.loads(bytecode[16:]), names)  # noqa: S102, S302
    assert names["ANSWER"] == 42


def test_list_names_every_part_with_its_licence(wheel: Path) -> None:
    files = tree.program({"LICENSE.txt": b"PSF"}, [wheel])

    words = files["LICENCES.txt"].decode()
    assert "paper 1.2: MIT\r\n    licences\\paper-1.2\\LICENSE" in words
    assert files["licences/paper-1.2/LICENSE"] == b"Permission is granted"
    assert "PSF-2.0" in words
    assert "OFL-1.1" in words
    assert {"licences/Qt/LGPL-3.0.txt", "licences/Qt/GPL-3.0.txt"} <= set(files)


def test_licence_is_read_from_classifiers_where_there_is_no_expression(tmp_path: Path) -> None:
    path = tmp_path / "old-1-py3-none-any.whl"
    head = "Name: old\nVersion: 1\nClassifier: License :: OSI Approved :: BSD License\n\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("old-1.dist-info/METADATA", head)
        archive.writestr("old-1.dist-info/COPYING", "Redistribution is permitted")

    part, _ = licences.of_wheel(path)

    assert part.licence == "BSD License"


def test_licence_is_called_what_its_text_is_where_nothing_else_says(tmp_path: Path) -> None:
    path = tmp_path / "terse-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("terse-1.dist-info/METADATA", "Name: terse\nVersion: 1\n\n")
        archive.writestr("terse-1.dist-info/licenses/LICENSE", "The MIT License\n\nCopyright")

    assert licences.of_wheel(path)[0].licence == "The MIT License"


def test_texts_of_one_name_in_two_folders_are_both_kept(tmp_path: Path) -> None:
    path = tmp_path / "two-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("two-1.dist-info/METADATA", "Name: two\nVersion: 1\n\n")
        archive.writestr("two-1.dist-info/licenses/LICENSES/MIT.txt", "ours")
        archive.writestr("two-1.dist-info/licenses/BUILT/MIT.txt", "theirs")

    _, texts = licences.of_wheel(path)

    assert texts == {"two-1/LICENSES-MIT.txt": b"ours", "two-1/BUILT-MIT.txt": b"theirs"}


def test_wheel_without_a_licence_stops_the_build(tmp_path: Path) -> None:
    path = tmp_path / "bare-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bare-1.dist-info/METADATA", "Name: bare\nVersion: 1\nLicense: MIT\n\n")

    with pytest.raises(BuildError, match=r"bare-1.*no licence"):
        licences.of_wheel(path)


def test_installer_writes_files_sorted_folder_by_folder() -> None:
    lines = file_list(["b.txt", "a/c.txt", "a/b$.txt"])

    assert lines.splitlines() == [
        'SetOutPath "$INSTDIR\\program.new\\a"',
        'File "${TREE}\\a\\b$$.txt"',
        'File "${TREE}\\a\\c.txt"',
        'SetOutPath "$INSTDIR\\program.new"',
        'File "${TREE}\\b.txt"',
    ]


def test_python_with_another_hash_is_refused(tmp_path: Path) -> None:
    given = tmp_path / "python.zip"
    given.write_bytes(b"something else")

    with pytest.raises(BuildError, match="SHA-256"):
        python_files(tmp_path, given, "0" * 64)
