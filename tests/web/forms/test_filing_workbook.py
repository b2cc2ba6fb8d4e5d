"""The workbook asks for every box the pages have, and for no other."""

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing
from selfeval.domain.filing_sheets import plan_of
from selfeval.domain.sections import SectionKind, sections_of
from selfeval.web.forms.pages import form_of
from tests.exports.scored_frameworks import NAMES, framework_of


def boxes_of_the_workbook(name: str) -> set[str]:
    found = set()
    for sheet in plan_of(framework_of(name), warnings={}):
        for block in sheet.blocks:
            if block.box:
                found.add(block.box)
            else:
                found |= {cell.box.partition("#")[0] for line in block.lines for cell in line.inputs.values()}
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_box_of_the_pages_stands_in_the_workbook(name: str) -> None:
    framework = framework_of(name)
    assessment = assess(framework, Filing(framework=name, fiscal_year=2021), texts=False)
    pages = [each for each in sections_of(framework) if each.kind is not SectionKind.CHECK]
    boxes = {box for page in pages for box in form_of(page, assessment=assessment).boxes}
    assert boxes_of_the_workbook(name) == boxes
