"""Lists on paper: all columns on one lying A4, in type that can be read."""

from io import BytesIO

from openpyxl import load_workbook

from selfeval.exports.register import render_register


def widths_of(*widths: int) -> list[int]:
    heads = [(f"列{number}", width) for number, width in enumerate(widths)]
    content = render_register(title="台账", hint="提示", heads=heads, rows=[["字" * 60] * len(heads)])
    (sheet,) = load_workbook(BytesIO(content)).worksheets
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert all(cell.alignment.wrap_text for cell in sheet[5])
    return [round(sheet.column_dimensions[cell.column_letter].width) for cell in sheet[4]]


def test_wide_columns_give_way_and_narrow_ones_do_not() -> None:
    assert widths_of(12, 30, 40) == [13, 31, 41]
    found = widths_of(12, 16, 60, 80, 14, 120)
    assert sum(found) < 180
    assert [found[0], found[1], found[4]] == [13, 17, 15]
    assert found[2] < found[3] < found[5]
