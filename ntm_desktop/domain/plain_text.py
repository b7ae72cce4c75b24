"""Plain text, and the scripts and shortcuts that are plain text too."""

from pathlib import PurePath
from typing import BinaryIO

_LIMIT = 1 << 20
_TEXT_NAMES = frozenset({"", ".txt", ".csv", ".tsv", ".md", ".log"})
_RUNS = """
exe com scr pif cpl dll sys msi msp mst bat cmd ps1 psm1 psd1 vbs vbe vb js jse mjs wsf wsh wsc
sct hta htm html xhtml mht mhtml svg lnk url website scf desktop inf reg job jar apk app dmg deb
rpm sh bash py pyw pl rb php asp aspx jsp chm hlp gadget appref-ms application docm dotm xlsm xltm
xlsb xlam pptm potm ppsm sldm xll library-ms settingcontent-ms iso img vhd vhdx
"""
_PROGRAM_NAMES = frozenset(f".{suffix}" for suffix in _RUNS.split())
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"#!", "mã lệnh"),
    (b"@echo", "tệp lệnh BAT/CMD"),
    (b"@set", "tệp lệnh BAT/CMD"),
    (b"@powershell", "tệp lệnh BAT/CMD"),
    (b"[internetshortcut]", "lối tắt (shortcut)"),
    (b"[desktop entry]", "lối tắt (shortcut)"),
    (b"[shell]", "lối tắt (shortcut)"),
    (b"[autorun]", "tệp tự chạy autorun.inf"),
    (b"windows registry editor", "lệnh sửa Windows"),
    (b"regedit4", "lệnh sửa Windows"),
    (b"<?php", "mã lệnh"),
    (b"<job", "mã lệnh"),
    (b"<!doctype html", "trang web"),
    (b"<html", "trang web"),
    (b"<head", "trang web"),
    (b"<body", "trang web"),
    (b"<svg", "hình vẽ có thể chứa mã lệnh"),
)
_ANYWHERE: tuple[bytes, ...] = (
    b"<script",
    b"<hta:",
    b"wscript.",
    b"createobject(",
    b"activexobject",
    b"invoke-expression",
    b"-executionpolicy",
    b"powershell.exe",
    b"powershell -",
    b"cmd.exe /c",
    b"shell.application",
    b"vbscript:",
    b"javascript:",
)
_SAMPLE = 4096
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\f\r\x1a"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def script_in(head: bytes) -> str | None:
    """Name the script or shortcut that a file begins as, else None."""
    text = _flat(head)
    if _has_controls(text):
        return None
    for beginning, what in _BEGINNINGS:
        if text.startswith(beginning):
            return what
    return "mã lệnh" if any(mark in text for mark in _ANYWHERE) else None


def is_text(content: BinaryIO) -> bool:
    """Say whether a file is text in any encoding: Unicode, or an old Vietnamese one."""
    content.seek(0)
    text = content.read(_LIMIT)
    if text.startswith(_UTF16):
        text = _flat(text)
    # Other content shows what it is at once; only text is looked at to the end.
    return not _has_controls(text[:_SAMPLE]) and not _has_controls(text) and bool(text.strip())


def has_text_name(name: str) -> bool:
    """Say whether Windows would open a file of this name as text."""
    return _suffix(name) in _TEXT_NAMES


def has_program_name(name: str) -> bool:
    """Say whether Windows would run a file of this name."""
    return _suffix(name) in _PROGRAM_NAMES


def _has_controls(text: bytes) -> bool:
    return len(text.translate(None, _CONTROLS)) < len(text)


def _suffix(name: str) -> str:
    return PurePath(name.rstrip(". \t")).suffix.lower()


def _flat(head: bytes) -> bytes:
    """Bring text to lower-case bytes, whatever its encoding: the marks of scripts are ASCII."""
    if head.startswith(_UTF16):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
