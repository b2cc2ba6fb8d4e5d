"""The one way from domain values to a form: what is printed is decided here and nowhere else."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import plain_text
from selfeval.domain.files import filing_to_document
from selfeval.domain.filing import Filing
from selfeval.domain.framework import NUMERIC_KINDS, Field, FieldKind, Framework
from selfeval.domain.narrative.links import with_links_resolved
from selfeval.domain.scoring import ScoreSheet
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.verification import content_hash, verification_code
from selfeval.exports import wording
from selfeval.exports.build_funds import FundsMaker, task_table
from selfeval.exports.build_indicators import IndicatorTable
from selfeval.exports.build_working_paper import WorkingPaperMaker
from selfeval.exports.cells import CellMaker
from selfeval.exports.document import (
    MISSING,
    Cell,
    EvaluatorRow,
    Fact,
    FormDocument,
    FundsTable,
    IndicatorSection,
    Narrative,
    Paragraph,
    Stamp,
    value_role,
)
from selfeval.exports.layout import Evaluators, FundsLayout, Layout
from selfeval.exports.layout_choice import layout_of
from selfeval.exports.printable import lines_of, on_one_line

# The block on top of the official form has these six, in the order of the framework.
FACE_CODES: Final = frozenset(
    {
        "opening_carryover",
        "original_budget",
        "budget_adjustment",
        "other_adjustment",
        "actual_expenditure",
        "closing_balance",
    }
)
# A framework with other codes shows as many figures of its first group.
FACE_FIGURES: Final = 6
_HEADING: Final = re.compile("（[一二三四五六七八九十]{1,3}）[^。；！？]{1,28}")


def build_form(*, framework: Framework, filing: Filing, sheet: ScoreSheet, stamp: Stamp) -> FormDocument:
    """The 自评表 of `filing` as `sheet` scores it. A stamp without a code gets that of the filing as it is filed."""
    cells, layout = CellMaker(framework.rounding), layout_of(framework)
    read = with_links_resolved(framework, filing, sheet)
    sections = IndicatorTable(framework=framework, filing=read, sheet=sheet, cells=cells, layout=layout)
    table = sections.sections()
    funds = _funds(layout.funds, framework, read, sheet, table) if layout.funds else None
    face = _face(layout, framework)
    on_face = {field.code for field in face} | set(layout.funds.codes if layout.funds else ())
    paper = WorkingPaperMaker(framework=framework, filing=filing, sheet=sheet, cells=cells, on_face=frozenset(on_face))
    return FormDocument(
        title=framework.title,
        annex=stamp.annex or layout.annex,
        fiscal_year=filing.fiscal_year,
        department=on_one_line(filing.department.name),
        money_unit=framework.money_unit.label,
        filed_on=stamp.filed_on or filing.filed_on,
        facts=(*_people(filing), *_figures(framework, filing, cells, face)),
        narratives=_narratives(framework, read),
        sections=table,
        total=sections.total(),
        grade=sections.grade(),
        evaluators=_evaluators(filing, layout),
        notes=_notes(framework, sheet, layout),
        working_paper=paper.paper(),
        stamp=stamp if stamp.verification_code else _coded(stamp, framework, filing),
        layout=layout,
        funds=funds,
        tasks=task_table(layout.tasks, framework, read, cells) if layout.tasks else None,
    )


def _funds(
    layout: FundsLayout,
    framework: Framework,
    filing: Filing,
    sheet: ScoreSheet,
    sections: tuple[IndicatorSection, ...],
) -> FundsTable:
    scored = next(row for section in sections for row in section.rows if row.code == layout.indicator)
    maker = FundsMaker(
        layout=layout,
        framework=framework,
        filing=filing,
        sheet=sheet,
        cells=CellMaker(framework.rounding),
        scored=scored,
    )
    return maker.table()


def _face(layout: Layout, framework: Framework) -> tuple[Field, ...]:
    """The data items of the block on top, as the layout has them."""
    if layout.facts.is_standard:
        return face_fields(framework)
    return tuple(framework.fields_by_code[code] for code in layout.facts.codes)


def face_fields(framework: Framework) -> tuple[Field, ...]:
    """The data items of the block on top: the six of the official form, else the first figures of the first group."""
    known = tuple(field for field in framework.fields if field.code in FACE_CODES)
    if known or not framework.field_groups:
        return known
    first = framework.field_groups[0].code
    numeric = [field for field in framework.fields if field.group == first and field.kind in NUMERIC_KINDS]
    return tuple(numeric[:FACE_FIGURES])


def _coded(stamp: Stamp, framework: Framework, filing: Filing) -> Stamp:
    """The same code that a submission of this filing is kept under."""
    sha256 = content_hash(filing_to_document(framework, filing))
    return replace(stamp, verification_code=verification_code(sha256))


def _people(filing: Filing) -> tuple[Fact, Fact]:
    department = filing.department
    return (
        Fact(label=wording.HEAD, cell=Cell(text=on_one_line(department.head), is_input=True)),
        Fact(label=wording.PHONE, cell=Cell(text=on_one_line(department.phone), is_input=True)),
    )


def _figures(framework: Framework, filing: Filing, cells: CellMaker, face: tuple[Field, ...]) -> tuple[Fact, ...]:
    figures = Figures(framework, filing)
    facts = []
    for field in face:
        found = figures.value(field.code)
        value = found if isinstance(found, Decimal) else None
        unit = f"（{framework.money_unit.label}）" if field.kind is FieldKind.MONEY else ""
        facts.append(
            Fact(label=f"{field.label}{unit}", cell=cells.figure(value, field.kind, role=value_role(field.code)))
        )
    return tuple(facts)


def _narratives(framework: Framework, filing: Filing) -> tuple[Narrative, ...]:
    return tuple(
        Narrative(
            code=each.code,
            number=number,
            title=each.title,
            guide=each.guide,
            paragraphs=_paragraphs(filing.narratives.get(each.code, "")),
        )
        for number, each in enumerate(framework.narratives, 1)
    )


def _paragraphs(text: str) -> tuple[Paragraph, ...]:
    lines = lines_of(text) or (MISSING,)
    return tuple(Paragraph(text=line, is_heading=_HEADING.fullmatch(line) is not None) for line in lines)


def _evaluators(filing: Filing, layout: Layout) -> tuple[EvaluatorRow, ...]:
    people = tuple(
        EvaluatorRow(name=on_one_line(each.name), title=on_one_line(each.title), office=on_one_line(each.office))
        for each in filing.evaluators
    )
    if layout.evaluators is Evaluators.FILED:
        return people
    return people or (EvaluatorRow(name=MISSING, title=MISSING, office=MISSING),)


def _notes(framework: Framework, sheet: ScoreSheet, layout: Layout) -> tuple[str, ...]:
    cap, status = sheet.total.capped_at, framework.source.status if framework.source else ""
    capped = () if cap is None else (f"综合得分以{plain_text(cap)}分为上限",)
    sourced = (wording.SOURCE_NOTES[status],) if status in wording.SOURCE_NOTES else ()
    return (*layout.notes, *capped, *sourced)
