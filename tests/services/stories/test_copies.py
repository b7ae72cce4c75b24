"""Folders copied, images put back, PCs that died (merge.md 9, 10, 25, 27, 28)."""

from pathlib import Path

from tests.e2e.exchange_offices import AGENCY, DISTRICT_PC, A, B, quick
from tests.services.stories.telling import Story


def test_both_branches_of_a_copied_folder_are_met_in_different_order(story: Story) -> None:
    original, district, second = story["xã A"], story["huyện"], story["xã A máy 2"]
    copy = original.is_copied()
    original.enters("80")
    copy.enters("85")
    one, other = original.sends(district), copy.sends(district)
    district.receives(one, other)
    second.receives(other, one)
    assert district.answers(of=original) == second.answers() == ["80", "85"]
    assert len(district.burnt) == len(second.burnt) == 1
    story.all_agree()


def test_a_copy_that_is_noticed_at_once_burns_nothing(story: Story) -> None:
    original, district = story["xã A"], story["huyện"]
    copy = original.is_copied(noticed=True)
    original.enters("80")
    copy.enters("85")
    district.receives(original.sends(district), copy.sends(district))
    assert district.answers(of=original) == ["80", "85"]
    assert district.burnt == []
    story.all_agree()


def test_an_image_is_put_back_and_its_own_later_work_comes_back(story: Story) -> None:
    commune, district = story["xã A"], story["huyện"]
    commune.enters("80")
    image, before = commune.image(), commune.origin
    commune.enters("85")
    district.receives(commune.sends(district))
    commune.is_put_back(image)
    commune.enters("90")
    commune.receives(district.sends(commune, full=True))
    assert commune.answers() == ["85", "90"]
    assert commune.origin != before
    commune.enters("95")
    story.all_agree()
    assert district.answers(of=commune) == ["95"]


def test_work_after_an_image_was_put_back_travels_though_nobody_vouched_for_it(
    story: Story,
) -> None:
    """The shorter branch was never sent, and is no longer under the origin at work."""
    commune, district = story["xã A"], story["huyện"]
    image = commune.image()
    commune.enters("80")
    commune.enters("85")
    district.receives(commune.sends(district))
    commune.is_put_back(image)
    mine = commune.enters("90")
    commune.receives(district.sends(commune, full=True))
    stick = commune.sends(district)
    assert mine.id in commune.carries(stick)
    assert district.receives(stick).answers(of=commune) == ["85", "90"]


def test_a_copy_that_writes_nothing_shows_by_its_receipt(story: Story) -> None:
    original, district = story["xã A"], story["huyện"]
    copy, before = original.is_copied(), original.origin
    district.receives(copy.sends(district))
    back = district.sends(original)
    assert original.receives(back).origin != before
    assert copy.receives(back).origin == before


def test_of_two_branches_both_stay_vouched_for(story: Story) -> None:
    original, district, second = story["xã A"], story["huyện"], story["xã A máy 2"]
    copy = original.is_copied()
    short = original.enters("80")
    long = [copy.enters(answer) for answer in ("85", "90")]
    district.receives(copy.sends(district), original.sends(district))
    second.receives(district.sends(second, full=True))
    assert second.holds(short, *long)


def test_an_end_of_a_branch_of_equal_length_acknowledges_nothing_of_ours(story: Story) -> None:
    original, district = story["xã A"], story["huyện"]
    copy = original.is_copied()
    mine, theirs = original.enters("80"), copy.enters("85")
    assert (mine.origin, mine.seq) == (theirs.origin, theirs.seq)
    district.receives(copy.sends(district))
    original.receives(district.sends(original))
    stick = original.sends(district)
    assert mine.id in original.carries(stick)
    assert district.receives(stick).answers(of=original) == ["80", "85"]


def test_three_copies_of_one_authority(story: Story) -> None:
    district, commune = story["huyện"], story["xã A"]
    copies = [district, district.is_copied(), district.is_copied()]
    for copy, limit in zip(copies, ("70", "75", "80"), strict=True):
        copy.states(limit)
        commune.receives(copy.sends(commune))
    back = commune.sends(district)
    for copy in copies:
        copy.receives(back)
    story.all_agree()
    assert len({copy.origin for copy in copies}) == len(copies)
    (conflict,) = district.work.conflicts.listed()
    assert len(conflict.values) == len(copies)


def test_a_dead_pc_leaves_all_it_ever_sent_to_the_next(tmp_path: Path) -> None:
    with quick():
        story = Story(tmp_path, (A, B, DISTRICT_PC, AGENCY))
        dead, district = story["xã A"], story["huyện"]
        sent = dead.enters("80")
        district.states("70")
        dead.receives(district.sends(dead))
        district.receives(dead.sends(district))
        district.appraises(dead, "đạt")
        never_sent = dead.enters("85")
        story.dies("xã A")
        new = story.joins("xã A máy 2")
        new.receives(district.sends(new, full=True))
        assert new.holds(sent)
        assert not new.holds(never_sent)
        assert (new.answers(), new.limits(by=district)) == (["80"], ["70"])
        new.enters("90")
        story.all_agree()
        assert district.answers(of=new) == ["90"]
        for pc in story.world.pcs.values():
            pc.work.close()
