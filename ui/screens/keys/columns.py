"""How keys are worded."""

from collections.abc import Mapping, Sequence

from ntm_desktop.domain.ownership import Role
from ntm_desktop.services.keys import Delivery, OwnKey, TrustedOffice
from ntm_desktop.services.recovery import Renewal, Why
from ui.widgets.line_list import Line
from ui.words import PRESENT, State

KEY_FILES = "Tệp khóa công khai (*.ntmkey);;Mọi tệp (*)"
BACKUP_FILES = "Tệp khóa bí mật (*.key);;Mọi tệp (*)"
SHEETS = "PDF (*.pdf)"
ROLES: Mapping[Role, str] = {
    Role.COMMUNE: "xã",
    Role.AUTHORITY: "cấp nhận hồ sơ",
    Role.AGENCY: "cơ quan phụ trách tiêu chí",
}
TRUSTED = State("Tin cậy ở máy này", "dash", "no_threshold")
REVOKED = State("Đã thu hồi", "cross", "not_met")
HOW = (
    "Mỗi cơ quan có một khóa để ký gói hồ sơ. Nơi nhận cần khóa công khai của bạn, "
    "và phải so đúng dãy số dưới đây: đọc qua điện thoại hoặc so trên bản in."
)
SHEET = (
    "Tờ giấy in, cất trong két: lấy lại khóa khi quên mật khẩu, hỏng máy hoặc thêm máy. "
    "Ai có tờ giấy này đều ký được thay cơ quan."
)
OTHER_PC = (
    "Ở máy mới, lần mở đầu tiên chọn “Đã có khóa của cơ quan”, rồi đưa tệp khóa này hoặc giấy "
    "khôi phục. Hai máy trao đổi với nhau bằng gói hồ sơ; không dùng chung một thư mục dữ liệu."
)
NEW_KEY = (
    "Khi khóa bị mất, có thể bị lộ (mất máy, mất USB, mất giấy khôi phục) hoặc người giữ khóa đổi "
    "việc."
)
WHY: Mapping[Why, str] = {
    Why.REPLACED: "Thay khóa: khóa cũ còn giữ, không bị lộ",
    Why.STOLEN: "Khóa có thể bị lộ: mất máy, mất USB, mất giấy khôi phục",
    Why.LOST: "Mất khóa: quên mật khẩu và không có giấy khôi phục",
}
THEN: Mapping[Why, str] = {
    Why.REPLACED: (
        "Khóa cũ ký xác nhận lần cuối những gì đã ghi, rồi được giữ lại để mở các gói đã gửi cho "
        "nó. Từ nay số liệu được ký bằng khóa mới."
    ),
    Why.STOLEN: (
        "Hãy gọi báo nơi nhận hồ sơ NGAY để họ thu hồi khóa cũ. Số liệu chưa gửi được ghi lại "
        "dưới khóa mới; khóa cũ không ký gì thêm. Nếu việc thu hồi làm số liệu nào mất giá trị, "
        "trang này sẽ đề nghị ghi lại."
    ),
    Why.LOST: (
        "Số liệu đã gửi vẫn còn giá trị. Số liệu chưa gửi được ghi lại nguyên vẹn dưới khóa mới. "
        "Gói gửi kín cho khóa cũ sẽ không mở được nữa: hãy xin nơi gửi lập lại."
    ),
}
AFTER = (
    "Sau đó: xuất khóa công khai mới, gửi nơi nhận, đọc dãy số mới cho họ so; in giấy khôi phục "
    "mới, hủy tờ cũ; chép khóa mới sang các máy khác của cơ quan."
)
REVOKING = (
    "Thu hồi là cho mọi đơn vị: số liệu khóa này ký sau mốc dưới đây vẫn được lưu nhưng không "
    "được tính vào đâu cả, cho đến khi đơn vị ghi lại bằng khóa mới. Các xã, cơ quan khác biết "
    "việc này khi nhận gói tiếp theo của bạn. Không bỏ việc thu hồi được."
)
UNDERSTOOD = "Tôi đã gọi điện xác minh với đơn vị và hiểu việc thu hồi"
ALL_TAKEN_IN = "mọi gói đã nhận đến hôm nay"


def trusted(offices: Sequence[TrustedOffice]) -> list[Line]:
    """Word whose keys are known, each once."""
    return [
        Line(state=_state(office), head=office.unit, text=_whose(office), detail=_detail(office))
        for office in once(offices)
    ]


def once(offices: Sequence[TrustedOffice]) -> list[TrustedOffice]:
    """List each key once, by the office's name; enrolled counts before trusted here."""
    found = {office.fingerprint: office for office in reversed(offices)}
    return sorted(found.values(), key=lambda office: (office.name, office.revoked is not None))


def choice(office: TrustedOffice) -> str:
    """Word a key to choose it from a list."""
    return f"{office.name} ({office.unit}) · {office.fingerprint[:11]}…"


def delivery(each: Delivery) -> str:
    """Word up to which package a key is still trusted."""
    year, month, day = each.at[:10].split("-")
    return f"gói số {each.number}, nhận ngày {day}/{month}/{year}"


def renewed(renewal: Renewal) -> str:
    """Say what a new key did."""
    again = renewal.again.revisions
    kept = f"Đã ghi lại {again} thay đổi chưa gửi dưới khóa mới. " if again else ""
    return f"{kept}Tiếp theo: xuất khóa công khai, gửi nơi nhận, in giấy khôi phục mới."


def own_trouble(own: OwnKey) -> str:
    """Say what is wrong with one's own key, if anything."""
    if own.revoked is not None:
        why = f" (lý do: {own.revoked})" if own.revoked else ""
        return (
            f"Cấp trên đã thu hồi khóa đang dùng{why}. Số liệu mới không được tính cho đến khi có "
            "khóa mới: hãy bấm “Tạo khóa mới…”."
        )
    if own.unvouched:
        return (
            f"{own.unvouched} thay đổi ký bằng khóa cũ không còn được tính. "
            "Ghi lại dưới khóa mới thì có giá trị trở lại, không cần nhập lại."
        )
    return ""


def _state(office: TrustedOffice) -> State:
    if office.revoked is not None:
        return REVOKED
    return PRESENT if office.enrolled else TRUSTED


def _whose(office: TrustedOffice) -> str:
    return f"{office.name} ({ROLES[office.role]})"


def _detail(office: TrustedOffice) -> str:
    if office.revoked is not None:
        why = f": {office.revoked}" if office.revoked else ""
        return f"Đã thu hồi{why} · {office.fingerprint}"
    how = "Đã ghi nhận cho mọi đơn vị" if office.enrolled else "Tin cậy ở máy này"
    return f"{how} · {office.fingerprint}"
