"""Evidence (minh chứng) without a window: files taken in, documents listed."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from ntm_desktop.cli.context import heading, opened, sheet
from ntm_desktop.cli.output import Answer
from ntm_desktop.domain.evidence import Details, Evidence
from ntm_desktop.services.evidence import as_json
from ntm_desktop.services.intake import Intake, Outcome, Purpose, Result

OUTCOMES = {
    Outcome.ADDED: "đã thêm",
    Outcome.PRESENT: "đã có",
    Outcome.REFUSED: "không nhận",
    Outcome.STOPPED: "chưa thêm, đã dừng",
}


def add(options: Namespace) -> Answer:
    """Take files in as evidence of some indicators; raises the error of a single file refused."""
    codes = [code.strip() for code in options.indicator.split(",") if code.strip()]
    details = Details(
        number=options.number,
        issued_on=options.issued_on,
        issuer=options.issuer,
        summary=options.summary,
    )
    with opened(options) as workplace:
        purpose = Purpose(sheet=sheet(workplace, options), indicators=codes)
        intake = workplace.evidence.add(options.files, purpose, details, together=options.together)
    if len(intake.results) == 1 and intake.results[0].error:
        raise intake.results[0].error
    return _added(options.files, intake)


def _added(files: list[Path], intake: Intake) -> Answer:
    return Answer(
        document={
            "evidence": list(
                dict.fromkeys(each.evidence for each in intake.results if each.evidence)
            ),
            "files": [
                {"path": str(file), **_result(result)}
                for file, result in zip(files, intake.results, strict=True)
            ],
            **{outcome.value: intake.count(outcome) for outcome in Outcome},
        },
        lines=[
            f"{result.name}: {OUTCOMES[result.outcome]}. {result.message}".rstrip()
            for result in intake.results
        ],
        exit_status=max(each.error.exit_status if each.error else 0 for each in intake.results),
    )


def _result(result: Result) -> dict[str, Any]:
    error = result.error
    return {
        "name": result.name,
        "outcome": result.outcome.value,
        "evidence": result.evidence or None,
        "sha256": result.sha256 or None,
        "kind": result.kind.value if result.kind else None,
        "pages": result.pages,
        "known_as": result.known_as or None,
        "message": result.message or None,
        "error": {"code": error.code, "message": str(error)} if error else None,
    }


def listing(options: Namespace) -> Answer:
    """List the documents of a unit, with their files and what they prove."""
    with opened(options) as workplace:
        found = workplace.evidence.every(sheet(workplace, options).unit)
        above = heading(workplace)
    return Answer(
        document={"evidence": [as_json(document) for document in found]},
        lines=[*above, *map(_line, found)],
    )


def _line(document: Evidence) -> str:
    codes = ", ".join(dict.fromkeys(link.indicator for link in document.links))
    return f"{document.title} · {len(document.files)} tệp → {codes}"
