from db import journal
from ntm_desktop.services import clones
from ntm_desktop.services.workplace import Workplace
from tests.builders import HERE, a_revision
from tests.services.conftest import Offices


def fork(office: Workplace) -> None:
    """Two first revisions of one origin, as a copied folder writes them."""
    with office.data.session() as store:
        journal.receive(store, [a_revision({"note": "một"}), a_revision({"note": "hai"})])


def test_two_histories_of_one_pc_are_told_once(offices: Offices) -> None:
    office = offices.authority
    assert clones.news(office.data, HERE.origin) is None
    fork(office)
    assert "máy này" in (clones.news(office.data, HERE.origin) or "")
    assert clones.news(office.data, HERE.origin) is None


def test_it_is_said_whose_pc_it_is(offices: Offices) -> None:
    fork(offices.authority)
    words = clones.news(offices.authority.data, offices.authority.office.identity.origin)
    assert "máy đã gửi hồ sơ" in (words or "")
