"""The words and options of the command line."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from ntm_desktop.cli.parts import part_numbers, part_size
from ntm_desktop.cli.vietnamese import Parser

EPILOGUE = (
    "Kết thúc với mã 0: đã làm xong; 1: lỗi của chương trình; 2: dùng sai lệnh, chưa thiết lập, "
    "thiếu mật khẩu; 3: nội dung không được nhận; 4: thư mục dữ liệu hoặc ổ đĩa; 130: bị dừng."
)
_SUBJECT_KINDS = ("village", "residential_area", "garden")
COMMANDS = (
    "init",
    "demo",
    "status",
    "subject",
    "indicator",
    "year",
    "threshold",
    "set",
    "evidence",
    "package",
    "folder",
    "conflict",
    "key",
    "unit",
    "dossier",
    "checklist",
    "backup",
    "restore",
    "update",
    "check",
)
# argparse gives the type no other name, and it has parameters for checkers only
_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001
_Exclusive: TypeAlias = "argparse._MutuallyExclusiveGroup"  # noqa: SLF001


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read a command line; raises CommandLineError, or SystemExit once help was shown.

    `run` of the result names the function that does the command, as "module:function".
    """
    return _parser().parse_args(argv)


def names_command(argv: Sequence[str]) -> bool:
    """Tell whether a command line is one of `ntm`, not a list of files for the window."""
    words = iter(argv)
    for word in words:
        if word in ("--data", "--passphrase-file"):
            next(words, None)
        elif not word.startswith("-"):
            return word in COMMANDS
    return False


def _parser() -> Parser:
    parser = Parser(
        prog="ntm", description="Hồ sơ nông thôn mới, không mở cửa sổ", epilog=EPILOGUE
    )
    parser.set_defaults(data=None, json=False, passphrase_file=None)
    _add_global(parser)
    commands = _group(parser)
    _add_setting_up(commands)
    _add_assessment(commands)
    _add_sets(commands)
    _add_evidence(commands)
    _add_packages(commands)
    _add_folder(commands)
    _add_conflicts(commands)
    _add_keys(commands)
    _add_units(commands)
    _add_papers(commands)
    _add_care(commands)
    return parser


def _add_global(parser: Parser) -> None:
    """Add what may stand before the command as well as after it."""
    without = argparse.SUPPRESS  # so that a command does not undo what stood before it
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=without, help="thư mục dữ liệu của đơn vị"
    )
    parser.add_argument(
        "--json", action="store_true", default=without, help="in ra đúng một tài liệu JSON"
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="F",
        default=without,
        help="tệp có mật khẩu khóa của đơn vị ở dòng đầu",
    )


def _group(parser: Parser) -> _Commands:
    return parser.add_subparsers(
        dest="command", required=True, metavar="LỆNH", title="Các lệnh", parser_class=Parser
    )


def _command(commands: _Commands, name: str, run: str | None, what: str) -> Parser:
    """Add a command; without `run` it only holds further ones."""
    parser = commands.add_parser(name, help=what, description=what)
    _add_global(parser)
    if run:
        parser.set_defaults(run=run)
    return parser


def _holder(commands: _Commands, name: str, what: str) -> _Commands:
    return _group(_command(commands, name, None, what))


def _add_sheet(parser: Parser, *, subject: bool = True, year: bool = True) -> None:
    parser.add_argument("--set", metavar="ID", help="bộ tiêu chí; mặc định: bộ đầu của đơn vị")
    if subject:
        parser.add_argument("--subject", metavar="MÃ", help="đối tượng; ở xã mặc định là xã mình")
    if year:
        parser.add_argument("--year", type=int, metavar="NĂM", help="năm; mặc định: năm nay")


