"""What dishonest offices try, and whose word counts (merge.md 6, 20, 21, 25, 27, 32, 34)."""

import pytest

from ntm_desktop.domain.acceptance import ForbiddenRevisionError, UnvouchedRevisionError
from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.canonical import JsonValue
from ntm_desktop.domain.revision import Record
from ntm_desktop.exchange.package.errors import PackageBadSignatureError
from tests.services.stories.telling import CODE, Story, Teller


def about(commune: Teller) -> Record:
    return Record(commune.unit, "assessment", commune.work.sheet(year=2024).key(CODE))


def test_an_enrolled_agency_puts_a_revision_on_the_communes_chain(story: Story) -> None:
    agency, commune, district = story["phòng"], story["xã A"], story["huyện"]
    commune.enters("80")
    district.receives(commune.sends(district))
    agency.receives(district.sends(agency))
    end = agency.end_of(commune, commune.unit)
    agency.forges(about(commune), {"answer": {"value": "1"}}, after=end)
    forged = agency.sends_forged(district)
    with pytest.raises(PackageBadSignatureError):
        district.receives(forged)
    assert district.answers(of=commune) == ["80"]


def test_an_enrolled_agency_answers_for_the_commune_on_a_chain_of_its_own(story: Story) -> None:
    agency, commune, district = story["phòng"], story["xã A"], story["huyện"]
    agency.forges(about(commune), {"answer": {"value": "1"}})
    forged = agency.sends_forged(district)
    with pytest.raises(ForbiddenRevisionError, match=r"185\.nn"):
        district.receives(forged)
    assert district.answers(of=commune) == []


def test_an_agency_enrols_somebody_itself(story: Story) -> None:
    agency, district, stranger = story["phòng"], story["huyện"], story.joins("xã C")
    agency.forges(*enrolling(district, stranger, "commune"))
    forged = agency.sends_forged(district)
    with pytest.raises(ForbiddenRevisionError):
        district.receives(forged)
    assert stranger.unit not in district.knows_keys_of()


def test_an_enrolment_inside_the_package_does_not_vouch_for_itself(story: Story) -> None:
    """A stranger makes itself an authority in the very package that is judged."""
    stranger, commune, district = story.joins("xã C"), story["xã A"], story["huyện"]
    stranger.forges(*enrolling(district, stranger, "authority"))
    commune.receives(stranger.sends_forged(commune))
    assert commune.waiting == 1
    assert stranger.unit not in commune.knows_keys_of()


def test_the_import_that_brought_an_enrolment_stays_while_what_that_key_signed_does(
    story: Story,
) -> None:
    agency, commune, district = story["phòng"], story["xã A"], story["huyện"]
    first = district.sends(commune)
    commune.receives(first)
    district.receives(commune.sends(district))
    agency.receives(district.sends(agency))
    agency.appraises(commune, "đạt")
    district.receives(agency.sends(district))
    second = district.sends(commune)
    commune.receives(second)
    assert not commune.undoes(first)
    assert agency.unit in commune.knows_keys_of()
    assert commune.undoes(second)
    assert commune.undoes(first)


def test_a_prefix_under_a_head_beyond_it_is_no_proof_of_it(story: Story) -> None:
    """Undoing the import that brought the rest would leave the prefix unvouched for."""
    commune, district = story["xã A"], story["huyện"]
    commune.enters("80")
    whole = commune.sends(district)
    district.receives(whole)
    shortened = commune.sends_without_its_end(district)
    with pytest.raises(UnvouchedRevisionError):
        district.receives(shortened)
    assert district.undoes(whole)
    with pytest.raises(UnvouchedRevisionError):
        district.receives(shortened)
    assert district.waiting == 0


def test_a_strangers_receipt_for_somebody_else_acknowledges_nothing(story: Story) -> None:
    """It carries only what is known, so nothing in it needs to be trusted, but its receipt."""
    stranger, commune, district = story.joins("xã C"), story["xã A"], story["huyện"]
    stated = district.states("70")
    stranger.pretends_to_be(commune)
    stranger.receives(district.sends(commune))
    district.receives(stranger.sends_forged(district))
    assert stated.id in district.carries(district.sends(commune))


def test_an_offices_receipt_for_another_office_acknowledges_nothing(story: Story) -> None:
    other, commune, district = story["xã B"], story["xã A"], story["huyện"]
    stated = district.states("70")
    other.receives(district.sends(other))
    other.pretends_to_be(commune)
    district.receives(other.sends_forged(district))
    assert stated.id in district.carries(district.sends(commune))


def test_a_receipt_under_a_stolen_key_acknowledges_nothing(story: Story) -> None:
    commune, district = story["xã A"], story["huyện"]
    thief = commune.is_copied(noticed=True)
    district.receives(commune.sends(district))
    district.revokes(commune)
    stated = district.states("70")
    thief.receives(district.sends(commune))
    district.receives(thief.sends(district))
    assert stated.id in district.carries(district.sends(commune))


def test_a_restored_authority_waits_until_it_has_enrolled_again(story: Story) -> None:
    district, new = story["huyện"], story.joins("xã C")
    backup = story.world.back_up(district.pc)
    district.enrols(new)
    new.enters("80")
    district.receives(new.sends(district))
    assert district.answers(of=new) == ["80"]
    story.world.restore(district.pc, backup)
    new.enters("85")
    district.receives(new.sends(district))
    assert (district.waiting, district.answers(of=new)) == (1, [])
    district.enrols(new)
    assert (district.waiting, district.answers(of=new)) == (0, ["85"])
    new.receives(district.sends(new))
    story.all_agree()


def enrolling(authority: Teller, whom: Teller, role: str) -> tuple[Record, dict[str, JsonValue]]:
    key = whom.pc.keys.public_key.hex()
    record = Record(authority.unit, "enrolment", natural_key(whom.unit, key))
    return record, {
        "office": {
            "unit": whom.unit,
            "name": whom.pc.name,
            "role": role,
            "signing_key": key,
            "age_recipient": whom.pc.keys.age_recipient,
        }
    }
