"""Evidence files for practice, as a commune has them: invented, alike for the same seed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.text import date_for_people
from ntm_desktop.services.sample_pages import MARK, Letter, photo, scan

VILLAGES = ("Nà Lình", "Khuổi Nà", "Pác Mỏ", "Bản Cầm", "Lân Gặt", "Nà Tấu")
"""Names as villages of the region have them; figures and papers about them are invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFile:
    """A file with what its paper says of itself."""

    name: str
    content: bytes
    details: Details


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a paper is about: "Xã Tân Thành", indicator code and name, year."""

    unit: str
    code: str
    indicator: str
    year: int


def sample_file(matter: Matter, seed: int) -> SampleFile:
    """Make one file: a decision, a report or a table as a scan (PDF), or a photo (JPEG)."""
    random = Random(f"{matter.unit}/{matter.code}/{seed}")  # noqa: S311 - not for keys
    return random.choice(_MAKERS)(matter, random)


def _decision(matter: Matter, random: Random) -> SampleFile:
    day, number = _day(matter, random), f"{random.randrange(11, 300)}/QĐ-UBND"
    summary = f"Quyết định về việc thực hiện chỉ tiêu {matter.code} năm {matter.year}"
    return _scanned(
        random,
        Details(
            number=number,
            issued_on=day.isoformat(),
            issuer=_committee(matter),
            summary=summary,
            doc_type="Quyết định",
            original=True,
        ),
        Letter(
            committee=matter.unit.upper(),
            place_and_date=_place_and_date(matter, day),
            number=number,
            title="QUYẾT ĐỊNH",
            subject=f"Về việc thực hiện chỉ tiêu {_lower(matter.indicator)}",
            paragraphs=(
                "Căn cứ kế hoạch xây dựng nông thôn mới của xã;",
                f"Theo kết quả rà soát tại {random.randrange(5, 12)} thôn;",
                f"Điều 1. Giao các thôn thực hiện chỉ tiêu {matter.code}: {matter.indicator}.",
                f"Điều 2. Thời gian thực hiện: xong trước ngày 30/11/{matter.year}.",
                "Điều 3. Các thôn và công chức liên quan chịu trách nhiệm thi hành./.",
            ),
        ),
    )


def _report(matter: Matter, random: Random) -> SampleFile:
    day, number = _day(matter, random), f"{random.randrange(11, 300)}/BC-UBND"
    share = f"{random.randrange(700, 990) / 10:.1f}".replace(".", ",")
    return _scanned(
        random,
        Details(
            number=number,
            issued_on=day.isoformat(),
            issuer=_committee(matter),
            summary=f"Báo cáo kết quả chỉ tiêu {matter.code} năm {matter.year}",
            doc_type="Báo cáo",
            original=False,
        ),
        Letter(
            committee=matter.unit.upper(),
            place_and_date=_place_and_date(matter, day),
            number=number,
            title="BÁO CÁO",
            subject=f"Kết quả thực hiện chỉ tiêu {_lower(matter.indicator)}",
            paragraphs=(
                f"Thực hiện kế hoạch năm {matter.year}, {_lower(matter.unit)} báo cáo như sau:",
                f"1. Kết quả: {random.randrange(40, 400)} hộ tham gia, đạt {share} % kế hoạch.",
                "2. Khó khăn: địa bàn chia cắt, kinh phí hạn chế, thời tiết bất lợi.",
                "3. Giải pháp: tuyên truyền, vận động, lồng ghép các nguồn vốn.",
                "Ủy ban nhân dân xã trân trọng báo cáo./.",
            ),
        ),
    )


def _table(matter: Matter, random: Random) -> SampleFile:
    day = _day(matter, random)
    rows = [("TT", "Thôn", "Tổng số", "Đạt")]
    for number, village in enumerate(VILLAGES, 1):
        total = random.randrange(30, 120)
        rows.append((str(number), village, str(total), str(random.randrange(20, total + 1))))
    return _scanned(
        random,
        Details(
            issued_on=day.isoformat(),
            issuer=_committee(matter),
            summary=f"Bảng tổng hợp chỉ tiêu {matter.code} theo thôn năm {matter.year}",
            doc_type="Biểu tổng hợp",
            original=True,
        ),
        Letter(
            committee=matter.unit.upper(),
            place_and_date=_place_and_date(matter, day),
            number="",
            title="BIỂU TỔNG HỢP",
            subject=matter.indicator,
            table=rows,
        ),
    )


def _photo(matter: Matter, random: Random) -> SampleFile:
    village = random.choice(VILLAGES)
    return SampleFile(
        name=f"z{random.randrange(10**12, 10**13)}.jpg",
        content=photo(
            f"Thôn {village}, {date_for_people(_day(matter, random))}", random.getrandbits(32)
        ),
        details=Details(
            summary=f"Ảnh hiện trường thôn {village}, chỉ tiêu {matter.code} ({MARK.lower()})",
            doc_type="Ảnh",
        ),
    )


_MAKERS: tuple[Callable[[Matter, Random], SampleFile], ...] = (_decision, _report, _table, _photo)


def _scanned(random: Random, details: Details, letter: Letter) -> SampleFile:
    return SampleFile(
        name=f"{details.summary} ({random.randrange(1, 99)}).pdf",
        content=scan(letter, random.getrandbits(32)),
        details=details,
    )


def _day(matter: Matter, random: Random) -> date:
    return date(matter.year, random.randrange(1, 12), random.randrange(1, 29))


def _committee(matter: Matter) -> str:
    return f"UBND {_lower(matter.unit)}"


def _place_and_date(matter: Matter, day: date) -> str:
    place = matter.unit.removeprefix("Xã ").removeprefix("Thị trấn ")
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