def _add_setting_up(commands: _Commands) -> None:
    init = _command(commands, "init", "setting_up:init", "thiết lập thư mục dữ liệu cho đơn vị")
    init.add_argument(
        "--role", required=True, choices=("commune", "authority", "agency"), help="vai trò"
    )
    init.add_argument("--unit", required=True, metavar="MÃ", help="mã đơn vị, ví dụ 06379")
    init.add_argument("--name", metavar="TÊN", help="tên đơn vị; không cần nếu có trong danh sách")
    init.add_argument(
        "--units", type=Path, metavar="TỆP.xlsx", help="danh sách đơn vị, tờ có cột Mã, Tên"
    )
    init.add_argument("--region", default="", metavar="VÙNG", help="vùng, ví dụ TDMNPB")
    init.add_argument("--group", default="", metavar="NHÓM", help="nhóm xã (bộ 2026-2030)")
    init.add_argument("--set", action="append", metavar="ID", help="bộ tiêu chí; có thể lặp lại")
    init.add_argument("--authority", metavar="MÃ", help="mã cấp nhận hồ sơ")
    known = init.add_mutually_exclusive_group()
    known.add_argument(
        "--key", type=Path, metavar="TỆP", help="khóa của đơn vị, lấy từ máy khác của đơn vị"
    )
    _add_sheet_sources(known, "--recover-digits", "--recover-image")
    demo = _command(commands, "demo", "setting_up:demo", "tạo số liệu luyện tập")
    demo.add_argument("folder", type=Path, metavar="DIR", help="thư mục mới hoặc trống")
    demo.add_argument("--communes", type=int, default=17, metavar="N", help="số xã, từ 1 đến 17")
    demo.add_argument("--files", type=int, default=12, metavar="N", help="số minh chứng mỗi xã")


def _add_assessment(commands: _Commands) -> None:
    _add_sheet(_command(commands, "status", "sheets:status", "kết quả tự đánh giá"))
    subject = _holder(commands, "subject", "đối tượng được đánh giá")
    _add_subjects(subject)
    indicator = _holder(commands, "indicator", "chỉ tiêu")
    entry = _command(indicator, "set", "sheets:set_indicator", "nhập kết quả một chỉ tiêu")
    entry.add_argument("code", metavar="MÃ[:PHẦN]", help="chỉ tiêu, ví dụ 3.1 hoặc 17.1:a")
    entry.add_argument(
        "value", metavar="GIÁ_TRỊ", help="86,5 · đạt · chưa đạt · không áp dụng · “” để xóa"
    )
    _add_sheet(entry)
    entry.add_argument(
        "--claim", choices=("met", "not_met"), help="tự đánh giá, nếu khác kết quả tính"
    )
    entry.add_argument("--reason", metavar="CHỮ", help="lý do không áp dụng hoặc tự đánh giá")
    entry.add_argument("--note", metavar="CHỮ", help="ghi chú; “” để xóa")
    changes = _command(indicator, "history", "conflicts:history", "lịch sử một chỉ tiêu")
    changes.add_argument("code", metavar="MÃ", help="chỉ tiêu, ví dụ 3.1")
    _add_sheet(changes)
    affirming = _command(indicator, "confirm", "years:confirm", "xác nhận số liệu mang sang")
    affirming.add_argument("codes", metavar="MÃ[,MÃ…]", help="các chỉ tiêu vẫn đúng")
    _add_sheet(affirming)
    _add_years(_holder(commands, "year", "số liệu các năm"))
    threshold = _holder(commands, "threshold", "mức quy định")
    figure = _command(threshold, "set", "sheets:set_threshold", "nhập mức theo quyết định")
    figure.add_argument("code", metavar="MÃ[:PHẦN]", help="chỉ tiêu, ví dụ 2.1 hoặc 17.1:a")
    figure.add_argument(
        "value", nargs="?", default="", metavar="GIÁ_TRỊ", help="số hoặc bậc; “” để bỏ"
    )
    figure.add_argument("--group", default="", metavar="NHÓM", help="mức của một nhóm xã")
    confirming = figure.add_mutually_exclusive_group()
    confirming.add_argument(
        "--confirm", action="store_true", default=None, help="đã đối chiếu với quyết định"
    )
    confirming.add_argument(
        "--unconfirm", dest="confirm", action="store_false", default=None, help="bỏ đối chiếu"
    )
    figure.add_argument("--decision", required=True, metavar="SỐ", help="số, ký hiệu quyết định")
    figure.add_argument("--date", required=True, metavar="YYYY-MM-DD", help="ngày quyết định")
    _add_sheet(figure, subject=False)
    _add_threshold_lists(threshold)


def _add_years(year: _Commands) -> None:
    comparing = _command(year, "compare", "years:compare", "so sánh với một năm trước")
    carrying = _command(year, "carry", "years:carry", "mang số liệu một năm trước sang")
    for parser in (comparing, carrying):
        parser.add_argument(
            "--before", type=int, metavar="NĂM", help="năm trước; mặc định: gần nhất có số liệu"
        )
    comparing.add_argument("--pdf", type=Path, metavar="TỆP", help="in ra tệp PDF này")
    carrying.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
    carrying.add_argument(
        "--without-evidence", action="store_true", help="không gắn minh chứng còn hiệu lực"
    )
    risk = _command(year, "risks", "years:risks", "có nguy cơ không còn đạt")
    risk.add_argument(
        "--until",
        default="",
        metavar="YYYY-MM-DD",
        help="minh chứng phải còn hạn đến ngày; mặc định: hết năm",
    )
    for parser in (comparing, carrying, risk):
        _add_sheet(parser)


