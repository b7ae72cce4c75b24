"""The commune's first day in the installed program, by mouse and keyboard."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageDraw

from installer.smoke_hands import Hands
from installer.smoke_office import Authority
from installer.smoke_wine import FOLDER, StepFailedError, Wine, wait_for

AUTHOR: Final = "Nông Văn Thị"
PASSPHRASE: Final = "mat khau cua xa 2024"  # noqa: S105 - of a run that is thrown away
UNIT: Final = "06379"
CODE: Final = "3.1"
PAPER: Final = "Báo cáo tưới tiêu, tiêu chủ động năm 2024.pdf"
FIRST_START: Final = "Hồ sơ nông thôn mới"
WINDOW: Final = "Xã Tân Thành"
# Places in the windows, from their left upper corner.
COMMUNE: Final = (300, 155)
FIRST_UNIT: Final = (300, 183)
CRITERIA_ENTRY: Final = (156, 116)
FIGURE: Final = (658, 231)
ADD_EVIDENCE: Final = (1260, 78)
STEP_PAPERS: Final = (846, 123)
STEP_SEND: Final = (1196, 123)
DOSSIER: Final = (921, 257)
RECEIVE_ENTRY: Final = (160, 190)
Step = Callable[[], None]
_READ_CLIPBOARD: Final = """
import ctypes
user, kernel = ctypes.windll.user32, ctypes.windll.kernel32
user.GetClipboardData.restype = kernel.GlobalLock.restype = ctypes.c_void_p
kernel.GlobalLock.argtypes = [ctypes.c_void_p]
user.OpenClipboard(None)
held = user.GetClipboardData(13)
print(ascii(ctypes.wstring_at(kernel.GlobalLock(held))) if held else "", flush=True)
"""


class Story:
    """One day; each step rests on the ones before."""

    def __init__(self, wine: Wine, hands: Hands, stick: Path) -> None:
        self._wine, self._hands, self._stick = wine, hands, stick
        self._window = ""
        self._authority: Authority | None = None
        self._paper = wine.prefix / "drive_c" / "Giấy tờ của xã" / PAPER
        self._secret = wine.prefix / "drive_c" / "mật khẩu.txt"

    def steps(self) -> list[tuple[str, Step]]:
        """Name the steps, in their order."""
        return [
            ("the shortcut starts the program", self.start),
            ("first start by mouse and keyboard", self.first_start),
            ("a value is recorded", self.record_value),
            ("an evidence with a Vietnamese name is added", self.add_evidence),
            ("a dossier is made, its text is Vietnamese", self.make_dossier),
            ("a package is written to the stick", self.export),
            ("the program on Linux imports it", self.import_here),
            ("ntm answers in a console", self.use_console),
            ("a .ntm file opens in the running window", self.open_by_association),
        ]

    def start(self) -> None:
        """Start by the shortcut in the start menu."""
        menu = self._wine.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
        shortcut = next(menu.rglob("*.lnk"))
        self._wine.start("start", self._wine.on_c(shortcut))
        self._window = self._hands.window(FIRST_START)
        self._hands.look("first start")

    def first_start(self) -> None:
        """Answer the four questions."""
        hands = self._hands
        hands.click(self._window, *COMMUNE)
        hands.press("Return")
        hands.type("tan thanh")
        hands.click(self._window, *FIRST_UNIT)
        hands.look("which unit")
        hands.press("Return")
        hands.look("sets and region")
        hands.press("Return")
        self._paste(AUTHOR)
        hands.press("Tab", "Tab")
        hands.type(PASSPHRASE)
        hands.press("Tab")
        hands.type(PASSPHRASE)
        hands.look("author and passphrase")
        hands.press("Return")
        hands.main_button()
        self._window = hands.window(WINDOW)
        hands.look("overview")

    def record_value(self) -> None:
        """Find an indicator and type its figure."""
        hands = self._hands
        hands.press("ctrl+k")
        hands.type(CODE)
        unmarked = hands.colour(self._window, *CRITERIA_ENTRY)
        hands.press("Return")
        wait_for(
            "page of the indicator",
            lambda: hands.colour(self._window, *CRITERIA_ENTRY) != unmarked,
        )
        hands.still()
        hands.click(self._window, *FIGURE)
        hands.type("86,5")
        hands.press("Tab")
        hands.look("value recorded")
        wait_for("value 86.5", lambda: self._indicator(self._ntm("status"))["value"] == "86.5")
        changes = self._ntm("indicator", "history", CODE)["changes"]
        _same(changes[0]["author"], AUTHOR)

    def add_evidence(self) -> None:
        """Choose a scan in the system's dialog, by its path."""
        hands = self._hands
        self._paper.parent.mkdir()
        _scan(self._paper)
        hands.click(self._window, *ADD_EVIDENCE)
        dialog = hands.window("minh chứng")
        self._paste(self._wine.on_c(self._paper))
        hands.look("file dialog")
        hands.press("Return")
        hands.gone(dialog)
        wait_for("evidence", lambda: self._ntm("evidence", "list")["evidence"])
        hands.still()
        hands.look("evidence added")
        (document,) = self._ntm("evidence", "list")["evidence"]
        _same(document["files"][0]["name"], PAPER)

    def make_dossier(self) -> None:
        """Make it with the button and read it back."""
        hands = self._hands
        hands.press("ctrl+4")
        hands.click(self._window, *STEP_PAPERS)
        hands.click(self._window, *DOSSIER)
        documents = self._wine.home / "Documents"
        found = wait_for("dossier", lambda: next(documents.glob("*.pdf"), None), 90)
        hands.still()
        hands.look("dossier made")
        text = subprocess.run(
            ["pdftotext", str(found), "-"], capture_output=True, text=True, check=True
        ).stdout
        for words in ("Xã Tân Thành", "86,5", "nông thôn mới", "Thủy lợi và phòng, chống"):
            if words.casefold() not in " ".join(text.split()).casefold():
                raise StepFailedError(f"{found.name} does not say “{words}”")

    def export(self) -> None:
        """Write a package to the stick with the button."""
        hands = self._hands
        hands.click(self._window, *STEP_SEND)
        hands.look("before sending")
        hands.main_button()
        hands.look("passphrase")
        hands.type(PASSPHRASE)
        hands.press("Return")
        wait_for("package", lambda: next(self._stick.glob("*.ntm"), None), 60)
        hands.still()
        hands.look("package written")

    def import_here(self) -> None:
        """Trust the commune's key on this machine, import, and see the same."""
        self._secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
        here = self._authority = Authority(FOLDER / "authority")
        key = self._stick / "khóa.ntmkey"
        digits = self._ntm("key", "export", r"E:\khóa.ntmkey", *self._unlock)["fingerprint"]
        here.asked("key", "trust", str(key), "--fingerprint", digits)
        (package,) = self._stick.glob("*.ntm")
        done = here.asked("package", "import", str(package))
        _same((done["waiting_for"], done["missing_objects"]), ([], []))
        year = str(self._year())
        subject = ("--subject", UNIT, "--year", year)
        _same(self._indicator(here.asked("status", *subject))["value"], "86.5")
        (document,) = here.asked("evidence", "list", *subject)["evidence"]
        file = document["files"][0]
        _same((file["name"], file["here"], file["sha256"]), (PAPER, True, _digest(self._paper)))
        package.unlink()

    def use_console(self) -> None:
        """Run commands for people: their words are Vietnamese."""
        for words, expected in (
            (("status",), "Thủy lợi và phòng, chống thiên tai"),
            (("check",), "ữ liệu"),
        ):
            text = self._wine.ntm(*words)
            if expected not in text:
                raise StepFailedError(f"ntm {words[0]} does not say “{expected}”:\n{text[:2000]}")
        made = self._ntm("package", "export", "E:\\", "--plain", "--full", *self._unlock)
        _same(made["counts"]["objects"], 1)
        (package,) = self._stick.glob("*.ntm")
        assert self._authority  # noqa: S101 - made by an earlier step
        _same(self._authority.asked("package", "import", str(package))["waiting_for"], [])
        package.unlink()

    def open_by_association(self) -> None:
        """Open the authority's answer by its name alone, and take it in."""
        hands, here = self._hands, self._authority
        assert here  # noqa: S101 - made by an earlier step
        key = self._stick / "huyện.ntmkey"
        digits = here.asked("key", "export", str(key))["fingerprint"]
        self._ntm("key", "trust", r"E:\huyện.ntmkey", "--fingerprint", digits)
        decided = ("--decision", "1062/QĐ-UBND", "--date", "2024-06-17")
        here.asked("threshold", "set", "2.1", "80", *decided)
        made = here.asked("package", "export", str(self._stick), "--to", UNIT, "--plain")
        name = Path(made["files"][0]["path"]).name
        self._wine.share_classes(".ntm", "NTM.Package")
        before = hands.colour(self._window, *RECEIVE_ENTRY)
        self._wine.run("start", f"E:\\{name}").must()
        wait_for("other page", lambda: hands.colour(self._window, *RECEIVE_ENTRY) != before)
        hands.still()
        hands.look("package opened by its name")
        hands.main_button()
        wait_for("import", lambda: "imported" in self._states())
        hands.still()
        hands.look("package imported")

    def close(self) -> None:
        """Close the window; the program makes a backup before it goes."""
        self._hands.press("alt+F4")
        self._hands.gone(self._window)
        wait_for("backup", lambda: next((self._wine.data / "backups").glob("*.sqlite3"), None))
        self._hands.put_down()

    def _paste(self, text: str) -> None:
        """Paste: Wine takes no letter that an American keyboard lacks."""
        python = self._wine.on_c(self._wine.installed / "program" / "python.exe")
        self._hands.copy(text)
        wait_for(
            "text on the clipboard",
            lambda: self._wine.run(python, "-c", _READ_CLIPBOARD).text.strip() == ascii(text),
        )
        self._hands.press("ctrl+v")

    @property
    def _unlock(self) -> tuple[str, str]:
        return "--passphrase-file", self._wine.on_c(self._secret)

    def _ntm(self, *words: str) -> Any:
        return self._wine.asked(*words)

    def _indicator(self, status: Any) -> Any:
        lines = (line for each in status["criteria"] for line in each["indicators"])
        return next(line for line in lines if line["code"] == CODE)

    def _year(self) -> int:
        return int(self._ntm("status")["year"])

    def _states(self) -> set[str]:
        return {line["state"] for line in self._ntm("package", "history")["packages"]}


def _scan(path: Path) -> None:
    pages = [Image.new("L", (1240, 1754), 255) for _ in range(2)]
    for number, page in enumerate(pages, 1):
        ImageDraw.Draw(page).rectangle((200, 200, 400 * number, 900), outline=0, width=8)
    pages[0].save(path, "PDF", resolution=150, save_all=True, append_images=pages[1:])


def _digest(path: Path) -> str:
    from hashlib import sha256

    return sha256(path.read_bytes()).hexdigest()


def _same(found: object, expected: object) -> None:
    if found != expected:
        raise StepFailedError(f"{found!r} is not {expected!r}")
