"""From a document as it was read to a filing: which form it is, what it says, and what it leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import MoneyUnit, Rounding
from selfeval.domain.filing import NOTHING_ENTERED, Evaluator, FieldValue, FiledDepartment, Filing, IndicatorEntry
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.passages import Passage
from selfeval.imports.cross_tables import CrossTables, texts_below_heads
from selfeval.imports.evaluators import read_evaluators
from selfeval.imports.framework_matching import matched_framework
from selfeval.imports.head import Head, read_head
from selfeval.imports.indicator_rows import IndicatorTable, read_indicators
from selfeval.imports.narratives import narrative_texts, placed_lines
from selfeval.imports.own_rows import OwnRows, read_own_rows
from selfeval.imports.own_workbook import (
    is_own_workbook,
    own_entries,
    own_funds_words,
    own_indicators,
    own_items,
    own_narratives,
    without_paper,
)
from selfeval.imports.raw import Line, RawForm, Row
from selfeval.imports.stated_figures import StatedReader
from selfeval.imports.stated_items import stated_items
from selfeval.imports.summary import loose_summary, summary_of
from selfeval.imports.understood import Blank, NotUnderstood, PlacedPassage, PlacedText, Source, Understood
from selfeval.imports.unread_rows import unread_rows

TEXT_BOX: Final = "text"
_TEXT_TITLE: Final = "正文"
_ANALYSES: Final = {"analysis": "计算分析情况", "reason": "原因", "measure": "改进措施"}
# A line of prose that stands under no title is checked all the same.
_LEAST_PROSE: Final = 30
_NOTES: Final = ("备注", "（备注", "(备注", "注：")
LOOSE: Final = Framework(
    slug="",
    version="",
    title="绩效自评报告",
    authority="",
    money_unit=MoneyUnit.WAN_YUAN,
    total_points=Decimal(100),
    rounding=Rounding(),
    grades=(),
    fields=(),
    indicators=(),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    texts: dict[str, PlacedText]
    titles: dict[str, Line]
    rows: list[Row]
    not_understood: list[NotUnderstood]


def understand(raw: RawForm, frameworks: Sequence[Framework], *, framework: Framework | None = None) -> Understood:
    """What `raw` says. It is read as a form of `framework` where given, else of the one of `frameworks` it follows."""
    notes: tuple[NotUnderstood, ...] = ()
    if framework is None:
        framework, notes = matched_framework(raw, frameworks)
    if framework is None:
        return _loose(raw, notes)
    return _form(raw, framework)


def _loose(raw: RawForm, notes: tuple[NotUnderstood, ...]) -> Understood:
    head = read_head(raw, None)
    placed = PlacedText(text=raw.text)
    passage = Passage(box=TEXT_BOX, title=_TEXT_TITLE, text=raw.text)
    why = "没有认出是哪一种自评表，只检查文字"
    none = NotUnderstood(place=raw.place_at(0), words=raw.lines[0].text.strip()[:40], why=why)
    return Understood(
        raw=raw,
        framework=None,
        filing=Filing(
            framework="", fiscal_year=head.fiscal_year or 0, department=FiledDepartment(name=head.department)
        ),
        passages=(PlacedPassage(passage=passage, placed=placed),),
        summary=loose_summary(raw, head),
        not_understood=(*notes, *(() if notes else (none,)), *head.not_understood),
        sources=head.sources,
        knows_year=head.fiscal_year is not None,
    )


def _form(raw: RawForm, framework: Framework) -> Understood:
    is_own = is_own_workbook(raw)
    form = without_paper(raw) if is_own else raw
    head = read_head(raw, framework)
    cross = CrossTables(framework, head.money_unit)
    cross.read(form)
    table = read_indicators(form, framework)
    own = read_own_rows(framework, table.left_over)
    evaluators, people_blanks, people_rows = read_evaluators(form)
    tables = [*table.rows, *people_rows, *cross.rows, *own.rows]
    texts = _texts(form, framework, tables, is_own=is_own)
    tables += texts.rows
    printed = {**cross.fields, **head.fields, **(own_items(raw, framework) if is_own else {})}
    stated, stated_sources, unsure = _stated(raw, framework, printed, texts, is_own=is_own)
    filing = _filing(framework, head, table, own, evaluators, {**stated, **printed}, texts)
    analyses = table.texts
    if is_own:
        printed_texts = {**own_funds_words(raw, framework), **table.texts}
        entries, analyses = own_entries(framework, filing, printed_texts)
        own_told = own_indicators(framework, filing, own.told)
        filing = replace(filing, indicators=_filled(entries), own_indicators=own_told)
    blanks = _once([*head.blanks, *cross.blanks, *table.blanks, *people_blanks], filing)
    missing = _missing_rows(framework, table, own)
    # What our own workbook prints is all read.
    unread = () if is_own else tuple(unread_rows(form, [*tables, *head.rows]))
    parts: tuple[Head | CrossTables | _Texts | IndicatorTable | OwnRows, ...] = (head, cross, texts, table, own)
    return Understood(
        raw=raw,
        framework=framework,
        filing=filing,
        passages=_passages(form, framework, texts, analyses, tables),
        summary=summary_of(raw, framework, filing, head, table, texts.titles, frozenset(stated)),
        not_understood=(*(note for each in parts for note in each.not_understood), *unsure, *unread, *missing),
        blanks=blanks,
        sources={**stated_sources, **head.sources, **cross.sources, **table.sources},
        stated=frozenset(stated),
        scored=frozenset(table.entries),
        is_own=is_own,
        knows_year=head.fiscal_year is not None,
    )


def _texts(form: RawForm, framework: Framework, tables: list[Row], *, is_own: bool) -> _Texts:
    if is_own:
        texts, titles = own_narratives(form, framework)
        return _Texts(texts=texts, titles=titles, rows=[], not_understood=[])
    below, heads, rows = texts_below_heads(form, framework)
    texts, titles, missing = narrative_texts(form, framework, [*tables, *rows])
    still = [each for each in missing if each.words not in {n.title for n in framework.narratives if n.code in below}]
    return _Texts(texts={**texts, **below}, titles={**titles, **heads}, rows=rows, not_understood=still)


def _stated(
    raw: RawForm, framework: Framework, printed: dict[str, FieldValue], texts: _Texts, *, is_own: bool
) -> tuple[dict[str, FieldValue], dict[str, Source], list[NotUnderstood]]:
    """The figures only the text states. A workbook of ours holds them all; it has nothing to be read between lines."""
    if is_own:
        return {}, {}, []
    reader = StatedReader(framework, printed)
    in_order = [texts.texts[each.code] for each in framework.narratives if each.code in texts.texts]
    for text in in_order:
        reader.read(text, raw.place_at)
    items, unsure = stated_items(framework, reader, in_order, raw.place_at)
    stated: dict[str, FieldValue] = dict(reader.found.fields)
    sources = dict(reader.found.sources)
    for code, rows in items.items():
        if code in printed:
            continue
        stated[code] = tuple(each.item for each in rows)
        sources[f"fields.{code}"] = rows[0].source
        for number, each in enumerate(rows):
            sources[f"fields.{code}[{number}]"] = each.source
    return stated, sources, unsure


def _filing(
    framework: Framework,
    head: Head,
    table: IndicatorTable,
    own: OwnRows,
    evaluators: tuple[Evaluator, ...],
    fields: dict[str, FieldValue],
    texts: _Texts,
) -> Filing:
    return Filing(
        framework=f"{framework.slug}@{framework.version}",
        fiscal_year=head.fiscal_year or 0,
        department=FiledDepartment(name=head.department, head=head.person, phone=head.phone),
        filed_on=head.filed_on,
        fields=fields,
        indicators=_filled(table.entries),
        own_indicators=tuple(own.indicators),
        narratives={code: placed.text for code, placed in texts.texts.items()},
        evaluators=evaluators,
    )


def _filled(entries: Mapping[str, IndicatorEntry]) -> dict[str, IndicatorEntry]:
    return {code: entry for code, entry in entries.items() if entry != NOTHING_ENTERED}


def _once(blanks: list[Blank], filing: Filing) -> tuple[Blank, ...]:
    """Each blank box once, and none that is filled elsewhere in the document."""
    filled = {f"fields.{code}" for code in filing.fields}
    filled |= {
        box for box, value in (("filed_on", filing.filed_on), ("department.name", filing.department.name)) if value
    }
    found: dict[str, Blank] = {}
    for blank in blanks:
        if blank.box not in filled:
            found.setdefault(blank.box, blank)
    return tuple(found.values())


def _missing_rows(framework: Framework, table: IndicatorTable, own: OwnRows) -> list[NotUnderstood]:
    missing = [leaf.name for leaf in framework.leaves if leaf.code not in table.entries]
    notes = []
    if missing:
        why = f"指标表里没有读到这{len(missing)}项指标，它们的分值和得分没有检查"
        notes.append(NotUnderstood(place="指标表", words="、".join(missing), why=why))
    if framework.own_nodes and not own.indicators:
        notes.append(NotUnderstood(place="指标表", words="个性指标", why="没有读到单位自己设置的指标"))
    return notes


def _passages(
    form: RawForm, framework: Framework, texts: _Texts, analyses: dict[str, PlacedText], tables: list[Row]
) -> tuple[PlacedPassage, ...]:
    """The texts under titles, the analyses of indicators, and prose that stands anywhere else."""
    found = []
    for each in framework.narratives:
        if each.code in texts.texts:
            found.append(_placed(f"narratives.{each.code}", each.title, texts.texts[each.code]))
    names = {leaf.code: leaf.name for leaf in framework.leaves}
    for box, placed in analyses.items():
        code, _, key = box.removeprefix("indicators.").rpartition(".")
        found.append(_placed(box, f"{names[code]}的{_ANALYSES[key]}", placed))
    rest = _rest(form, texts, tables)
    if rest:
        found.append(_placed(TEXT_BOX, _TEXT_TITLE, placed_lines(form, rest)))
    return tuple(each for each in found if each.passage.text.strip())


def _placed(box: str, title: str, placed: PlacedText) -> PlacedPassage:
    return PlacedPassage(passage=Passage(box=box, title=title, text=placed.text), placed=placed)


def _rest(form: RawForm, texts: _Texts, tables: list[Row]) -> list[Line]:
    rows = {row.start for row in tables}
    taken = sorted(_stretches(texts))
    titles = {line.start for line in texts.titles.values()}
    return [
        line
        for line in form.lines
        if len(line.text.strip()) >= _LEAST_PROSE
        and "。" in line.text
        and line.start not in titles
        and not line.text.strip().startswith(_NOTES)
        and not (line.row is not None and line.row.start in rows)
        and not any(start <= line.start + len(line.text) - len(line.text.lstrip()) < end for start, end in taken)
    ]


def _stretches(texts: _Texts) -> list[tuple[int, int]]:
    """The stretches of the document that the texts are made of."""
    found = []
    for placed in texts.texts.values():
        ends = [*(at for at, _ in placed.stretches[1:]), len(placed.text)]
        found += [(origin, origin + end - at) for (at, origin), end in zip(placed.stretches, ends, strict=True)]
    return found