def _add_threshold_lists(threshold: _Commands) -> None:
    listing = _command(threshold, "list", "thresholds:listing", "các mức và nguồn")
    listing.add_argument("--unchecked", action="store_true", help="chỉ mức chưa đối chiếu")
    _add_sheet(listing, subject=False)
    giving = _command(threshold, "export", "thresholds:export", "ghi các mức ra tệp")
    giving.add_argument(
        "file", type=Path, metavar="TỆP", help=".xlsx: Excel; .ntm-data: tệp có chữ ký của đơn vị"
    )
    giving.add_argument(
        "--all-sets", action="store_true", help="tệp có chữ ký: mọi bộ tiêu chí, không chỉ một"
    )
    _add_sheet(giving, subject=False)
    taking = _command(threshold, "import", "thresholds:take_in", "nhập các mức từ tệp")
    taking.add_argument(
        "file", type=Path, metavar="TỆP", help="tệp .xlsx đã điền, hoặc tệp .ntm-data"
    )
    taking.add_argument(
        "--fingerprint", default="", metavar="SỐ", help="dãy số đã so với đơn vị ký tệp"
    )
    taking.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không nhập")
    _add_sheet(taking, subject=False, year=False)


def _add_sets(commands: _Commands) -> None:
    sets = _holder(commands, "set", "bộ tiêu chí")
    _add_set_files(sets)
    beginning = _command(sets, "use", "office_sets:use", "dùng thêm một bộ tiêu chí")
    leaving = _command(sets, "leave", "office_sets:leave", "thôi dùng, giữ nguyên số liệu")
    for parser in (beginning, leaving):
        parser.add_argument("id", metavar="ID", help="mã của bộ")
    moving = _command(sets, "move", "moving:move", "chuyển kết quả sang bộ tiêu chí khác")
    mapping = _command(sets, "mapping", "moving:mapping", "ghi tệp mẫu bảng chuyển đổi")
    mapping.add_argument("file", type=Path, metavar="TỆP", help="tệp .yaml sẽ ghi")
    for parser in (moving, mapping):
        parser.add_argument("--from", dest="from_set", required=True, metavar="ID", help="bộ cũ")
        parser.add_argument("--to", dest="to_set", required=True, metavar="ID", help="bộ mới")
    moving.add_argument("--subject", metavar="MÃ", help="đối tượng; ở xã mặc định là xã mình")
    moving.add_argument(
        "--from-year", type=int, metavar="NĂM", help="năm ở bộ cũ; mặc định: gần nhất có số liệu"
    )
    moving.add_argument("--year", type=int, metavar="NĂM", help="năm ở bộ mới; mặc định: năm nay")
    moving.add_argument("--mapping", type=Path, metavar="TỆP", help="bảng chuyển đổi (.yaml)")
    moving.add_argument("--use", action="store_true", help="dùng bộ mới từ nay, nếu chưa dùng")
    moving.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không chuyển")
    moving.add_argument("--pdf", type=Path, metavar="TỆP", help="in bảng ra tệp PDF này")


def _add_subjects(subject: _Commands) -> None:
    _command(subject, "list", "subjects:listing", "danh sách đối tượng")
    adding = _command(subject, "add", "subjects:add", "thêm thôn, khu dân cư, vườn")
    adding.add_argument("name", metavar="TÊN", help="tên thôn, khu dân cư hoặc chủ vườn")
    adding.add_argument(
        "--kind", required=True, choices=_SUBJECT_KINDS, help="thôn, khu dân cư, vườn"
    )
    adding.add_argument("--village", default="", metavar="THÔN", help="nằm ở thôn nào")
    adding.add_argument("--households", type=int, metavar="N", help="số hộ")
    adding.add_argument("--set", action="append", metavar="ID", help="bộ tiêu chí phấn đấu")
    adding.add_argument("--region", default="", metavar="VÙNG", help="nếu khác vùng của xã")
    adding.add_argument("--group", default="", metavar="NHÓM", help="nếu khác nhóm của xã")
    naming = _command(subject, "rename", "subjects:rename", "đổi tên, giữ nguyên hồ sơ")
    closing = _command(subject, "close", "subjects:close", "ngừng theo dõi, giữ nguyên hồ sơ")
    opening = _command(subject, "reopen", "subjects:reopen", "theo dõi lại")
    for parser in (naming, closing, opening):
        parser.add_argument("id", metavar="MÃ", help="mã trong danh sách")
    naming.add_argument("name", metavar="TÊN_MỚI", help="tên mới")
    closing.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="từ ngày")
    closing.add_argument("--reason", default="", metavar="CHỮ", help="lý do")


