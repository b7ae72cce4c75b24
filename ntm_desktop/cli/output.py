"""What a command answers: one JSON document, or sentences for people."""

import errno
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TextIO

from ntm_desktop.errors import UserError

_LEFT: Final = frozenset({errno.EPIPE, errno.EINVAL})
"""What a write says when the reader of a pipe has left; Windows calls it an invalid argument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The result of a command: as a document for scripts, and in lines for people."""

    document: Mapping[str, Any]
    lines: Iterable[str] = ()
    exit_status: int = 0


def speak_unicode() -> None:
    """Write UTF-8 wherever the output goes; a console that cannot show a letter shows "?"."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(encoding="utf-8", errors="replace")
        elif reconfigure:
            reconfigure(errors="replace")


def give(answer: Answer, *, as_json: bool) -> int:
    """Write an answer to standard output, and give the status to leave with."""
    lines = [json.dumps(answer.document, ensure_ascii=False)] if as_json else answer.lines
    _write(sys.stdout, lines)
    return answer.exit_status


def refuse(error: UserError, *, as_json: bool) -> int:
    """Say why a command was refused, and give the status to leave with."""
    return fail(error.code, str(error), error.exit_status, as_json=as_json)


def fail(code: str, message: str, status: int, *, as_json: bool) -> int:
    """Say what went wrong: to people on standard error, to scripts as a document as well."""
    tell(message)
    if as_json:
        document = {"error": {"code": code, "message": message}}
        _write(sys.stdout, [json.dumps(document, ensure_ascii=False)])
    return status


def tell(words: str) -> None:
    """Say something to people, beside the answer."""
    _write(sys.stderr, [words])


def _write(stream: TextIO | None, lines: Iterable[str]) -> None:
    if stream is None:  # a program started without a console on Windows
        return
    try:
        for line in lines:
            stream.write(f"{line}\n")
        stream.flush()
    except OSError as error:
        if error.errno not in _LEFT:
            raise
        # Who read it has left, as `head` does; Python must not complain again on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
