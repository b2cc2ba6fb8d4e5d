"""Writes the boxes that changed as rows. The number of statements does not depend on how many boxes there are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from selfeval.domain import filing as domain
from selfeval.domain.filing import Item
from selfeval.models import (
    EvaluatorRow,
    Explanation,
    FigureValue,
    Filing,
    IndicatorEntry,
    ItemRow,
    NarrativeText,
    OwnIndicatorRow,
    TableRow,
)
from selfeval.queries.box_values import stored_cells, stored_value
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FigureChange,
    NarrativeChange,
    OwnIndicatorsChange,
)
from selfeval.services.fitness import OWN_ENTRY


def write_boxes(filing: Filing, content: domain.Filing, changes: Sequence[Change]) -> None:
    """Make the rows of every box that `changes` name say what `content` says. The face is a matter of the filing."""
    figures = {change.code for change in changes if isinstance(change, FigureChange)}
    if figures:
        _write_figures(filing, content, figures)
    entries = {change.code for change in changes if isinstance(change, EntryChange)}
    if entries:
        _write_entries(filing, content, entries)
    nodes = {change.under for change in changes if isinstance(change, OwnIndicatorsChange)}
    if nodes:
        _write_own_indicators(filing, content, nodes)
    narratives = {change.code for change in changes if isinstance(change, NarrativeChange)}
    if narratives:
        filing.narratives.filter(code__in=narratives).delete()
        texts = {code: text for code, text in content.narratives.items() if code in narratives}
        NarrativeText.objects.bulk_create(
            NarrativeText(filing=filing, code=code, text=text) for code, text in texts.items()
        )
    checks = {change.check for change in changes if isinstance(change, ExplanationChange)}
    if checks:
        filing.explanations.filter(check_code__in=checks).delete()
        texts = {check: text for check, text in content.explanations.items() if check in checks}
        Explanation.objects.bulk_create(
            Explanation(filing=filing, check_code=check, text=text) for check, text in texts.items()
        )
    if any(isinstance(change, EvaluatorsChange) for change in changes):
        filing.evaluators.all().delete()
        EvaluatorRow.objects.bulk_create(
            EvaluatorRow(filing=filing, position=place, name=each.name, title=each.title, office=each.office)
            for place, each in enumerate(content.evaluators)
        )


def _write_figures(filing: Filing, content: domain.Filing, codes: set[str]) -> None:
    for rows in (filing.figures, filing.items, filing.table_rows):
        rows.filter(code__in=codes).delete()
    filled = {code: value for code, value in content.fields.items() if code in codes}
    FigureValue.objects.bulk_create(_figure(filing, code, value) for code, value in filled.items())
    below = [row for code, value in filled.items() if isinstance(value, tuple) for row in _rows(filing, code, value)]
    ItemRow.objects.bulk_create(row for row in below if isinstance(row, ItemRow))
    TableRow.objects.bulk_create(row for row in below if isinstance(row, TableRow))


def _figure(filing: Filing, code: str, value: domain.FieldValue) -> FigureValue:
    number, text = (None, "") if isinstance(value, tuple) else stored_value(value)
    return FigureValue(filing=filing, code=code, number=number, text=text)


def _rows(filing: Filing, code: str, value: Iterable[Item | domain.Row]) -> Iterator[ItemRow | TableRow]:
    for place, each in enumerate(value):
        if isinstance(each, Item):
            yield ItemRow(
                filing=filing,
                code=code,
                position=place,
                label=each.label,
                amount=each.amount,
                is_excluded=each.is_excluded,
                basis=each.basis,
            )
        else:
            yield TableRow(filing=filing, code=code, position=place, cells=stored_cells(each))


def _write_entries(filing: Filing, content: domain.Filing, codes: set[str]) -> None:
    filing.entries.filter(code__in=codes).delete()
    filled = {code: entry for code, entry in content.indicators.items() if code in codes}
    IndicatorEntry.objects.bulk_create(
        IndicatorEntry(filing=filing, code=code, **asdict(entry)) for code, entry in filled.items()
    )


def _write_own_indicators(filing: Filing, content: domain.Filing, nodes: set[str]) -> None:
    filing.own_indicators.filter(under__in=nodes).delete()
    filled = [own for own in content.own_indicators if own.under in nodes]
    OwnIndicatorRow.objects.bulk_create(_own_row(filing, place, own) for place, own in enumerate(filled))


def _own_row(filing: Filing, place: int, own: domain.OwnIndicator) -> OwnIndicatorRow:
    numbers = (own.target, own.adjusted_target, own.actual)
    target, adjusted_target, actual = (None if each is None else each.value for each in numbers)
    return OwnIndicatorRow(
        filing=filing,
        under=own.under,
        position=place,
        group=own.group,
        name=own.name,
        sign=own.sign.value,
        is_percent=any(each is not None and each.is_percent for each in numbers),
        target=target,
        target_words=own.target_words,
        adjusted_target=adjusted_target,
        adjusted_target_words=own.adjusted_target_words,
        actual=actual,
        actual_words=own.actual_words,
        unit=own.unit,
        points=own.points,
        is_core=own.is_core,
        **{name: getattr(own.entry, name) for name in OWN_ENTRY},
    )
