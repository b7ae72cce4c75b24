"""What is assessed (đối tượng được đánh giá): a unit, or a village, residential area or garden."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ntm_desktop.domain.assessment import subject_id


class SubjectKind(StrEnum):
    """What a subject below the commune is (thôn, khu dân cư, vườn)."""

    VILLAGE = "village"
    RESIDENTIAL_AREA = "residential_area"
    GARDEN = "garden"


KIND_WORDS: Final[Mapping[SubjectKind, str]] = {
    SubjectKind.VILLAGE: "Thôn",
    SubjectKind.RESIDENTIAL_AREA: "Khu dân cư",
    SubjectKind.GARDEN: "Vườn",
}


def assessed_as(kind: str) -> str:
    """Give what criteria sets call such a unit or subject: wards and towns count as communes."""
    return "commune" if kind in ("ward", "town") else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Since when a subject is no longer assessed (ISO 8601), and why."""

    on: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A village, residential area or garden of a commune.

    `village` is where an area or garden lies; `households` None is unknown; `sets` are the sets
    it works for (none: all of its kind). An empty region or group is that of its unit.
    """

    unit: str
    key: str
    name: str
    kind: SubjectKind
    village: str = ""
    region: str = ""
    group: str = ""
    households: int | None = None
    sets: tuple[str, ...] = ()
    closed: Closing | None = None

    @property
    def id(self) -> str:
        """Give the id that sheets name it by."""
        return subject_id(self.unit, self.key)

    @property
    def full_name(self) -> str:
        """Name it with the village it lies in."""
        return f"{self.name}, {self.village}" if self.village else self.name
