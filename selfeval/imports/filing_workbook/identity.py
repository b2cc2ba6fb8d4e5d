"""Whose workbook it is: the hidden sheet against the filing it is brought to. The file is never asked for the unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from selfeval.domain.files.cell_faults import CellFault, WorkbookFaults
from selfeval.domain.filing_sheets.identity import (
    FINGERPRINTS,
    FORMAT,
    FORMAT_KEY,
    IDENTITY_SHEET,
    SEAL,
    WorkbookIdentity,
)
from selfeval.imports.flat import FlatBook, FlatSheet

_AGAIN: Final = "请在“Excel 填报”这一页重新下载一份，把填的内容抄过去再上传"
# Sheets of the other workbooks that this product hands out.
_OTHERS: Final = (
    (("计算底稿", "指标评价"), "这是正式自评表的 Excel，只供打印和存档，不能用来填报"),
    (("输入", "计算"), "这是得分计算表，不能用来填报"),
    (("指标", "数据项"), "这是指标体系的工作簿，不是单位的填报工作簿"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the workbook was downloaded from: the version of the filing, and what every box held, as fingerprints."""

    version: int
    prints: Mapping[str, str]


def identified(book: FlatBook, *, expected: WorkbookIdentity, is_sealed: Callable[[str, str], bool]) -> Base:
    """What the workbook is based on. `expected` is the filing as it is now; `is_sealed` judges a text and its seal.

    Raises WorkbookFaults where the workbook is none, or another's.
    """
    rows = _rows(book)
    if rows is None:
        raise _refused("", _what_else(book))
    written = dict(rows)
    if written.get(FORMAT_KEY) != FORMAT:
        raise _refused(written.get(FORMAT_KEY, ""), f"工作簿的格式不是本系统现在用的 {FORMAT}；{_AGAIN}")
    keys = [key for key, _ in expected.rows if key != FORMAT_KEY]
    identity = WorkbookIdentity(**{key: written.get(key, "") for key in keys})
    reason = _difference(identity, expected)
    if reason:
        raise _refused(*reason)
    if not is_sealed(identity.text, written.get(SEAL, "")):
        raise _refused("", f"隐藏的“{IDENTITY_SHEET}”表被改动过，认不出是哪一份；{_AGAIN}")
    start = next((place for place, (key, _) in enumerate(rows) if key == FINGERPRINTS), len(rows))
    return Base(version=int(identity.version), prints=dict(rows[start + 1 :]))


def _difference(found: WorkbookIdentity, expected: WorkbookIdentity) -> tuple[str, str] | None:
    """What of the workbook is another's, the most telling first: what was found, and what is wrong with it."""
    if found.department != expected.department:
        name = found.department_name or found.department
        return name, f"这是别的单位的工作簿，这里是{expected.department_name}的填报；{_AGAIN}"
    if found.fiscal_year != expected.fiscal_year:
        return f"{found.fiscal_year}年度", f"年度不对：这里填的是{expected.fiscal_year}年度；{_AGAIN}"
    if found.framework.partition("@")[0] != expected.framework.partition("@")[0]:
        return found.framework, f"指标体系不对：这里用的是 {expected.framework}；{_AGAIN}"
    if found.framework != expected.framework:
        return found.framework, f"指标体系的版本不对：这里用的是 {expected.framework}；{_AGAIN}"
    if found.sha256 != expected.sha256:
        return found.framework, f"指标体系 {expected.framework} 的内容在下载以后有变化；{_AGAIN}"
    if found.filing != expected.filing:
        return "", f"这是本单位另一份填报的工作簿（另一个批次）；{_AGAIN}"
    return None


def _rows(book: FlatBook) -> list[tuple[str, str]] | None:
    """Key and value of the hidden sheet, wherever it stands and whatever it is called now."""
    for sheet in book.sheets:
        first = next(((cell.row, cell.text) for cell in sheet.cells if cell.column == 1), (0, ""))
        if sheet.name == IDENTITY_SHEET or first == (1, FORMAT_KEY):
            return _pairs(sheet)
    return None


def _pairs(sheet: FlatSheet) -> list[tuple[str, str]]:
    values = {cell.row: cell.text for cell in sheet.cells if cell.column == 2}
    return [(cell.text, values.get(cell.row, "")) for cell in sheet.cells if cell.column == 1]


def _what_else(book: FlatBook) -> str:
    names = {sheet.name for sheet in book.sheets}
    for known, words in _OTHERS:
        if names.issuperset(known):
            return f"{words}；{_AGAIN}"
    return f"不是从本系统下载的填报工作簿，或隐藏的“{IDENTITY_SHEET}”表被删了；{_AGAIN}"


def _refused(found: str, expected: str) -> WorkbookFaults:
    return WorkbookFaults([CellFault(sheet="", cell="", found=found, expected=expected)])
