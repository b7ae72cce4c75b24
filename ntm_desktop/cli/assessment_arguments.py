"""The options of commands about sheets, sets, evidence and units."""

from pathlib import Path

from ntm_desktop.cli.argument_parts import Commands, add_sheet, command, holder

_SUBJECT_KINDS = ("village", "residential_area", "garden")


def add_assessment(commands: Commands) -> None:
    """Add what judges sheets and what they are judged by."""
    add_sheet(command(commands, "status", "sheets:status", "kết quả tự đánh giá"))
    subject = holder(commands, "subject", "đối tượng được đánh giá")
    _add_subjects(subject)
    indicator = holder(commands, "indicator", "chỉ tiêu")
    entry = command(indicator, "set", "sheets:set_indicator", "nhập kết quả một chỉ tiêu")
    entry.add_argument("code", metavar="MÃ[:PHẦN]", help="chỉ tiêu, ví dụ 3.1 hoặc 17.1:a")
    entry.add_argument(
        "value", metavar="GIÁ_TRỊ", help="86,5 · đạt · chưa đạt · không áp dụng · “” để xóa"
    )
    add_sheet(entry)
    entry.add_argument(
        "--claim", choices=("met", "not_met"), help="tự đánh giá, nếu khác kết quả tính"
    )
    entry.add_argument("--reason", metavar="CHỮ", help="lý do không áp dụng hoặc tự đánh giá")
    entry.add_argument("--note", metavar="CHỮ", help="ghi chú; “” để xóa")
    changes = command(indicator, "history", "conflicts:history", "lịch sử một chỉ tiêu")
    changes.add_argument("code", metavar="MÃ", help="chỉ tiêu, ví dụ 3.1")
    add_sheet(changes)
    affirming = command(indicator, "confirm", "years:confirm", "xác nhận số liệu mang sang")
    affirming.add_argument("codes", metavar="MÃ[,MÃ…]", help="các chỉ tiêu vẫn đúng")
    add_sheet(affirming)
    _add_years(holder(commands, "year", "số liệu các năm"))
    _add_thresholds(holder(commands, "threshold", "mức quy định"))


def _add_years(year: Commands) -> None:
    comparing = command(year, "compare", "years:compare", "so sánh với một năm trước")
    carrying = command(year, "carry", "years:carry", "mang số liệu một năm trước sang")
    for parser in (comparing, carrying):
        parser.add_argument(
            "--before", type=int, metavar="NĂM", help="năm trước; mặc định: gần nhất có số liệu"
        )
    comparing.add_argument("--pdf", type=Path, metavar="TỆP", help="in ra tệp PDF này")
    carrying.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi")
    carrying.add_argument(
        "--without-evidence", action="store_true", help="không gắn minh chứng còn hiệu lực"
    )
    risk = command(year, "risks", "years:risks", "có nguy cơ không còn đạt")
    risk.add_argument(
        "--until",
        default="",
        metavar="YYYY-MM-DD",
        help="minh chứng phải còn hạn đến ngày; mặc định: hết năm",
    )
    for parser in (comparing, carrying, risk):
        add_sheet(parser)


def _add_thresholds(threshold: Commands) -> None:
    figure = command(threshold, "set", "sheets:set_threshold", "nhập mức theo quyết định")
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
    add_sheet(figure, subject=False)
    _add_threshold_lists(threshold)


def _add_threshold_lists(threshold: Commands) -> None:
    listing = command(threshold, "list", "thresholds:listing", "các mức và nguồn")
    listing.add_argument("--unchecked", action="store_true", help="chỉ mức chưa đối chiếu")
    add_sheet(listing, subject=False)
    giving = command(threshold, "export", "thresholds:export", "ghi các mức ra tệp")
    giving.add_argument(
        "file", type=Path, metavar="TỆP", help=".xlsx: Excel; .ntm-data: tệp có chữ ký của đơn vị"
    )
    giving.add_argument(
        "--all-sets", action="store_true", help="tệp có chữ ký: mọi bộ tiêu chí, không chỉ một"
    )
    add_sheet(giving, subject=False)
    taking = command(threshold, "import", "thresholds:take_in", "nhập các mức từ tệp")
    taking.add_argument(
        "file", type=Path, metavar="TỆP", help="tệp .xlsx đã điền, hoặc tệp .ntm-data"
    )
    taking.add_argument(
        "--fingerprint", default="", metavar="SỐ", help="dãy số đã so với đơn vị ký tệp"
    )
    taking.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không nhập")
    add_sheet(taking, subject=False, year=False)


def add_sets(commands: Commands) -> None:
    """Add the criteria sets themselves."""
    sets = holder(commands, "set", "bộ tiêu chí")
    _add_set_files(sets)
    beginning = command(sets, "use", "office_sets:use", "dùng thêm một bộ tiêu chí")
    leaving = command(sets, "leave", "office_sets:leave", "thôi dùng, giữ nguyên số liệu")
    for parser in (beginning, leaving):
        parser.add_argument("id", metavar="ID", help="mã của bộ")
    moving = command(sets, "move", "moving:move", "chuyển kết quả sang bộ tiêu chí khác")
    mapping = command(sets, "mapping", "moving:mapping", "ghi tệp mẫu bảng chuyển đổi")
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


