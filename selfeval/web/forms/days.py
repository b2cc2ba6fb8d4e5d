"""Days as people write them."""

import re
from datetime import date

from selfeval.domain.amounts import AmountFault, normalised

_FORMS = (
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
EARLIEST, LATEST = 1949, 2999


def day_text(day: date) -> str:
    """2022年3月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def parse_day(text: str) -> date | None:
    """The day written in `text`, None for an empty box. Raises AmountFault with what would be right."""
    plain = normalised(text)
    if not plain:
        return None
    match = next((found for form in _FORMS if (found := form.fullmatch(plain))), None)
    if match is None:
        raise AmountFault(found=text.strip()[:24], expected="不是日期：请写成 2022年3月10日 或 2022-3-10")
    year, month, day = (int(part) for part in match.groups())
    if not EARLIEST <= year <= LATEST:
        raise AmountFault(found=text.strip(), expected=f"的年份不对：应在 {EARLIEST} 年以后")
    try:
        return date(year, month, day)
    except ValueError as fault:
        raise AmountFault(found=text.strip(), expected=f"没有这一天：{year}年{month}月没有{day}日") from fault
