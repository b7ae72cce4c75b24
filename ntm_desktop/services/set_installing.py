"""Putting a version of a criteria set into the data folder, and keeping the one it replaces."""

from typing import Final

from ntm_desktop.domain.criteria import SetId
from ntm_desktop.domain.topics import Topic
from ntm_desktop.exchange.disk import told_plainly, write_whole
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.catalogue import FORMER, Catalogue

CHANGED: Final = frozenset({Topic.SETS, Topic.THRESHOLDS, Topic.ASSESSMENTS})


def install(folder: DataFolder, catalogue: Catalogue, set_id: SetId, data: bytes) -> None:
    """Write the file of a set that was checked, whole or not at all; raises DataFolderError."""
    former = folder.criteria / FORMER
    with told_plainly(folder.criteria):
        former.mkdir(parents=True, exist_ok=True)
    if set_id in catalogue.ids():
        replaced = catalogue.criteria_set(set_id)
        kept = former / f"{set_id}-{replaced.version}.yaml"
        write_whole(kept, catalogue.text(set_id).encode())
    write_whole(folder.criteria / f"{set_id}.yaml", data)
    catalogue.forget(set_id)
