"""Mappings between two criteria sets as YAML files (format: docs/criteria.md)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ntm_desktop.domain.criteria import CriteriaSet, IndicatorCode, LegalBasis, SetId
from ntm_desktop.domain.mapping import (
    Change,
    Correspondence,
    SetMapping,
    SetVersion,
    wrong_numbers,
)
from ntm_desktop.errors import InputError
from ntm_desktop.exchange.criteria_schema import BASIS, CONFIDENCE, SET_ID
from ntm_desktop.exchange.criteria_values import (
    Checker,
    Problem,
    anything,
    count,
    one_of,
    some,
    text,
    text_or_none,
)
from ntm_desktop.exchange.yaml_places import (
    LARGEST_FILE,
    BadYamlError,
    Place,
    read_located,
    told,
)
from ntm_desktop.paths import reachable

Known = Mapping[SetId, CriteriaSet]
_MAPPING: Final = {
    "name": text,
    "from": anything,
    "to": anything,
    "legal_basis": some,
    "changes": some,
}
_VERSION: Final = {"set": SET_ID, "version": count}
_CHANGE: Final = {
    "change": one_of(*(str(change) for change in Change)),
    "from": some,
    "to": some,
    "reason": text_or_none,
    "confidence": CONFIDENCE,
    "source": text_or_none,
}
_OPTIONAL: Final = ("to", "reason", "source")
_SIDES: Final = (("from", "cũ"), ("to", "mới"))


class MappingFileError(InputError):
    """A mapping file does not say what it must; `problems` are all of them, each with its line."""

    code = "bad_mapping_file"

    def __init__(self, words: str, problems: Sequence[tuple[int, str]] = ()) -> None:
        super().__init__(words)
        self.problems = tuple(problems)


def read_file(path: Path, known: Known) -> SetMapping:
    """Read a file on a disk or stick as `read` does."""
    try:
        with reachable(path).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise MappingFileError(
            f"Không đọc được tệp “{path.name}”. Hãy kiểm tra USB còn cắm rồi chọn lại tệp."
        ) from error
    return read(data, path.name, known)


def read(data: bytes, name: str, known: Known) -> SetMapping:
    """Read a file that maps two of the `known` sets; raises MappingFileError."""
    try:
        found = read_located(data)
    except BadYamlError as error:
        raise _refused(name, [(error.line, str(error))]) from error
    wrong = [(found.line(place), words) for place, words in problems(found.document, known)]
    if wrong:
        raise _refused(name, sorted(wrong))
    return _mapping(found.document)


def _refused(name: str, wrong: Sequence[tuple[int, str]]) -> MappingFileError:
    words = f"Không dùng được bảng chuyển đổi {name}: {told(wrong)}. "
    return MappingFileError(f"{words}Hãy sửa tệp rồi chọn lại; chưa có gì thay đổi.", wrong)


def problems(document: Any, known: Known) -> list[Problem]:
    """List what is wrong with a parsed file; nothing if it is sound."""
    check = Checker()
    if check.mapping((), document, _MAPPING):
        _check_sets(check, document, known)
        for at, basis in check.items(("legal_basis",), document["legal_basis"]):
            check.mapping(at, basis, BASIS)
    if not check.found:
        _check_changes(check, document, known)
    return check.found


def _check_sets(check: Checker, document: Mapping[str, Any], known: Known) -> None:
    """Ask for the very versions that are here: other ones may ask for something else."""
    for side in ("from", "to"):
        version = document[side]
        if not check.mapping((side,), version, _VERSION):
            continue
        here = known.get(version["set"])
        if here is None:
            check.say((side, "set"), f"không có bộ tiêu chí nào tên “{version['set']}”")
        elif here.version != version["version"]:
            check.say(
                (side, "version"),
                f"bảng này dành cho phiên bản {version['version']} của “{here.id}”, "
                f"ở đây là phiên bản {here.version}",
            )
    if not check.found:
        _check_pair(check, *(known[document[side]["set"]] for side in ("from", "to")))


def _check_pair(check: Checker, old: CriteriaSet, new: CriteriaSet) -> None:
    if old.id == new.id:
        check.say(("to", "set"), "bộ cũ và bộ mới phải là hai bộ khác nhau")
    elif old.subject != new.subject:
        check.say(("to", "set"), f"“{new.id}” đánh giá đối tượng khác với “{old.id}”")


def _check_changes(check: Checker, document: Mapping[str, Any], known: Known) -> None:
    lines = [
        (at, line)
        for at, line in check.items(("changes",), document["changes"])
        if check.mapping(at, line, _CHANGE, optional=_OPTIONAL)
    ]
    for at, line in lines:
        change = Change(line["change"])
        words = wrong_numbers(change, len(line["from"]), len(line.get("to", ())))
        if words is not None:
            check.say(at, words)
        if change is Change.DROPPED and not line.get("reason"):
            check.say(at, "“dropped” phải có “reason” nói vì sao không còn")
    for side, word in _SIDES:
        _check_codes(check, list(_codes(lines, side)), known[document[side]["set"]], word)


def _codes(
    lines: Sequence[tuple[Place, Mapping[str, Any]]], side: str
) -> Iterator[tuple[Place, Any]]:
    for at, line in lines:
        for place, code in enumerate(line.get(side, ())):
            yield (*at, side, place), code


def _check_codes(
    check: Checker, codes: Sequence[tuple[Place, Any]], criteria: CriteriaSet, word: str
) -> None:
    """Ask for codes of the set, each said of once: not both split and dropped, say."""
    for place, code in codes:
        if not isinstance(code, str):
            check.say(place, "mã chỉ tiêu phải ghi trong dấu nháy, ví dụ '17.10'")
        elif code not in criteria.asked:
            check.say(place, f"bộ {word} “{criteria.id}” không có chỉ tiêu “{code}”")
    check.unique(((place, code) for place, code in codes if isinstance(code, str)), f"mã {word}")


def _mapping(document: Mapping[str, Any]) -> SetMapping:
    return SetMapping(
        name=document["name"],
        old=_version(document["from"]),
        new=_version(document["to"]),
        legal_basis=tuple(
            LegalBasis(**{name: basis[name] or "" for name in BASIS})
            for basis in document["legal_basis"]
        ),
        lines=tuple(_line(line) for line in document["changes"]),
    )


def _version(content: Mapping[str, Any]) -> SetVersion:
    return SetVersion(set_id=SetId(content["set"]), version=content["version"])


def _line(line: Mapping[str, Any]) -> Correspondence:
    return Correspondence(
        change=Change(line["change"]),
        old=tuple(IndicatorCode(code) for code in line["from"]),
        new=tuple(IndicatorCode(code) for code in line.get("to", ())),
        reason=line.get("reason") or "",
        checked=line["confidence"] == "high",
        source=line.get("source") or "",
    )
