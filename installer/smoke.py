"""Tries the installer and the installed program under Wine: `python3 dev.py build --smoke`.

It goes as a user does: mouse, keyboard, the start menu, a stick. Pictures of every step are in
`.build/smoke/`.
"""

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from installer import smoke_tests
from installer.build import DIST
from installer.smoke_hands import Hands, screen
from installer.smoke_setup import Machine
from installer.smoke_story import Story
from installer.smoke_wine import FOLDER, StepFailedError, Wine
from ntm_desktop import __version__

Step = tuple[str, Callable[[], object]]
_PICTURES: Final = FOLDER / "pictures"


def main() -> int:
    """Go through all steps; give the exit status."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    _PICTURES.mkdir(parents=True)
    with screen() as display:
        wine, hands = Wine(FOLDER / "prefix", display), Hands(display, _PICTURES)
        try:
            return _report(_steps(wine, hands), hands)
        finally:
            hands.put_down()
            wine.shut_down()


def _steps(wine: Wine, hands: Hands) -> list[Step]:
    stick = FOLDER / "USB"
    machine = Machine(wine, DIST / f"NTM-Desktop-Setup-{__version__}.exe")
    story = Story(wine, hands, stick)
    return [
        ("a Windows is made", wine.make),
        ("a stick is plugged in", lambda: wine.plug_in_stick(stick)),
        ("an older version is installed", machine.install_older),
        ("this version takes its place", machine.update),
        ("going back to the older one is refused", machine.refuse_older),
        *story.steps(),
        ("updating is refused while the program is open", machine.refuse_while_running),
        ("the window closes after a backup", story.close),
        ("the tests about the operating system pass", lambda: smoke_tests.run(wine)),
        ("the program is removed, the data stays byte for byte", machine.uninstall),
    ]


def _report(steps: Sequence[Step], hands: Hands) -> int:
    """Do one step after another up to the first that fails; say how it went."""
    passed = 0
    for name, do in steps:
        started = time.monotonic()
        try:
            said = do()
        except StepFailedError as error:
            hands.look(f"failed, {name}".replace("/", "-"))
            print(f"FAILED: {name}\n{error}\npictures: {_PICTURES}", flush=True)
            break
        more = f": {said}" if isinstance(said, str) else ""
        print(f"passed: {name}{more} ({time.monotonic() - started:.0f} s)", flush=True)
        passed += 1
    failed = int(passed < len(steps))
    left = len(steps) - passed - failed
    print(f"smoke: {passed} passed, {failed} failed" + (f", {left} not tried" if left else ""))
    return failed


if __name__ == "__main__":
    sys.exit(main())
