"""The options of commands about an office: set up, exchange, keys, care."""

from pathlib import Path

from ntm_desktop.cli.argument_parts import Commands, add_sheet_sources, command, holder
from ntm_desktop.cli.parts import part_numbers, part_size


def add_setting_up(commands: Commands) -> None:
    """Add what makes data folders."""
    init = command(commands, "init", "setting_up:init", "thiết lập thư mục dữ liệu cho đơn vị")
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
    add_sheet_sources(known, "--recover-digits", "--recover-image")
    demo = command(commands, "demo", "setting_up:demo", "tạo số liệu luyện tập")
    demo.add_argument("folder", type=Path, metavar="DIR", help="thư mục mới hoặc trống")
    demo.add_argument("--communes", type=int, default=17, metavar="N", help="số xã, từ 1 đến 17")
    demo.add_argument("--files", type=int, default=12, metavar="N", help="số minh chứng mỗi xã")


def add_packages(commands: Commands) -> None:
    """Add what is sent and received."""
    package = holder(commands, "package", "gói hồ sơ")
    _add_sending(package)
    looking = command(package, "inspect", "packages:inspect", "xem gói, không thay đổi gì")
    looking.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="các tệp gói")
    taking = command(package, "import", "packages:take_in", "nhập gói")
    taking.add_argument("files", nargs="+", type=Path, metavar="TỆP", help="các tệp gói")
    taking.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không nhập")
    undoing = command(package, "undo", "register:undo", "hoàn tác một lần nhập gói")
    undoing.add_argument("import_id", metavar="MÃ_LẦN_NHẬP", help="xem bằng lệnh package history")
    register = command(package, "history", "register:history", "sổ gửi, nhận hồ sơ")
    register.add_argument("--pdf", type=Path, metavar="TỆP", help="in ra tệp PDF này")


def _add_sending(package: Commands) -> None:
    sending = command(package, "export", "sending:export", "lập gói hồ sơ, chỉ gồm nội dung mới")
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
    again = command(package, "resend", "sending:resend", "ghi lại vài phần của gói đã gửi")
    again.add_argument("id", metavar="ID", help="mã của gói, in ra khi lập gói")
    again.add_argument(
        "--part", required=True, type=part_numbers, metavar="N[,N…]", help="các phần cần ghi lại"
    )
    again.add_argument("folder", type=Path, metavar="DIR", help="nơi ghi, ví dụ USB")


def add_folder(commands: Commands) -> None:
    """Add the folder that PCs of an office share."""
    folder = holder(commands, "folder", "thư mục dùng chung của các máy trong đơn vị")
    chosen = command(folder, "set", "folder:choose", "chọn thư mục dùng chung")
    chosen.add_argument("folder", type=Path, metavar="DIR", help="thư mục trống riêng")
    command(folder, "leave", "folder:leave", "thôi dùng thư mục dùng chung")
    command(folder, "status", "folder:status", "xem lần trao đổi cuối và các máy khác")
    command(folder, "exchange", "folder:exchange", "trao đổi ngay (cần mật khẩu khóa)")
    gone = command(folder, "forget", "folder:forget", "không chờ một máy đã bỏ hẳn")
    gone.add_argument("pc", metavar="MÁY", help="bốn ký tự của máy, xem ở folder status")


def add_conflicts(commands: Commands) -> None:
    """Add what is in dispute."""
    conflict = holder(commands, "conflict", "số liệu chưa thống nhất")
    command(conflict, "list", "conflicts:listing", "danh sách số liệu chưa thống nhất")
    deciding = command(conflict, "resolve", "conflicts:resolve", "chọn một giá trị")
    deciding.add_argument("id", metavar="MÃ", help="mã trong danh sách, ít nhất 8 ký tự đầu")
    deciding.add_argument("--take", required=True, metavar="CHỮ", help="A, B … của giá trị lấy")
    deciding.add_argument("--reason", required=True, metavar="LÝ_DO", help="lý do chọn")


def add_keys(commands: Commands) -> None:
    """Add the keys of the office."""
    key = holder(commands, "key", "khóa của đơn vị")
    public = command(key, "export", "keys:export", "ghi khóa công khai để cấp trên ghi nhận")
    public.add_argument("file", type=Path, metavar="TỆP", help="tệp sẽ ghi")
    secret = command(key, "backup", "keys:back_up", "sao lưu khóa bí mật (vẫn cần mật khẩu)")
    secret.add_argument("file", type=Path, metavar="TỆP", help="tệp sẽ ghi")
    command(key, "list", "keys:listing", "khóa của đơn vị và các khóa đã biết")
    trusting = command(key, "trust", "keys:trust", "tin cậy khóa công khai của đơn vị khác")
    trusting.add_argument("file", type=Path, metavar="TỆP", help="tệp khóa công khai")
    trusting.add_argument("--unit", metavar="MÃ", help="chỉ nhận nếu là khóa của đơn vị này")
    trusting.add_argument(
        "--fingerprint", metavar="DÃY_SỐ", help="chỉ nhận nếu đúng dãy số kiểm tra này"
    )
    revoking = command(key, "revoke", "keys:revoke", "thu hồi khóa của đơn vị khác (cấp trên)")
    revoking.add_argument("--fingerprint", required=True, metavar="DÃY_SỐ", help="khóa nào")
    revoking.add_argument("--reason", required=True, metavar="CHỮ", help="lý do thu hồi")
    revoking.add_argument(
        "--up-to", metavar="MÃ_NHẬP", help="chỉ tin đến hết lần nhập gói này; mặc định: mọi gói"
    )
    _add_recovery(key)


def _add_recovery(key: Commands) -> None:
    sheet = command(key, "recovery-sheet", "recovery:sheet", "in giấy khôi phục khóa (PDF)")
    sheet.add_argument("file", type=Path, metavar="TỆP.pdf", help="tệp sẽ ghi; in xong hãy xóa")
    recovering = command(key, "recover", "recovery:recover", "quên mật khẩu: dùng giấy khôi phục")
    sources = recovering.add_mutually_exclusive_group(required=True)
    add_sheet_sources(sources, "--digits-file", "--image")
    changing = command(key, "passphrase", "recovery:change_passphrase", "đổi mật khẩu khóa")
    renewing = command(key, "renew", "recovery:renew", "tạo khóa mới cho đơn vị")
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
    command(
        key, "rewrite", "recovery:rewrite", "ghi lại dưới khóa mới số liệu bị khóa cũ kéo theo"
    )


def add_care(commands: Commands) -> None:
    """Add what keeps data safe, and updates."""
    backup = command(commands, "backup", "care:backup", "sao lưu dữ liệu")
    backup.add_argument("target", type=Path, metavar="NƠI", help="tệp mới, hoặc thư mục có sẵn")
    restore = command(commands, "restore", "care:restore", "phục hồi từ bản sao lưu")
    restore.add_argument("copy", type=Path, metavar="TỆP", help="bản sao lưu")
    command(commands, "check", "care:check", "kiểm tra toàn bộ dữ liệu và minh chứng")
    update = holder(commands, "update", "cập nhật chương trình, bộ tiêu chí từ tệp")
    for name, what in (("show", "xem tệp cập nhật có gì"), ("apply", "cập nhật từ tệp")):
        from_file = command(update, name, f"updates:{name}", what)
        from_file.add_argument("file", type=Path, metavar="TỆP", help="tệp .ntm-update")
