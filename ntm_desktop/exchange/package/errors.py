"""Why a package is refused: one class, code and sentence each."""

from typing import ClassVar

from ntm_desktop.errors import DataFolderError, InputError, UsageError


class PackageError(InputError):
    """The file is not accepted as a package (gói hồ sơ); its text says what to do."""

    code = "package_refused"
    sentence: ClassVar[str] = "Gói hồ sơ không dùng được. Hãy xin đơn vị gửi gửi lại."

    def __init__(self, detail: str = "") -> None:
        super().__init__(self.sentence)
        self.detail = detail
        """What exactly was found, in English, for the log."""


class PackageUnreadableError(PackageError):
    """The file is gone, locked or on a failing disk."""

    code = "package_unreadable"
    sentence = (
        "Không đọc được tệp gói hồ sơ. Hãy kiểm tra USB còn cắm, tệp không bị chương trình khác "
        "giữ, rồi mở lại."
    )


class NotAPackageError(PackageError):
    """The file is something else."""

    code = "not_a_package"
    sentence = "Tệp này không phải gói hồ sơ. Hãy chọn tệp có đuôi .ntm do chương trình lập."


class PackageSealedError(PackageError):
    """The package is encrypted, and the office's secret key is not at hand."""

    code = "package_sealed"
    sentence = "Gói hồ sơ này được mã hóa. Hãy nhập mật khẩu khóa của đơn vị để mở, rồi làm lại."


class PackageSealedForOthersError(PackageError):
    """The package is encrypted, and not to any key of this office."""

    code = "package_sealed_for_others"
    sentence = (
        "Gói hồ sơ này được mã hóa cho đơn vị khác, hoặc phần đầu tệp đã bị hỏng, nên không mở "
        "được bằng khóa của đơn vị. Hãy báo đơn vị gửi xuất lại gói cho đúng đơn vị nhận."
    )


class PackageArmoredError(PackageError):
    """The package was turned into text (age's armor), which our program never does."""

    code = "package_armored"
    sentence = (
        "Tệp này là gói hồ sơ đã bị chuyển sang dạng văn bản nên không nhập được. Hãy xin đơn vị "
        "gửi gửi đúng tệp .ntm do chương trình lập."
    )


class PackageCutShortError(PackageError):
    """The end of the file is missing."""

    code = "package_cut_short"
    sentence = (
        "Tệp gói hồ sơ chưa được chép đủ (bị cắt cụt). Hãy chép lại từ máy gửi, đợi báo "
        "“Đã ghi xong” rồi mới rút USB."
    )


class PackageChangedError(PackageError):
    """Some bytes are not those that were signed and listed."""

    code = "package_changed"
    sentence = (
        "Gói hồ sơ đã bị hỏng hoặc bị sửa sau khi lập. Hãy chép lại, hoặc xin đơn vị gửi lập lại."
    )


class PackageTooNewError(PackageError):
    """A newer format than this program knows."""

    code = "package_too_new"
    sentence = "Gói hồ sơ được lập bằng phiên bản mới hơn. Hãy cập nhật chương trình rồi nhập lại."


class PackageBadSignatureError(PackageError):
    """The signature is not that of the office named in the package."""

    code = "package_bad_signature"
    sentence = (
        "Chữ ký của gói hồ sơ không đúng, không thể tin nội dung. Hãy gọi cho đơn vị gửi và xin "
        "gói khác."
    )


class PackageTooLargeError(PackageError):
    """More entries or bytes than a package may have, or absurdly compressed ones."""

    code = "package_too_large"
    sentence = "Gói hồ sơ lớn bất thường nên không được mở, để bảo vệ máy. Hãy hỏi lại đơn vị gửi."


class PackageUnsafeError(PackageError):
    """Names, links or ways of packing that no program of ours writes."""

    code = "package_unsafe"
    sentence = (
        "Gói hồ sơ có cấu trúc không an toàn (không do chương trình này lập). Không mở; "
        "hãy hỏi lại đơn vị gửi."
    )


class PackageMalformedError(PackageError):
    """Its description or a line of the journal is not of the form agreed."""

    code = "package_malformed"
    sentence = (
        "Nội dung gói hồ sơ không đúng mẫu nên không nhập được. Hãy xin đơn vị gửi cập nhật "
        "chương trình và lập lại gói."
    )


class PackageIncompleteError(PackageError):
    """What the package says it holds and what it holds differ."""

    code = "package_incomplete"
    sentence = (
        "Gói hồ sơ không khớp với danh sách kèm theo (thiếu hoặc thừa tệp). Hãy xin đơn vị gửi "
        "lập lại gói."
    )


class EvidenceDamagedError(DataFolderError):
    """A file of the evidence store is gone or is not what it was, found while packing it."""

    code = "evidence_damaged"

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"Tệp minh chứng {sha256[:12]}… trong kho bị mất hoặc bị hỏng nên chưa lập được gói. "
            "Hãy chạy kiểm tra dữ liệu, rồi thêm lại tệp hoặc phục hồi từ bản sao lưu."
        )
        self.sha256 = sha256


class WrittenBadlyError(DataFolderError):
    """What was read back is not what was written."""

    code = "written_badly"


class PackageExistsError(DataFolderError):
    """There is a file of that name already."""

    code = "package_exists"


class PartTooSmallError(UsageError):
    """What cannot be divided (journal, description) is larger than a part may be."""

    code = "part_too_small"

    def __init__(self, limit: int, needed: int) -> None:
        super().__init__(
            f"Cỡ mỗi phần {_megabytes(limit)} MB quá nhỏ: riêng phần số liệu và danh sách đã cần "
            f"khoảng {_megabytes(needed)} MB, không chia nhỏ được. Hãy chọn cỡ lớn hơn hoặc chép "
            "qua USB."
        )
        self.needed = needed


def _megabytes(size: int) -> str:
    """Give 10^6 bytes with a decimal comma."""
    return f"{size / 1_000_000:.2f}".rstrip("0").rstrip(".").replace(".", ",")
