"""What the signature block says of who filled and who signed, in page and workbook; nothing where all is usual."""

import re
from io import BytesIO

from openpyxl import load_workbook

from selfeval.exports import wording
from selfeval.exports.document import Stamp
from selfeval.exports.excel import render_workbook
from selfeval.exports.preview import render_preview
from tests.exports.real_forms import FINAL, real_form

BOTH = (wording.FILLED_BY_BUREAU, wording.SIGNED_BY_FILLER)


def signature_cell(stamp: Stamp) -> str:
    sheet = load_workbook(BytesIO(render_workbook(real_form(stamp=stamp))))["评价人员"]
    texts = (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    return next(text for text in texts if real_form().layout.signature.who in text)


def test_the_workbook_says_it_above_the_date_which_keeps_its_line() -> None:
    usual = signature_cell(FINAL).split("\n")
    told = signature_cell(Stamp(status="已定稿", is_final=True, remarks=BOTH)).split("\n")
    assert [line.strip() for line in told[1:3]] == list(BOTH)
    assert told[0] == usual[0]
    assert told[-1] == usual[-1]
    assert len(told) == len(usual) == 5
    assert not "".join(usual[1:-1]).strip()


def test_the_page_says_it_in_the_signature_block() -> None:
    page = render_preview(real_form(stamp=Stamp(status="已定稿", is_final=True, remarks=BOTH)))
    assert tuple(re.findall(r'<p class="remark">(.*?)</p>', page)) == BOTH
    assert "remark" not in render_preview(real_form())
