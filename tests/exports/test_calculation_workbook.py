"""The engine, the calculation workbook as LibreOffice recalculates it, and binary floats come to the same results."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document
from selfeval.exports.calculation_workbook import CalculationWorkbook, render_calculation
from selfeval.exports.document import TOTAL, computed_role, grade_role, self_role, set_role, value_role
from tests.exports import office
from tests.exports.scored_frameworks import (
    MADE,
    NAMES,
    SAMPLES,
    assessed,
    document_of,
    framework_of,
    sample,
)
from tests.generated_filings import filing_for
from tests.second_opinion import opinion

Plain = dict[str, Any]
# What somebody holds of one filing: every number and grade by its role, None where there is none.
Results = dict[str, float | str | None]
SEEDS_AS_FLOATS = range(40)
# LibreOffice takes a third of a second a workbook: these must do.
SEEDS_IN_THE_OFFICE = (2,)
SEEDS_OF_EVERY_KIND = range(8)


def by_engine(assessment: Assessment) -> Results:
    """What the product says."""
    sheet, framework = assessment.sheet, assessment.framework
    found: dict[str, Decimal | str | None] = {
        value_role(each.code): sheet.values.get(each.code) for each in framework.derived
    }
    for code, score in sheet.indicators.items():
        found |= {value_role(code): score.rate, set_role(code): score.points}
        found |= {computed_role(code): score.computed_score, self_role(code): score.self_score}
    for code, group in sheet.groups.items():
        found |= {set_role(code): group.points, computed_role(code): group.computed_score}
        found[self_role(code)] = group.self_score
        if framework.has_grade_groups and group.level == 1:
            found[grade_role(code)] = group.grade
    total = sheet.total
    found |= {set_role(TOTAL): total.points, computed_role(TOTAL): total.computed_score}
    found |= {self_role(TOTAL): total.self_score, grade_role(TOTAL): sheet.grade}
    return {role: float(each) if isinstance(each, Decimal) else each for role, each in found.items()}


def by_floats(name: str, filing: Plain) -> Results:
    """What binary floats say."""
    document = document_of(name)
    said = opinion(document, filing)
    found: Results = {value_role(each["code"]): said.values.get(each["code"]) for each in document.get("derived", [])}
    for code, leaf in said.leaves.items():
        found |= {value_role(code): leaf.rate, set_role(code): leaf.points}
        found |= {computed_role(code): leaf.score, self_role(code): leaf.own}
    for code, sums in (*said.groups.items(), (TOTAL, said.total)):
        found |= dict(zip((set_role(code), computed_role(code), self_role(code)), sums, strict=True))
    found |= {grade_role(code): grade for code, grade in said.group_grades.items()}
    return found | {grade_role(TOTAL): said.grade}


def by_workbook(book: CalculationWorkbook, recalculated: dict[str, office.Grid], roles: Iterator[str]) -> Results:
    """What LibreOffice computes in the workbook; a role it has no cell for has no value."""
    found: Results = {}
    for role in roles:
        place = book.places.get(role)
        value = None if place is None else recalculated[place.sheet].get((place.row, place.column))
        is_grade = role.startswith(grade_role("")) and value != "—"
        found[role] = value if isinstance(value, float) or is_grade else None
    return found


def differences(first: Results, second: Results) -> dict[str, tuple[object, object]]:
    """Where two disagree, beyond what binary fractions leave."""
    return {
        role: (value, second.get(role))
        for role, value in first.items()
        if not (
            abs(value - other) <= 1e-9 * max(1, abs(value))
            if isinstance(value, float) and isinstance(other := second.get(role), float)
            else value == second.get(role)
        )
    }


def in_the_office() -> dict[str, Assessment]:
    """The filings that LibreOffice computes."""
    found = {}
    for name in SAMPLES:
        slug, document = sample(name)
        found[name] = assess(framework_of(slug), filing_from_document(framework_of(slug), document))
    for name in NAMES:
        for seed in SEEDS_OF_EVERY_KIND if name in MADE else SEEDS_IN_THE_OFFICE:
            found[f"{name} {seed}"] = assessed(name, seed)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_binary_floats_agree_on_generated_filings(name: str) -> None:
    for seed in SEEDS_AS_FLOATS:
        engine = by_engine(assessed(name, seed))
        floats = by_floats(name, filing_for(document_of(name), seed))
        assert engine.keys() == floats.keys()
        assert differences(engine, floats) == {}, f"seed {seed}"


@pytest.mark.parametrize("name", SAMPLES)
def test_binary_floats_agree_on_the_sample_filings(name: str) -> None:
    slug, document = sample(name)
    assessment = assess(framework_of(slug), filing_from_document(framework_of(slug), document))
    assert differences(by_engine(assessment), by_floats(slug, document)) == {}


def test_the_workbook_agrees_when_libreoffice_computes_it() -> None:
    assessments = in_the_office()
    books = {name: render_calculation(each.framework, each.filing) for name, each in assessments.items()}
    # One start of LibreOffice for all of them.
    recalculated = office.computed({name: book.content for name, book in books.items()})
    disagreeing = {}
    for name, book in books.items():
        engine = by_engine(assessments[name])
        if found := differences(engine, by_workbook(book, recalculated[name], iter(engine))):
            disagreeing[name] = found
    assert disagreeing == {}


def test_no_result_is_written_into_it() -> None:
    book = render_calculation(framework_of(MADE[0]), assessed(MADE[0], 0).filing).content
    formulas, stored = office.formulas(book), office.values(book)
    cells = [
        cell for sheet in formulas.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert len(cells) > 300
    assert {stored[cell.parent.title][cell.coordinate].value for cell in cells} == {None}


def test_the_steps_are_told_in_words() -> None:
    book = office.formulas(render_calculation(framework_of(MADE[0]), assessed(MADE[0], 0).filing).content)
    steps = {row[0].value: row[1].value for row in book["计算"].iter_rows(min_row=4, max_row=60)}
    assert steps["合计"] == "丙＋丁"
    assert steps["指标r2·分母"] == "丁＋比重"


def test_the_same_filing_gives_the_same_bytes() -> None:
    first, second = (render_calculation(framework_of(MADE[1]), assessed(MADE[1], 3).filing) for _ in range(2))
    assert first.content == second.content


@pytest.mark.parametrize(("spent", "steps"), [("90", 2), ("90.01", 1), ("95", 1), ("99.99", 0), ("100", 0), ("85", 3)])
def test_a_tenth_below_is_two_whole_steps_of_a_twentieth(spent: str, steps: int) -> None:
    """In binary fractions (1 - 0.9) ÷ 0.05 is a little less than two."""
    document = document_of("every-setting-0")
    filing = {"fields": {"c": spent, "d": "100"}, "indicators": {}}
    points = opinion(document, filing).leaves["first.r0"], opinion(document, filing).leaves["second.g5"]
    assert points[0].rate == pytest.approx(float(spent) / 100)
    assert points[1].score == pytest.approx(9 - 1.2 * steps)


def test_a_sheet_is_printed_as_wide_as_its_paper() -> None:
    book = office.formulas(render_calculation(framework_of(MADE[0]), assessed(MADE[0], 0).filing).content)
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
