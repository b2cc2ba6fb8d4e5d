"""A page of data items: boxes, and below the last figure it needs each value computed from them."""

from dataclasses import dataclass

from selfeval.domain.assessment import Assessment
from selfeval.domain.filing import Filing
from selfeval.domain.framework import MONEY_KINDS, NUMERIC_KINDS, Derived, Field, FieldKind, Framework
from selfeval.domain.scoring.figures import Figures
from selfeval.web.forms.rows import RowsField
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.boxes import BoxView, SaveOutcome, view_of
from selfeval.web.presenters.rows import RowsView, rows_view, sums_of
from selfeval.web.presenters.text import MISSING

_UNITS = {FieldKind.PERCENT: "%"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedView:
    """A computed value; `note` says what was taken as zero."""

    code: str
    label: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One line of the page: a box, a box of rows, or a computed value."""

    box: BoxView | None = None
    rows: RowsView | None = None
    derived: DerivedView | None = None


def figure_lines(
    assessment: Assessment, form: SectionForm, *, group: str, outcome: SaveOutcome | None = None
) -> tuple[FigureLine, ...]:
    """The lines of the field group `group` in print order."""
    framework = assessment.framework
    fields = [field for field in framework.fields if field.group == group]
    after = derived_after(framework)
    lines: list[FigureLine] = []
    for field in fields:
        lines.append(_line(field, assessment, form, outcome))
        lines += [FigureLine(derived=derived_view(assessment, each)) for each in after.get(field.code, ())]
    return tuple(lines)


def derived_after(framework: Framework) -> dict[str, list[Derived]]:
    """Every computed value by the last data item it is computed from, through other computed values and rates.

    What is computed from no data item stands below the last one there is.
    """
    # Of a form nobody filled: a line must not move because an indicator does not apply.
    figures = Figures(framework, Filing(framework=framework.slug, fiscal_year=0))
    codes = [field.code for field in framework.fields]
    found: dict[str, list[Derived]] = {}
    for derived in framework.derived:
        used = figures.data_items(derived.formula.root) or codes[-1:]
        for code in sorted(used, key=codes.index)[-1:]:
            found.setdefault(code, []).append(derived)
    return found


def derived_view(assessment: Assessment, derived: Derived) -> DerivedView:
    """A computed value as printed, with what it took as zero."""
    figures = Figures(assessment.framework, assessment.filing)
    value = assessment.sheet.values.get(derived.code)
    zeros = figures.taken_as_zero(derived.formula)
    labels = "、".join(assessment.framework.label_of(code) for code in zeros)
    if value is None:
        return DerivedView(code=derived.code, label=derived.label, text=MISSING, note="数据填齐后自动计算")
    return DerivedView(
        code=derived.code,
        label=derived.label,
        text=figures.text(derived.code),
        note=f"{labels}未填，按 0 计" if zeros else "",
    )


def _line(field: Field, assessment: Assessment, form: SectionForm, outcome: SaveOutcome | None) -> FigureLine:
    name = f"fields.{field.code}"
    unit = assessment.framework.money_unit.label if field.kind in MONEY_KINDS else _UNITS.get(field.kind, "")
    box = view_of(
        name,
        form=form,
        assessment=assessment,
        outcome=outcome,
        label=field.label,
        unit=unit,
        is_required=field.is_required,
        is_number=field.kind in NUMERIC_KINDS,
    )
    if isinstance(form.fields[name], RowsField):
        sums = sums_of(assessment, field) if field.kind is FieldKind.ITEMISED_MONEY else None
        return FigureLine(rows=rows_view(box, sums=sums, heads=_heads(field)))
    return FigureLine(box=box)


def _heads(field: Field) -> tuple[tuple[str, str, bool], ...]:
    if field.kind is FieldKind.ITEMISED_MONEY:
        return (
            ("label", "名称", False),
            ("amount", "金额", True),
            ("excluded", "剔除", False),
            ("basis", "剔除依据", False),
        )
    return tuple((column.code, column.label, column.kind in NUMERIC_KINDS) for column in field.columns)
