"""Rows of a criteria set's workbook, put together to what its file would hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ntm_desktop.domain.criteria import condition_code
from ntm_desktop.domain.text import fold
from ntm_desktop.exchange import criteria_sheets as sheets
from ntm_desktop.exchange.criteria_sheets import Sheet
from ntm_desktop.exchange.workbook import Problem, Row, Table
from ntm_desktop.exchange.yaml_places import Place

Document = dict[str, Any]
_COUNTS: Final = ("criteria", "indicators")
_OPS: Final = {"yes_no": ("is", True), "level": ("at_least", None)}


@dataclass(slots=True)
class Cells:
    """Where in the workbook each place of the document stands: sheet, and cell or row."""

    of: dict[Place, tuple[str, str]] = field(default_factory=dict)

    def note(self, place: Place, table: Table, row: Row, column: str = "") -> None:
        """Note where a place stands; without a column it is the row."""
        found = table.problem(row, column or next(iter(table.places)), "")
        self.of.setdefault(place, (table.sheet, found.place if column else f"dòng {row.number}"))

    def problem(self, place: Place, words: str) -> Problem:
        """Name what is wrong at a place by the nearest cell around it."""
        at = place
        while at and at not in self.of:
            at = at[:-1]
        sheet, where = self.of.get(at, (_SHEETS.get(place[:1], sheets.SET.name), ""))
        return Problem(sheet, where, words)


_SHEETS: Final[Mapping[Place, str]] = {
    ("criteria",): sheets.CRITERIA.name,
    ("legal_basis",): sheets.BASIS.name,
    ("conditions",): sheets.CONDITIONS.name,
    ("groups",): sheets.GROUPS.name,
}


@dataclass(slots=True)
class Builder:
    """Puts rows together, and collects what of them belongs nowhere.

    `agencies` are the ids of the offices in charge by their names.
    """

    tables: Mapping[str, Table]
    agencies: Mapping[str, str]
    cells: Cells = field(default_factory=Cells)
    problems: list[Problem] = field(default_factory=list)
    rules: dict[str, tuple[Place, Document]] = field(default_factory=dict)
    """All that is asked for by its code: where it stands, and what is said of it."""

    def document(self, said: Mapping[str, Any]) -> Document:
        """Give the document; `said` is what the first sheet says of the set itself."""
        found: Document = {name: said[name] for name in ("id", "version", "name")}
        found |= {name: said[name] for name in ("subject", "tier")}
        found |= {"period": [said["first_year"], said["last_year"]], "region": said["region"]}
        found["groups"] = self._plain(sheets.GROUPS, "groups")
        found["requires"] = _several(said["requires"])
        found["status"] = said["status"]
        counts = {name: said[name] for name in _COUNTS if said[name] is not None}
        found["expected"] = counts or None
        found["legal_basis"] = self._plain(sheets.BASIS, "legal_basis")
        found["conditions"] = self._conditions()
        found["criteria"] = self._criteria()
        self._details()
        if not found["groups"]:
            del found["groups"]
        return found

    def _rows(self, sheet: Sheet) -> Iterator[tuple[Table, Row]]:
        table = self.tables[sheet.name]
        for row in table.rows:
            yield table, row

    def _plain(self, sheet: Sheet, name: str) -> list[Document]:
        """Take the rows of a sheet as they are."""
        found: list[Document] = []
        for table, row in self._rows(sheet):
            self._note((name, len(found)), table, row, sheet)
            found.append(dict(row.values))
        return found

    def _note(self, place: Place, table: Table, row: Row, sheet: Sheet) -> None:
        self.cells.note(place, table, row)
        for each in sheet.fields:
            self.cells.note((*place, each.name), table, row, each.name)

    def _conditions(self) -> list[Document]:
        found: list[Document] = []
        for table, row in self._rows(sheets.CONDITIONS):
            place: Place = ("conditions", len(found))
            found.append({"id": row["id"], **self._asked(place, table, row, sheets.CONDITIONS)})
            self.rules[condition_code(len(found))] = (place, found[-1])
        return found

    def _criteria(self) -> list[Document]:
        found = [dict(one) for one in self._plain(sheets.CRITERIA, "criteria")]
        by_order: dict[object, tuple[int, Document]] = {}
        for at, one in enumerate(found):
            one |= {"key": bool(one["key"]), "indicators": []}
            by_order.setdefault(one["order"], (at, one))
        for table, row in self._rows(sheets.INDICATORS):
            if row["criterion"] not in by_order:
                words = f"tờ “{sheets.CRITERIA.name}” không có tiêu chí số {row['criterion']}"
                self.problems.append(table.problem(row, "criterion", words))
                continue
            at, criterion = by_order[row["criterion"]]
            place: Place = ("criteria", at, "indicators", len(criterion["indicators"]))
            criterion["indicators"].append(self._indicator(place, table, row))
        return found

    def _indicator(self, place: Place, table: Table, row: Row) -> Document:
        found: Document = {
            "code": row["code"],
            **self._asked(place, table, row, sheets.INDICATORS),
            "if_any": bool(row["if_any"]),
            "papers": [],
            "agency": self.agencies.get(fold(row["agency"]), row["agency"]),
        }
        self.rules.setdefault(row["code"], (place, found))
        return found

    def _asked(self, place: Place, table: Table, row: Row, sheet: Sheet) -> Document:
        self._note(place, table, row, sheet)
        self.cells.note((*place, "rule"), table, row, "kind")
        for each in sheet.fields:
            self.cells.note((*place, "rule", each.name), table, row, each.name)
        self.cells.note((*place, "rule", "relative_to"), table, row, "relative_code")
        for name, column in (("set", "relative_set"), ("code", "relative_code")):
            self.cells.note((*place, "rule", "relative_to", name), table, row, column)
        self.cells.note((*place, "rule", "relative_to", "factor"), table, row, "factor")
        found = {name: row[name] for name in ("name", "unit", "kind")}
        return found | {"rule": _rule(row)} | {n: row[n] for n in ("confidence", "source")}

    def _details(self) -> None:
        """Hang what the other sheets say on what it is said of."""
        for sheet, name in ((sheets.PARTS, "parts"), (sheets.OPTIONS, "options")):
            for place, one, table, row in self._hung(sheet):
                values = {key: value for key, value in row.values.items() if key != "code"}
                self._add((*place, "rule", name), one["rule"], values, (table, row, sheet))
        for place, one, table, row in self._hung(sheets.SCALES):
            levels = one["rule"].setdefault("scale", [])
            self.cells.note((*place, "rule", "scale", len(levels)), table, row, "level")
            levels.append(row["level"])
        for place, one, table, row in self._hung(sheets.PAPERS):
            values = {name: row[name] for name in ("id", "name")}
            self._add((*place, "papers"), one, values, (table, row, sheets.PAPERS))
        for place, one, table, row in self._hung(sheets.LIMITS):
            self._limit((*place, "rule"), one["rule"], table, row)

    def _add(
        self, place: Place, one: Document, values: Document, at: tuple[Table, Row, Sheet]
    ) -> None:
        items = one.setdefault(str(place[-1]), [])
        self._note((*place, len(items)), *at)
        items.append(values)

    def _limit(self, place: Place, rule: Document, table: Table, row: Row) -> None:
        limits = rule.setdefault(row["by"], {})
        at: Place = (*place, str(row["by"]))
        self.cells.note(at, table, row, "by")
        if row["key"] in limits:
            words = f"chỉ tiêu {row['code']} đã có dòng của “{row['key']}”"
            self.problems.append(table.problem(row, "key", words))
        limits[row["key"]] = row["value"]
        self.cells.note((*at, row["key"]), table, row, "value")

    def _hung(self, sheet: Sheet) -> Iterator[tuple[Place, Document, Table, Row]]:
        for table, row in self._rows(sheet):
            found = self.rules.get(row["code"])
            if found is None:
                words = f"không có chỉ tiêu hay điều kiện nào mã “{row['code']}”"
                self.problems.append(table.problem(row, "code", words))
            else:
                yield *found, table, row


def _rule(row: Row) -> Document:
    op, value = _OPS.get(row["kind"], (None, None))
    found = {
        "op": op if row["op"] is None else row["op"],
        "value": value if row["value"] is None else row["value"],
        **{name: row[name] for name in ("level", "any_of", "set_by")},
        "content_by": "province" if row["content_by"] else None,
        "relative_to": _relative(row),
    }
    if row["kind"] == "level" and row["value"] is None:
        del found["value"]
    kept = ("op", "value")
    return {name: each for name, each in found.items() if name in kept or each is not None}


def _relative(row: Row) -> Document | None:
    said = {"set": "relative_set", "code": "relative_code", "factor": "factor"}
    found = {name: row[column] for name, column in said.items() if row[column] is not None}
    return found or None


def _several(said: str | None) -> Sequence[str]:
    return [each.strip() for each in (said or "").split(";") if each.strip()]
