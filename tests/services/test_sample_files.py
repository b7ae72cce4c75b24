import io
from pathlib import Path

import pytest

from ntm_desktop.domain.evidence import stored_fields
from ntm_desktop.domain.media import Kind, recognise
from ntm_desktop.services.preview import Look, look, render
from ntm_desktop.services.sample_files import Matter, SampleFile, sample_file
from tests import samples

MATTER = Matter(
    unit="Xã Tân Thành", code="2.1", indicator="Tỷ lệ đường xã được nhựa hóa", year=2024
)


@pytest.fixture(scope="module")
def made() -> list[SampleFile]:
    return [sample_file(MATTER, seed) for seed in range(16)]


def test_files_for_practice_are_alike_for_the_same_seed_and_differ_otherwise(
    made: list[SampleFile],
) -> None:
    assert [sample_file(MATTER, seed) for seed in (0, 7)] == [made[0], made[7]]
    assert len({file.content for file in made}) == len(made)


def test_files_for_practice_are_scans_and_photos_of_every_sort(made: list[SampleFile]) -> None:
    assert {file.details.doc_type for file in made} == {
        "Quyết định",
        "Báo cáo",
        "Biểu tổng hợp",
        "Ảnh",
    }


def test_files_for_practice_are_taken_in_shown_and_printed(
    made: list[SampleFile], tmp_path: Path
) -> None:
    for file in made:
        kind = recognise(io.BytesIO(file.content), file.name)
        assert kind in (Kind.PDF, Kind.JPEG)
        path = samples.write(tmp_path, file.name, file.content)
        assert look(path, kind) == Look(1)
        assert render(path, kind, 0, (120, 120)).width > 0
        assert len(file.content) < 400_000


def test_details_of_files_for_practice_are_in_the_spelling_kept(made: list[SampleFile]) -> None:
    for file in made:
        day = file.details.issued_on
        assert stored_fields({"issued_on": day})["issued_on"] == (day or None)
        assert MATTER.code in file.details.summary
