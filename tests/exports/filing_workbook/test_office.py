"""The sheet 试算, computed by LibreOffice from the cells people fill, comes to the points of the product."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.filing import OwnIndicator, Quantity, TargetSign
from selfeval.exports.document import TOTAL, computed_role, grade_role, self_role, set_role, value_role
from selfeval.exports.excel_formula import Place
from selfeval.exports.filing_workbook import render_filing_workbook
from tests.exports import office
from tests.exports.scored_frameworks import assessed, framework_of, sample
from tests.filled_workbooks import SEAL, edited, free_cell, identity, sample_assessment, taken, typable

MADE = "every-setting-0"
NODE = "output"


def rendered(name: str, found: Assessment) -> tuple[bytes, dict[str, Place]]:
    book = render_filing_workbook(
        framework=framework_of(name),
        filing=found.filing,
        scores=found.sheet,
        warnings={},
        identity=identity(),
        seal=SEAL,
    )
    return book.content, book.places


def with_one_more(found: Assessment, name: str) -> Assessment:
    """The filing with an own indicator more, as the person below types it into a spare row."""
    node = next(node for node in framework_of(name).own_nodes if node.code.startswith(NODE))
    own = OwnIndicator(
        under=node.code,
        group=node.own_groups[0],
        name="新增的指标",
        sign=TargetSign.AT_MOST,
        points=Decimal(4),
        target=Quantity(value=Decimal(8)),
        actual=Quantity(value=Decimal(10)),
    )
    filing = replace(found.filing, own_indicators=(*found.filing.own_indicators, own))
    return assess(framework_of(name), filing, texts=False)


def type_it_in(name: str, code: str, count: int, group: str) -> Any:
    def edit(book: Workbook) -> None:
        cells = {
            "指标类别": group,
            "三级指标名称": "新增的指标",
            "指标性质": "≤",
            "指标值": 8,
            "实际完成值": 10,
            "分值": 4,
        }
        for head, value in cells.items():
            free_cell(book, f"own.{code}", count + 1, head).value = value

    return edit


def differing(found: Assessment, book: Workbook, places: dict[str, Place]) -> dict[str, tuple[object, object]]:
    """Where the recalculated workbook says something else than the product."""
    sheet, total = found.sheet, found.sheet.total
    said: dict[str, Decimal | str | None] = {
        set_role(TOTAL): total.points,
        computed_role(TOTAL): total.computed_score,
        self_role(TOTAL): total.self_score,
        grade_role(TOTAL): sheet.grade,
    }
    for code, score in sheet.indicators.items():
        said |= {computed_role(code): score.computed_score, self_role(code): score.self_score}
        if score.rate is not None:
            said[value_role(code)] = score.rate
    wrong = {}
    for role, value in said.items():
        place = places[role]
        there = book[place.sheet].cell(place.row + 1, place.column + 1).value
        is_same = (
            isinstance(there, (int, float)) and abs(float(value) - there) <= 1e-9 * max(1.0, abs(float(value)))
            if isinstance(value, Decimal)
            else there == (value or "—")
        )
        if not is_same:
            wrong[role] = (value, there)
    return wrong


def test_libreoffice_computes_what_the_product_computes_and_its_file_is_read_back() -> None:
    name = "general-2022-cost"
    plain = sample_assessment("general-2022-cost-sample")
    made = assess(framework_of(MADE), typable(framework_of(MADE), assessed(MADE, 4).filing), texts=False)
    real = sample_assessment("jinzhong-2021")
    more = with_one_more(plain, name)
    node = next(node for node in framework_of(name).own_nodes if node.code.startswith(NODE))
    count = sum(own.under == node.code for own in plain.filing.own_indicators)
    content, places = rendered(name, plain)
    books = {
        "more": edited(content, type_it_in(name, node.code, count, node.own_groups[0])),
        "made": rendered(MADE, made)[0],
        "real": rendered("jinzhong-2021", real)[0],
    }
    again = office.saved_again(books)
    assert differing(more, office.values(again["more"]), places) == {}
    assert differing(made, office.values(again["made"]), rendered(MADE, made)[1]) == {}
    assert differing(real, office.values(again["real"]), rendered("jinzhong-2021", real)[1]) == {}
    # What LibreOffice saved is a workbook as good as any.
    found = taken(again["more"], framework=framework_of(name), now=plain)
    assert found.faults == []
    assert [each.change.box for each in found.changes] == [f"own_indicators.{node.code}"]
    assert found.changes[0].new[-1] == more.filing.own_indicators[-1]
    assert sample("general-2022-cost-sample")[0] == name
