from ntm_desktop.exchange.documents.pages import Page, Section, paginate
from ntm_desktop.exchange.documents.pen import LANDSCAPE, PORTRAIT, Align
from ntm_desktop.exchange.documents.pieces import Gap, Line, Piece, Style, paragraph
from ntm_desktop.exchange.documents.tables import Column, Group, RowPiece, table

BODY = Style(size=12, leading=1.0)
ROOM = PORTRAIT.room
FULL = int(PORTRAIT.depth / 12)
COLUMNS = (Column("TT", 40, Align.CENTRE), Column("Tên", 68), Column("Nội dung", 120))


def lines(count: int, style: Style = BODY) -> list[Piece]:
    """Give single-line paragraphs."""
    return [piece for n in range(count) for piece in paragraph(f"dòng {n}", style, ROOM)]


def depth(page: Page) -> float:
    return sum(piece.height for piece in page.pieces)


def test_no_page_holds_more_than_its_paper() -> None:
    pages = paginate([Section(tuple(lines(3 * FULL + 5)))])
    assert len(pages) == 4
    assert all(depth(page) <= PORTRAIT.depth + 0.01 for page in pages)


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    heading = paragraph("Tiêu đề", Style(size=12, leading=1.0, keep=True), ROOM)
    pages = paginate([Section((*lines(FULL - 1), *heading, *lines(2)))])
    assert isinstance(pages[1].pieces[0], Line)
    assert pages[1].pieces[0].text == "Tiêu đề"


def test_no_single_line_of_a_paragraph_stands_alone_on_either_page() -> None:
    words = paragraph("chữ " * 200, BODY, ROOM)
    for above in range(FULL - len(words), FULL):
        pages = paginate([Section((*lines(above), *words))])
        if len(pages) > 1:
            assert len(pages[1].pieces) >= 2
            assert len(pages[0].pieces) - above != 1


def test_a_page_does_not_begin_with_empty_space() -> None:
    pages = paginate([Section((*lines(FULL), Gap(30), *lines(1)))])
    assert isinstance(pages[1].pieces[0], Line)


def test_pages_are_numbered_through_sections_of_any_orientation() -> None:
    sections = [Section(tuple(lines(1))), Section(tuple(lines(1)), LANDSCAPE)]
    assert [(page.number, page.paper) for page in paginate(sections)] == [
        (1, PORTRAIT),
        (2, LANDSCAPE),
    ]


def test_the_heading_of_a_table_stands_on_each_of_its_pages() -> None:
    pieces = table(COLUMNS, [Group(((str(n), "tên", "nội dung"),)) for n in range(200)])
    pages = paginate([Section(tuple(pieces))])
    assert len(pages) > 1
    assert all(page.pieces[0] is pieces[0] for page in pages)


def test_a_row_taller_than_a_page_is_cut_and_keeps_all_its_lines() -> None:
    text = " ".join(f"từ{n}" for n in range(1500))
    pages = paginate([Section(tuple(table(COLUMNS, [Group((("1", "a", text),))])))])
    rows = [p for page in pages for p in page.pieces[1:] if isinstance(p, RowPiece)]
    assert len(pages) > 1
    assert " ".join(line for row in rows for line in row.cells[2]) == text
    assert all(depth(page) <= PORTRAIT.depth + 0.01 for page in pages)


def test_the_name_of_a_group_runs_down_beside_its_rows_and_is_said_again_on_a_new_page() -> None:
    rows = tuple((f"nội dung {n}",) for n in range(80))
    pieces = table(COLUMNS, [Group(rows, lead=("13", "Tổ chức sản xuất và phát triển"))])
    first, second, *_ = [piece for piece in pieces[1:] if isinstance(piece, RowPiece)]
    assert first.cells[0] == ["13"]
    assert first.cells[1][0] == "Tổ chức sản"
    assert first.keep  # the rest of the name is in the next row
    assert second.cells[1][0] == "xuất và phát"
    assert second.again[0] == ["13"]
