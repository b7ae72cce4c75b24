"""Errors the user can act on; anything else is a bug and goes to the crash handler."""

from typing import ClassVar


class UserError(Exception):
    """A problem to be shown as is: its text is Vietnamese and says what to do next.

    `code` is stable, for scripts; `exit_status` is what `ntm` leaves with: 2 wrong use, 3 input
    refused, 4 data folder or disk.
    """

    code: ClassVar[str] = "refused"
    exit_status: ClassVar[int] = 3


class InputError(UserError):
    """What was given cannot be accepted as it is."""

    code = "bad_input"


class UsageError(UserError):
    """The command or step does not fit the situation."""

    code = "wrong_use"
    exit_status = 2


class DataFolderError(UserError):
    """The data folder or a disk does not let the program work."""

    code = "data_folder"
    exit_status = 4