def _add_set_files(sets: _Commands) -> None:
    _command(sets, "list", "criteria_sets:listing", "các bộ tiêu chí và phiên bản")
    showing = _command(sets, "show", "criteria_sets:show", "xem một bộ tiêu chí")
    giving = _command(sets, "export", "criteria_sets:export", "ghi bộ tiêu chí ra tệp")
    for parser in (showing, giving):
        parser.add_argument("id", metavar="MÃ_BỘ", help="xem bằng lệnh set list")
    giving.add_argument(
        "file", type=Path, metavar="TỆP", help=".xlsx: Excel; .ntm-data: tệp có chữ ký của đơn vị"
    )
    taking = _command(sets, "import", "criteria_sets:take_in", "nhập bộ, phiên bản mới từ tệp")
    taking.add_argument(
        "file", type=Path, metavar="TỆP", help="tệp .xlsx đã sửa, hoặc tệp .ntm-data"
    )
    taking.add_argument(
        "--fingerprint", default="", metavar="SỐ", help="dãy số đã so với đơn vị ký tệp"
    )
    taking.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không nhập")
    taking.add_argument(
        "--accept-warnings", action="store_true", help="đồng ý mọi chỗ khác bản đang dùng"
    )


def _add_evidence(commands: _Commands) -> None:
    evidence = _holder(commands, "evidence", "minh chứng")
    adding = _command(evidence, "add", "evidence:add", "thêm minh chứng")
    adding.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="các tệp cần thêm")
    adding.add_argument(
        "--indicator", required=True, metavar="MÃ[,MÃ…]", help="các chỉ tiêu được chứng minh"
    )
    adding.add_argument(
        "--together", action="store_true", help="các tệp là một văn bản; mặc định: mỗi tệp một"
    )
    adding.add_argument("--number", default="", metavar="SỐ", help="số, ký hiệu")
    adding.add_argument("--issued-on", default="", metavar="YYYY-MM-DD", help="ngày ban hành")
    adding.add_argument("--issuer", default="", metavar="CHỮ", help="cơ quan ban hành")
    adding.add_argument("--summary", default="", metavar="CHỮ", help="trích yếu")
    _add_sheet(adding)
    _add_sheet(_command(evidence, "list", "evidence:listing", "danh sách minh chứng"))


def _add_packages(commands: _Commands) -> None:
    package = _holder(commands, "package", "gói hồ sơ")
    _add_sending(package)
    looking = _command(package, "inspect", "packages:inspect", "xem gói, không thay đổi gì")
    looking.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="các tệp gói")
    taking = _command(package, "import", "packages:take_in", "nhập gói")
    taking.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="các tệp gói")
    taking.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không nhập")
    undoing = _command(package, "undo", "register:undo", "hoàn tác một lần nhập gói")
    undoing.add_argument("import_id", metavar="MÃ_LẦN_NHẬP", help="xem bằng lệnh package history")
    register = _command(package, "history", "register:history", "sổ gửi, nhận hồ sơ")
    register.add_argument("--pdf", type=Path, metavar="TỆP", help="in ra tệp PDF này")