def _add_subjects(subject: Commands) -> None:
    command(subject, "list", "subjects:listing", "danh sách đối tượng")
    adding = command(subject, "add", "subjects:add", "thêm thôn, khu dân cư, vườn")
    adding.add_argument("name", metavar="TÊN", help="tên thôn, khu dân cư hoặc chủ vườn")
    adding.add_argument(
        "--kind", required=True, choices=_SUBJECT_KINDS, help="thôn, khu dân cư, vườn"
    )
    adding.add_argument("--village", default="", metavar="THÔN", help="nằm ở thôn nào")
    adding.add_argument("--households", type=int, metavar="N", help="số hộ")
    adding.add_argument("--set", action="append", metavar="ID", help="bộ tiêu chí phấn đấu")
    adding.add_argument("--region", default="", metavar="VÙNG", help="nếu khác vùng của xã")
    adding.add_argument("--group", default="", metavar="NHÓM", help="nếu khác nhóm của xã")
    naming = command(subject, "rename", "subjects:rename", "đổi tên, giữ nguyên hồ sơ")
    closing = command(subject, "close", "subjects:close", "ngừng theo dõi, giữ nguyên hồ sơ")
    opening = command(subject, "reopen", "subjects:reopen", "theo dõi lại")
    for parser in (naming, closing, opening):
        parser.add_argument("id", metavar="MÃ", help="mã trong danh sách")
    naming.add_argument("name", metavar="TÊN_MỚI", help="tên mới")
    closing.add_argument("--on", required=True, metavar="YYYY-MM-DD", help="từ ngày")
    closing.add_argument("--reason", default="", metavar="CHỮ", help="lý do")


def _add_set_files(sets: Commands) -> None:
    command(sets, "list", "criteria_sets:listing", "các bộ tiêu chí và phiên bản")
    showing = command(sets, "show", "criteria_sets:show", "xem một bộ tiêu chí")
    giving = command(sets, "export", "criteria_sets:export", "ghi bộ tiêu chí ra tệp")
    for parser in (showing, giving):
        parser.add_argument("id", metavar="MÃ_BỘ", help="xem bằng lệnh set list")
    giving.add_argument(
        "file", type=Path, metavar="TỆP", help=".xlsx: Excel; .ntm-data: tệp có chữ ký của đơn vị"
    )
    taking = command(sets, "import", "criteria_sets:take_in", "nhập bộ, phiên bản mới từ tệp")
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


def add_evidence(commands: Commands) -> None:
    """Add what proves indicators."""
    evidence = holder(commands, "evidence", "minh chứng")
    adding = command(evidence, "add", "evidence:add", "thêm minh chứng")
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
    add_sheet(adding)
    add_sheet(command(evidence, "list", "evidence:listing", "danh sách minh chứng"))


def add_papers(commands: Commands) -> None:
    """Add what is printed."""
    dossier = command(commands, "dossier", "papers:dossier", "lập hồ sơ PDF")
    dossier.add_argument("target", type=Path, metavar="TỆP.pdf", help="tệp sẽ ghi")
    add_sheet(dossier)
    checklist = command(commands, "checklist", "papers:checklist", "lập phiếu kiểm tra PDF")
    checklist.add_argument("target", type=Path, metavar="TỆP.pdf", help="tệp sẽ ghi")
    add_sheet(checklist)
    checklist.add_argument("--criterion", type=int, metavar="N", help="chỉ một tiêu chí")
    form = checklist.add_mutually_exclusive_group()
    form.add_argument("--blank", action="store_true", help="để trống, điền bằng tay (mặc định)")
    form.add_argument("--filled", action="store_true", help="điền sẵn số liệu đã có")


def add_units(commands: Commands) -> None:
    """Add what is known of units."""
    unit = holder(commands, "unit", "đơn vị hành chính")
    joined = command(unit, "succeed", "units:succeed", "ghi nhận nhập đơn vị cũ vào đơn vị mới")
    joined.add_argument("old", metavar="MÃ_CŨ", help="đơn vị được nhập vào đơn vị khác")
    joined.add_argument("new", metavar="MÃ_MỚI", help="đơn vị tiếp tục hồ sơ")
    joined.add_argument("--decision", metavar="SỐ", help="số, ký hiệu nghị quyết, quyết định")
    joined.add_argument("--date", metavar="YYYY-MM-DD", help="ngày ban hành")
    command(unit, "list", "units:listing", "danh sách đơn vị")
    change = command(unit, "change", "units:change", "đổi tên, vùng, nhóm xã từ một ngày")
    change.add_argument("unit", metavar="MÃ", help="đơn vị")
    change.add_argument("--since", default="", metavar="YYYY-MM-DD", help="có hiệu lực từ")
    for name, what in (("name", "tên mới"), ("region", "vùng"), ("group", "nhóm xã")):
        change.add_argument(f"--{name}", default="", metavar="CHỮ", help=what)
    change.add_argument("--decision", default="", metavar="SỐ", help="theo văn bản nào")
    taking = command(unit, "import", "units:take_list", "nhập danh sách đơn vị từ Excel")
    taking.add_argument("file", type=Path, metavar="TỆP.xlsx", help="tờ có cột Mã, Tên")
