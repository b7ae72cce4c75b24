"""What a command works on: the data folder, the sheet and the passphrase it was told."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ntm_desktop.domain.assessment import Sheet, key_of
from ntm_desktop.domain.ownership import Role
from ntm_desktop.errors import InputError, UsageError
from ntm_desktop.paths import DataFolder, default_folder
from ntm_desktop.services.fitting import check_sheet
from ntm_desktop.services.office import NotSetUpError
from ntm_desktop.services.workplace import Workplace, open_workplace

PRACTICE = "Số liệu luyện tập"


class PassphraseMissingError(UsageError):
    """The office's key is needed and nobody gave its passphrase."""

    code = "passphrase_needed"


class SubjectMissingError(UsageError):
    """It was not said which commune is meant."""

    code = "subject_missing"


class UnknownSubjectError(InputError):
    """Nothing is known here of the subject."""

    code = "unknown_subject"


def data_folder(options: Namespace) -> Path:
    """Say which data folder is meant."""
    return Path(options.data) if options.data else default_folder()


@contextmanager
def opened(options: Namespace) -> Iterator[Workplace]:
    """Open the data folder for one command; raises NotSetUpError and makes nothing."""
    root = data_folder(options)
    if not DataFolder(root).file.exists():
        raise NotSetUpError(
            f"Thư mục {root} chưa được thiết lập. Hãy kiểm tra --data, hoặc dùng lệnh ntm init."
        )
    workplace = open_workplace(root)
    try:
        yield workplace
    finally:
        workplace.close()


def sheet(workplace: Workplace, options: Namespace) -> Sheet:
    """Choose the sheet; raises SubjectMissingError outside a commune, UnknownSubjectError.

    A set for another kind of subject is refused: SetOfAnotherKindError.
    """
    own = workplace.office.unit.code
    subject = getattr(options, "subject", None)
    if workplace.office.role is not Role.COMMUNE and not subject:
        raise SubjectMissingError(
            "Hãy chọn xã bằng --subject MÃ. Xem các mã bằng lệnh ntm subject list."
        )
    if subject and subject != own:
        _check_known(workplace, subject)
    chosen = workplace.sheet(subject=subject, set_id=options.set, year=options.year)
    criteria_set = workplace.catalogue.criteria_set(chosen.criteria_set)
    check_sheet(workplace.data, chosen, criteria_set)
    return chosen


def _check_known(workplace: Workplace, subject: str) -> None:
    service = workplace.subjects
    if key_of(subject):
        service.opened(subject)
    elif all(unit.code != subject for unit in service.communes()):
        raise UnknownSubjectError(
            f"Chưa có số liệu của đối tượng “{subject}” ở đây. "
            "Hãy xem các mã bằng lệnh ntm subject list."
        )


def given_passphrase(options: Namespace) -> str | None:
    """Read the passphrase from the first line of its file, or ask a person at a terminal."""
    if options.passphrase_file is None:
        return _asked() if not options.json and sys.stdin and sys.stdin.isatty() else None
    return _first_line(Path(options.passphrase_file))


def new_passphrase(options: Namespace) -> str:
    """Read the new passphrase from its file; raises PassphraseMissingError."""
    found = _first_line(options.new_passphrase_file)
    if found is None:
        raise PassphraseMissingError(
            f"Tệp {options.new_passphrase_file} không có mật khẩu ở dòng đầu. Hãy kiểm tra lại."
        )
    return found


def _first_line(file: Path) -> str | None:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PassphraseMissingError(
            f"Không đọc được tệp mật khẩu {file}. Hãy kiểm tra lại tệp."
        ) from error
    return text.partition("\n")[0].rstrip("\r") or None


def passphrase(options: Namespace) -> str:
    """Read the passphrase as above; raises PassphraseMissingError if there is none."""
    found = given_passphrase(options)
    if found is None:
        raise PassphraseMissingError(
            "Cần mật khẩu khóa của đơn vị. Hãy ghi mật khẩu vào một tệp và thêm "
            "--passphrase-file TỆP."
        )
    return found


def _asked() -> str | None:
    from getpass import getpass

    return getpass("Mật khẩu khóa của đơn vị: ") or None


def heading(workplace: Workplace) -> list[str]:
    """Say first that the data is for practice, if it is."""
    return [PRACTICE] if workplace.office.practice else []
