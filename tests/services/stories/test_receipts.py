"""What is acknowledged, what that means, and what undoing does to it (merge.md 8, 26-28, 34)."""

from tests.services.stories.telling import Story


def test_a_chain_without_the_other_chains_parents_waits_for_them(story: Story) -> None:
    first, second, district = story["xã A"], story["xã A máy 2"], story["huyện"]
    parent = first.enters("80")
    stick = first.sends(district)
    second.receives(stick)
    district.receives(stick)
    second.receives(district.sends(second))  # it has all that the first wrote
    assert district.undoes(stick)
    child = second.enters("85")
    assert child.parents == (parent.id,)
    later = second.sends(district)
    assert parent.id not in second.carries(later)
    district.receives(later)
    assert (district.waiting, district.answers(of=first)) == (1, [])
    district.receives(stick)
    assert (district.waiting, district.answers(of=first)) == (0, ["85"])


def test_a_vector_goes_down_after_an_undo_and_the_older_receipt_arrives_last(
    story: Story,
) -> None:
    commune, district = story["xã A"], story["huyện"]
    written = commune.enters("80")
    stick = commune.sends(district)
    district.receives(stick)
    high = district.sends(commune)
    assert district.undoes(stick)
    low = district.sends(commune)
    commune.receives(low, high)
    again = commune.sends(district)
    assert written.id in commune.carries(again)
    assert district.receives(again).answers(of=commune) == ["80"]


def test_one_pc_confirms_what_the_other_never_got(story: Story) -> None:
    first, second, district = story["xã A"], story["xã A máy 2"], story["huyện"]
    district.receives(second.sends(district))
    stated = district.states("70")
    first.receives(district.sends(first))
    district.receives(first.sends(district))
    stick = district.sends(second)
    assert stated.id in district.carries(stick)
    assert second.receives(stick).limits(by=district) == ["70"]


def test_what_all_pcs_confirmed_does_not_travel_again(story: Story) -> None:
    first, second, district = story["xã A"], story["xã A máy 2"], story["huyện"]
    stated = district.states("70")
    stick = district.sends(first)
    for pc in (first, second):
        pc.receives(stick)
        district.receives(pc.sends(district))
    assert stated.id not in district.carries(district.sends(first))


def test_both_sides_undo_and_each_package_waits_for_the_other(story: Story) -> None:
    commune, district = story["xã A"], story["huyện"]
    commune.enters("80")
    district.appraises(commune, "chưa đạt")
    there, back = commune.sends(district), district.sends(commune)
    district.receives(there)
    commune.receives(back)
    for _ in range(2):  # both know that the other has it all
        district.receives(commune.sends(district))
        commune.receives(district.sends(commune))
    for office in (commune, district):
        for import_id in reversed(office.pc.standing()):
            assert story.world.undoes(office.pc, import_id)
    commune.enters("85")
    district.appraises(commune, "đạt")
    one, other = commune.sends(district), district.sends(commune)
    district.receives(one)
    commune.receives(other)
    assert (commune.waiting, district.waiting) == (1, 1)
    district.receives(commune.sends(district))
    commune.receives(district.sends(commune))
    assert (commune.waiting, district.waiting) == (0, 0)
    assert district.answers(of=commune) == ["85"]
    story.all_agree()


def test_a_full_package_repeats_an_earlier_import_which_is_undone(story: Story) -> None:
    commune, district = story["xã A"], story["huyện"]
    commune.enters("80")
    first = commune.sends(district)
    commune.enters("85")
    second = commune.sends(district, full=True)
    before = district.pc.held()
    district.receives(first, second)
    assert district.undoes(first)
    assert district.answers(of=commune) == ["85"]
    assert district.undoes(second)
    assert district.pc.held() == before


def test_an_older_copy_of_what_stands_does_not_outlive_its_undo(story: Story) -> None:
    commune, district = story["xã A"], story["huyện"]
    commune.enters("80")
    first = commune.sends(district)
    commune.enters("85")
    second = commune.sends(district, full=True)
    district.receives(second, first)
    assert district.undoes(second)
    assert district.answers(of=commune) == ["80"]
    story.all_agree()