def _add_sending(package: _Commands) -> None:
    sending = _command(package, "export", "sending:export", "lập gói hồ sơ, chỉ gồm nội dung mới")
    sending.add_argument("folder", type=Path, metavar="DIR", help="nơi ghi gói, ví dụ USB")
    sending.add_argument(
        "--to",
        action="append",
        metavar="MÃ",
        help="đơn vị nhận, có thể lặp lại; ở xã mặc định là cấp nhận hồ sơ",
    )
    sending.add_argument("--plain", action="store_true", help="không mã hóa")
    sending.add_argument(
        "--part-size",
        type=part_size,
        metavar="CỠ",
        help="mỗi tệp lớn nhất bao nhiêu: 14MB (thư điện tử), 7MB, 18MB, usb (mặc định)",
    )
    sending.add_argument("--full", action="store_true", help="toàn bộ, kể cả nội dung đã gửi")
    sending.add_argument("--year", type=int, metavar="NĂM", help="năm ghi trong tên tệp")
    again = _command(package, "resend", "sending:resend", "ghi lại vài phần của gói đã gửi")
    again.add_argument("id", metavar="ID", help="mã của gói, in ra khi lập gói")
    again.add_argument(
        "--part", required=True, type=part_numbers, metavar="N[,N…]", help="các phần cần ghi lại"
    )
    again.add_argument("folder", type=Path, metavar="DIR", help="nơi ghi, ví dụ USB")


def _add_folder(commands: _Commands) -> None:
    folder = _holder(commands, "folder", "thư mục dùng chung của các máy trong đơn vị")
    chosen = _command(folder, "set", "folder:choose", "chọn thư mục dùng chung")
    chosen.add_argument("folder", type=Path, metavar="DIR", help="thư mục trống riêng")
    _command(folder, "leave", "folder:leave", "thôi dùng thư mục dùng chung")
    _command(folder, "status", "folder:status", "xem lần trao đổi cuối và các máy khác")
    _command(folder, "exchange", "folder:exchange", "trao đổi ngay (cần mật khẩu khóa)")
    gone = _command(folder, "forget", "folder:forget", "không chờ một máy đã bỏ hẳn")
    gone.add_argument("pc", metavar="MÁY", help="bốn ký tự của máy, xem ở folder status")


def _add_conflicts(commands: _Commands) -> None:
    conflict = _holder(commands, "conflict", "số liệu chưa thống nhất")
    _command(conflict, "list", "conflicts:listing", "danh sách số liệu chưa thống nhất")
    deciding = _command(conflict, "resolve", "conflicts:resolve", "chọn một giá trị")
    deciding.add_argument("id", metavar="MÃ", help="mã trong danh sách, ít nhất 8 ký tự đầu")
    deciding.add_argument("--take", required=True, metavar="CHỮ", help="A, B … của giá trị lấy")
    deciding.add_argument("--reason", required=True, metavar="LÝ_DO", help="lý do chọn")


def _add_keys(commands: _Commands) -> None:
    key = _holder(commands, "key", "khóa của đơn vị")
    public = _command(key, "export", "keys:export", "ghi khóa công khai để cấp trên ghi nhận")
    public.add_argument("file", type=Path, metavar="TỆP", help="tệp sẽ ghi")
    secret = _command(key, "backup", "keys:back_up", "sao lưu khóa bí mật (vẫn cần mật khẩu)")
    secret.add_argument("file", type=Path, metavar="TỆP", help="tệp sẽ ghi")
    _command(key, "list", "keys:listing", "khóa của đơn vị và các khóa đã biết")
    trusting = _command(key, "trust", "keys:trust", "tin cậy khóa công khai của đơn vị khác")
    trusting.add_argument("file", type=Path, metavar="TỆP", help="tệp khóa công khai")
    trusting.add_argument("--unit", metavar="MÃ", help="chỉ nhận nếu là khóa của đơn vị này")
    trusting.add_argument(
        "--fingerprint", metavar="DÃY_SỐ", help="chỉ nhận nếu đúng dãy số kiểm tra này"
    )
    revoking = _command(key, "revoke", "keys:revoke", "thu hồi khóa của đơn vị khác (cấp trên)")
    revoking.add_argument("--fingerprint", required=True, metavar="DÃY_SỐ", help="khóa nào")
    revoking.add_argument("--reason", required=True, metavar="CHỮ", help="lý do thu hồi")
    revoking.add_argument(
        "--up-to", metavar="MÃ_NHẬP", help="chỉ tin đến hết lần nhập gói này; mặc định: mọi gói"
    )
    _add_recovery(key)


