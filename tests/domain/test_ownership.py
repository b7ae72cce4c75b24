import pytest

from ntm_desktop.domain.ownership import KNOWN_KINDS, Role, may_write

COMMUNE, AUTHORITY, AGENCY = "06379", "185", "phong-tnmt"


def kinds(role: Role, unit: str, scope: str) -> set[str]:
    return {kind for kind in KNOWN_KINDS if may_write(role, unit, kind=kind, scope=scope)}


def test_a_commune_writes_its_own_dossier_and_nothing_elsewhere() -> None:
    own = kinds(Role.COMMUNE, COMMUNE, COMMUNE)
    assert {"assessment", "evidence", "evidence_file", "evidence_link", "threshold"} <= own
    assert not own & {"appraisal", "enrolment", "assignment", "plan", "target", "revocation"}
    assert kinds(Role.COMMUNE, COMMUNE, AUTHORITY) == set()
    assert kinds(Role.COMMUNE, COMMUNE, "06382") == set()


def test_an_authority_writes_for_all_in_its_own_scope_and_appraises_elsewhere() -> None:
    own = kinds(Role.AUTHORITY, AUTHORITY, AUTHORITY)
    assert {"threshold", "enrolment", "assignment", "plan", "target"} <= own
    assert not own & {"assessment", "evidence", "evidence_file", "evidence_link"}
    assert kinds(Role.AUTHORITY, AUTHORITY, COMMUNE) == {"appraisal", "decision"}


def test_an_agency_appraises_and_describes_itself() -> None:
    assert kinds(Role.AGENCY, AGENCY, COMMUNE) == {"appraisal", "decision"}
    assert kinds(Role.AGENCY, AGENCY, AGENCY) == {"unit", "person", "appraisal", "decision"}


@pytest.mark.parametrize(
    ("role", "elsewhere"), [(Role.COMMUNE, False), (Role.AUTHORITY, True), (Role.AGENCY, True)]
)
def test_kinds_of_a_newer_program_pass_where_the_office_could_write(
    role: Role, elsewhere: object
) -> None:
    assert may_write(role, COMMUNE, kind="later", scope=COMMUNE)
    assert may_write(role, COMMUNE, kind="later", scope="06382") is elsewhere
