"""What can change: the vocabulary in which services tell the ui what to reread."""

from enum import StrEnum


class Topic(StrEnum):
    """One kind of thing that a screen may be showing."""

    ASSESSMENTS = "assessments"
    EVIDENCE = "evidence"
    THRESHOLDS = "thresholds"
    SETS = "sets"
    UNITS = "units"
    SUBJECTS = "subjects"
    KEYS = "keys"
    PACKAGES = "packages"
    BACKUPS = "backups"


TOPIC_OF_KIND = {
    "assessment": Topic.ASSESSMENTS,
    "evidence": Topic.EVIDENCE,
    "evidence_file": Topic.EVIDENCE,
    "evidence_link": Topic.EVIDENCE,
    "threshold": Topic.THRESHOLDS,
    "unit": Topic.UNITS,
    "unit_state": Topic.UNITS,
    "subject": Topic.SUBJECTS,
    "enrolment": Topic.KEYS,
}
EVERYTHING = frozenset(Topic)