def _add_recovery(key: _Commands) -> None:
    sheet = _command(key, "recovery-sheet", "recovery:sheet", "in giấy khôi phục khóa (PDF)")
    sheet.add_argument("file", type=Path, metavar="TỆP.pdf", help="tệp sẽ ghi; in xong hãy xóa")
    recovering = _command(key, "recover", "recovery:recover", "quên mật khẩu: dùng giấy khôi phục")
    sources = recovering.add_mutually_exclusive_group(required=True)
    _add_sheet_sources(sources, "--digits-file", "--image")
    changing = _command(key, "passphrase", "recovery:change_passphrase", "đổi mật khẩu khóa")
    renewing = _command(key, "renew", "recovery:renew", "tạo khóa mới cho đơn vị")
    renewing.add_argument(
        "--reason",
        choices=("replaced", "stolen", "lost"),
        default="replaced",
        help="thay khóa (cần mật khẩu cũ), khóa có thể bị lộ, hay đã mất khóa",
    )
    for parser in (recovering, changing, renewing):
        parser.add_argument(
            "--new-passphrase-file",
            type=Path,
            required=True,
            metavar="F",
            help="tệp có mật khẩu mới ở dòng đầu",
        )
    _command(
        key, "rewrite", "recovery:rewrite", "ghi lại dưới khóa mới số liệu bị khóa cũ kéo theo"
    )


def _add_sheet_sources(group: _Exclusive, digits: str, image: str) -> None:
    group.add_argument(digits, type=Path, metavar="F", help="tệp văn bản có 17 hàng số")
    group.add_argument(image, type=Path, metavar="F", help="ảnh chụp, bản quét giấy khôi phục")


def _add_papers(commands: _Commands) -> None:
    dossier = _command(commands, "dossier", "papers:dossier", "lập hồ sơ PDF")
    dossier.add_argument("target", type=Path, metavar="TỆP.pdf", help="tệp sẽ ghi")
    _add_sheet(dossier)
    checklist = _command(commands, "checklist", "papers:checklist", "lập phiếu kiểm tra PDF")
    checklist.add_argument("target", type=Path, metavar="TỆP.pdf", help="tệp sẽ ghi")
    _add_sheet(checklist)
    checklist.add_argument("--criterion", type=int, metavar="N", help="chỉ một tiêu chí")
    form = checklist.add_mutually_exclusive_group()
    form.add_argument("--blank", action="store_true", help="để trống, điền bằng tay (mặc định)")
    form.add_argument("--filled", action="store_true", help="điền sẵn số liệu đã có")


def _add_units(commands: _Commands) -> None:
    unit = _holder(commands, "unit", "đơn vị hành chính")
    joined = _command(unit, "succeed", "units:succeed", "ghi nhận nhập đơn vị cũ vào đơn vị mới")
    joined.add_argument("old", metavar="MÃ_CŨ", help="đơn vị được nhập vào đơn vị khác")
    joined.add_argument("new", metavar="MÃ_MỚI", help="đơn vị tiếp tục hồ sơ")
    joined.add_argument("--decision", metavar="SỐ", help="số, ký hiệu nghị quyết, quyết định")
    joined.add_argument("--date", metavar="YYYY-MM-DD", help="ngày ban hành")
    _command(unit, "list", "units:listing", "danh sách đơn vị")
    change = _command(unit, "change", "units:change", "đổi tên, vùng, nhóm xã từ một ngày")
    change.add_argument("unit", metavar="MÃ", help="đơn vị")
    change.add_argument("--since", default="", metavar="YYYY-MM-DD", help="có hiệu lực từ")
    for name, what in (("name", "tên mới"), ("region", "vùng"), ("group", "nhóm xã")):
        change.add_argument(f"--{name}", default="", metavar="CHỮ", help=what)
    change.add_argument("--decision", default="", metavar="SỐ", help="theo văn bản nào")
    taking = _command(unit, "import", "units:take_list", "nhập danh sách đơn vị từ Excel")
    taking.add_argument("file", type=Path, metavar="TỆP.xlsx", help="tờ có cột Mã, Tên")


def _add_care(commands: _Commands) -> None:
    backup = _command(commands, "backup", "care:backup", "sao lưu dữ liệu")
    backup.add_argument("target", type=Path, metavar="NƠI", help="tệp mới, hoặc thư mục có sẵn")
    restore = _command(commands, "restore", "care:restore", "phục hồi từ bản sao lưu")
    restore.add_argument("copy", type=Path, metavar="TỆP", help="bản sao lưu")
    _command(commands, "check", "care:check", "kiểm tra toàn bộ dữ liệu và minh chứng")
    update = _holder(commands, "update", "cập nhật chương trình, bộ tiêu chí từ tệp")
    for name, what in (("show", "xem tệp cập nhật có gì"), ("apply", "cập nhật từ tệp")):
        from_file = _command(update, name, f"updates:{name}", what)
        from_file.add_argument("file", type=Path, metavar="TỆP", help="tệp .ntm-update")
