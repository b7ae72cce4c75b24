"""What persons write is never lost to what comes in (merge.md 12, 17)."""

from tests.services.stories.telling import Story


def test_a_form_was_open_while_a_stick_brought_a_newer_value(story: Story) -> None:
    first, second = story["xã A"], story["xã A máy 2"]
    first.enters("80")
    second.receives(first.sends(second))
    form = first.opens_form()
    second.enters("85")
    first.receives(second.sends(first))
    first.saves_form(form, "90")
    assert first.answers() == ["85", "90"]
    story.all_agree()
    assert story["huyện"].answers(of=first) == ["85", "90"]


def test_one_deletes_what_another_edits_and_it_is_kept(story: Story) -> None:
    first, second = story["xã A"], story["xã A máy 2"]
    key = first.confirms_paper(number="12/BC-UBND", summary="Đường thôn")
    second.receives(first.sends(second))
    first.removes_paper(key)
    second.edits_paper(key, summary="Đường thôn và xóm")
    first.receives(second.sends(first))
    assert [one.deleted for one in first.work.conflicts.listed()[0].values] == [True, False]
    first.decides("B")
    assert first.papers() == [("12/BC-UBND", "Đường thôn và xóm")]
    story.all_agree()
    assert second.papers() == first.papers()
