"""The recovery sheet (giấy khôi phục khóa), one A4 page: code, digits, how to keep it."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj

from ntm_desktop.exchange.documents.codes import draw_modules, modules
from ntm_desktop.exchange.documents.failures import UnverifiedError
from ntm_desktop.exchange.documents.fonts import Face
from ntm_desktop.exchange.documents.letter import CENTRED
from ntm_desktop.exchange.documents.output import temporary, write_synced
from ntm_desktop.exchange.documents.pages import practice
from ntm_desktop.exchange.documents.pen import MM, Paper, Pen
from ntm_desktop.exchange.documents.pieces import Gap, Piece, Spot, Style, bullet, paragraph
from ntm_desktop.exchange.documents.printing import new_canvas
from ntm_desktop.exchange.recovery_sheet import ROWS, RecoverySheet, grouped

PAPER = Paper(210 * MM, 297 * MM, top=16 * MM, bottom=16 * MM, left=22 * MM, right=18 * MM)
CODE_SIDE = 74 * MM
_LEVEL = "q"  # a quarter of the code may be stained or torn
_TEXT = Style(size=12, leading=1.22)
_STRONG = replace(_TEXT, face=Face.BOLD)
_KEEP = (
    "In xong, cho ngay vào phong bì, dán kín, đóng dấu giáp lai, ghi ngày, cất trong két của "
    "cơ quan.",
    "Ai có tờ giấy này đều ký và mở hồ sơ được thay cơ quan, không cần mật khẩu: không chụp ảnh, "
    "không gửi qua Zalo hay thư điện tử.",
    "In xong hãy xóa tệp PDF này khỏi máy tính và USB.",
    "Nghi ngờ tờ giấy bị lộ hoặc bị mất: vào trang “Khóa, tin cậy”, tạo khóa mới và báo ngay nơi "
    "nhận hồ sơ.",
)
_USE = (
    "Khi quên mật khẩu: mở chương trình, trang “Khóa, tin cậy”, chọn “Quên mật khẩu”.",
    "Khi hỏng máy hoặc thêm máy: ở lần mở đầu tiên chọn “Đã có khóa của cơ quan: giấy khôi phục”.",
    "Chọn ảnh chụp hoặc bản quét tờ giấy này để đọc mã vuông, hoặc gõ 17 hàng số. Mỗi hàng tự "
    "kiểm tra: gõ sai hàng nào chương trình báo hàng đó. Xong việc hãy xóa ảnh.",
)
_ROW_HEIGHT = 7.6 * MM
_DIGITS_SIZE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPaper:
    """What the page says; the digits of `sheet` are secret."""

    unit: str
    name: str
    fingerprint: str
    day: date
    sheet: RecoverySheet
    practice: bool = False


def write_recovery_sheet(paper: RecoveryPaper, dest: Path) -> None:
    """Write the page to `dest` and read it back.

    Raises MissingGlyphError, DiskFullError, DestinationError and UnverifiedError.
    """
    with temporary(dest) as draft:
        write_synced(draft, partial(copyfileobj, _printed(paper)))
        _verify(draft)


def _printed(paper: RecoveryPaper) -> BytesIO:
    data = BytesIO()
    canvas = new_canvas(data)
    canvas.setTitle("Giấy khôi phục khóa")
    pen = Pen(canvas)
    pen.start(PAPER)
    top = _lay(pen, _heading(paper), PAPER.left, PAPER.height - PAPER.top)
    _draw_code(pen, paper.sheet, top)
    beside = PAPER.left + CODE_SIDE + 4 * MM
    kept = _lay(pen, _list("Cách giữ", _KEEP, PAPER.room - CODE_SIDE - 4 * MM), beside, top)
    below = min(kept, top - CODE_SIDE) - 4 * MM
    below = _lay(pen, _list_heading(), PAPER.left, below)
    below = _draw_rows(pen, paper.sheet, below)
    _lay(pen, [*_list("Cách dùng", _USE, PAPER.room), *_signing()], PAPER.left, below - 4 * MM)
    if paper.practice:
        practice(pen, PAPER.width - PAPER.right, PAPER.height - 9 * MM)
    pen.finish()
    canvas.save()
    data.seek(0)
    return data


def _heading(paper: RecoveryPaper) -> list[Piece]:
    day = f"{paper.day:%d/%m/%Y}"
    bold = replace(CENTRED, face=Face.BOLD)
    room = PAPER.room
    return [
        *paragraph("KHÔNG SAO CHỤP · CẤT TRONG KÉT", replace(bold, size=11), room),
        *paragraph("GIẤY KHÔI PHỤC KHÓA CỦA CƠ QUAN", replace(bold, size=17), room),
        Gap(6),
        *paragraph(f"Đơn vị: {paper.name} (mã {paper.unit})", _STRONG, room, "tên đơn vị"),
        *paragraph(f"Ngày in: {day}", _TEXT, room),
        *paragraph(f"Dãy số của khóa: {paper.fingerprint}", _TEXT, room),
        Gap(6),
    ]


def _list(title: str, lines: tuple[str, ...], room: float) -> list[Piece]:
    found = paragraph(title, _STRONG, room)
    for line in lines:
        found += [Gap(2), *bullet(line, _TEXT, room)]
    return found


def _list_heading() -> list[Piece]:
    words = "17 hàng số, mỗi hàng 12 chữ số (cùng nội dung với mã vuông)"
    return [*paragraph(words, _STRONG, PAPER.room), Gap(3)]


def _signing() -> list[Piece]:
    line = "Người in: .................................... Người giữ phong bì: "
    return [Gap(9), *paragraph(line + "." * 42, _TEXT, PAPER.room)]


def _lay(pen: Pen, pieces: list[Piece], x: float, top: float) -> float:
    for piece in pieces:
        piece.draw(pen, x, top, Spot())
        top -= piece.height
    return top


def _draw_code(pen: Pen, sheet: RecoverySheet, top: float) -> None:
    quiet = 4 * MM  # its empty edge stands over the margin, so that it lines up with the text
    at = (PAPER.left - quiet, top - CODE_SIDE + quiet)
    draw_modules(pen, modules(sheet.code, _LEVEL), at, CODE_SIDE)


def _draw_rows(pen: Pen, sheet: RecoverySheet, top: float) -> float:
    """Set the rows in two columns; give where they end."""
    deep = (ROWS + 1) // 2
    half = PAPER.room / 2
    lines = []
    for place, row in enumerate(sheet.rows):
        x = PAPER.left + (place // deep) * half
        y = top - (place % deep + 1) * _ROW_HEIGHT
        pen.text(x + 4, y + 2.4 * MM, f"{place + 1:02}", Face.REGULAR, 11)
        pen.text(x + 11 * MM, y + 2.2 * MM, grouped(row), Face.BOLD, _DIGITS_SIZE)
        lines.append((x, y, x + half - 6 * MM, y))
    pen.rules(lines, 0.3)
    return top - deep * _ROW_HEIGHT


def _verify(draft: Path) -> None:
    import pikepdf

    try:
        with pikepdf.open(draft, attempt_recovery=False) as pdf:
            if len(pdf.pages) != 1:
                raise UnverifiedError(draft, f"{len(pdf.pages)}/1 trang")
    except pikepdf.PdfError as fault:
        raise UnverifiedError(draft, "cấu trúc tệp") from fault
