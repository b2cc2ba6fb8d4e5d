"""The one way from a filing to its report: the unit's words, the form's figures, in the order of a structure.

Nothing is said that the unit did not write or the form does not show: what is missing is printed as missing, and a
draft ends with what is still to be filled.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Narrative
from selfeval.domain.narrative.links import with_links_resolved
from selfeval.domain.report_skeleton import topic_of
from selfeval.domain.scoring import ScoreSheet
from selfeval.exports.document import MISSING, FormDocument
from selfeval.exports.drawing import code_line, status_line
from selfeval.exports.label_lines import balanced
from selfeval.exports.printable import lines_of
from selfeval.exports.report_document import Block, Heading, Report
from selfeval.exports.report_figures import FigureTables
from selfeval.exports.report_said import Sentences
from selfeval.exports.report_scores import NOT_WRITTEN, ScoreTables
from selfeval.exports.report_structure import Part, Said, Section, Structure, Tabled
from selfeval.exports.report_word import blocks_of_lines

HAN: Final = "一二三四五六七八九十"
_SUBJECT: Final = re.compile(r"部门整体(?:支出)?|部门(?:预算)?项目支出")
_ANY_SUBJECT: Final = "部门整体支出"
_TITLE_CHARACTERS: Final = 20

# A heading of level 2 without its number, or none, and what stands below it.
_Piece = tuple[str, tuple[Block, ...]]


def build_report(
    *, framework: Framework, filing: Filing, sheet: ScoreSheet, form: FormDocument, structure: Structure
) -> Report:
    """The report of `filing` in `structure`; `framework` is that of the filing, `sheet` its scores, `form` its form."""
    read = with_links_resolved(framework, filing, sheet)
    return _Maker(framework=framework, filing=read, sheet=sheet, form=form).report(structure)


class _Maker:
    def __init__(self, *, framework: Framework, filing: Filing, sheet: ScoreSheet, form: FormDocument) -> None:
        self._framework = framework
        self._filing = filing
        self._form = form
        scores = ScoreTables(framework=framework, filing=filing, sheet=sheet, form=form)
        figures = FigureTables(framework=framework, filing=filing, form=form)
        said = Sentences(framework=framework, filing=filing, sheet=sheet, form=form, scores=scores)
        self._sentences = said
        self._said: dict[Said, Callable[[], Iterator[Block]]] = {
            Said.RESULT: said.result,
            Said.ORGANISATION: said.organisation,
            Said.MEASURES: said.measures,
            Said.ANNEXES: said.annexes,
        }
        self._tables: dict[Tabled, Callable[[], Iterator[Block]]] = {
            Tabled.STAFF: figures.staff,
            Tabled.FUNDS: figures.funds,
            Tabled.ITEMS: figures.items,
            Tabled.RATES: figures.rates,
            Tabled.TASKS: figures.tasks,
            Tabled.FIGURES: figures.figures,
            Tabled.GROUPS: scores.groups,
            Tabled.INDICATORS: scores.indicators,
            Tabled.LOST: scores.lost,
            Tabled.EVALUATORS: scores.evaluators,
        }

    def report(self, structure: Structure) -> Report:
        """Title, the parts that the framework has anything for, signature, and in a draft what is missing."""
        form, subject = self._form, _SUBJECT.search(self._framework.title)
        title = f"{subject[0] if subject else _ANY_SUBJECT}{structure.title}"
        written = [(part.heading, blocks) for part in structure.parts if (blocks := tuple(self._part(part)))]
        body = [
            block
            for number, (heading, blocks) in enumerate(written)
            for block in (Heading(text=f"{HAN[number]}、{heading}"), *blocks)
        ]
        missing = () if form.stamp.is_final else tuple(self._sentences.missing())
        unit = "" if form.department == MISSING else form.department
        return Report(
            title="\n".join((*balanced(f"{form.fiscal_year}年度{unit}", _TITLE_CHARACTERS), title)),
            name=f"{form.department}　{form.fiscal_year}年度{title}",
            author=form.department,
            blocks=(*body, *self._sentences.signature(), *missing),
            mark="　".join((status_line(form), code_line(form))),
            made_on=form.filed_on,
        )

    def _part(self, part: Part) -> Iterator[Block]:
        number = 0
        for section in part.sections:
            for heading, blocks in self._pieces(section):
                if heading and blocks:
                    yield Heading(text=f"（{HAN[number]}）{heading}", level=2)
                    number += 1
                yield from blocks

    def _pieces(self, section: Section) -> Iterator[_Piece]:
        said = tuple(block for each in section.said for block in self._said[each]())
        tables = tuple(block for each in section.tables for block in self._tables[each]())
        texts = self._narratives(section)
        if section.heading:
            inner = [block for number, each in enumerate(texts, 1) for block in self._under(each, number, len(texts))]
            yield section.heading, (*said, *inner, *tables)
            return
        yield "", said
        is_titled = section.is_titled or len(texts) > 1
        for each in texts:
            yield each.title if is_titled else "", self._lines(each, first_level=3 if is_titled else 2)
        yield "", tables

    def _narratives(self, section: Section) -> list[Narrative]:
        """The texts the framework asks for that belong here, in the order of the section's topics."""
        found = [each for each in self._framework.narratives if topic_of(each) in section.texts]
        return sorted(found, key=lambda each: section.texts.index(topic_of(each)))

    def _under(self, narrative: Narrative, number: int, count: int) -> Iterator[Block]:
        """A text under a heading of level 2, with its title where there are several."""
        if count > 1:
            yield Heading(text=f"{number}.{narrative.title}", level=3)
        yield from self._lines(narrative, first_level=4 if count > 1 else 3)

    def _lines(self, narrative: Narrative, *, first_level: int) -> tuple[Block, ...]:
        """What the unit wrote; the headings it numbered itself are headings from `first_level` down."""
        lines = lines_of(self._filing.narratives.get(narrative.code, "")) or (NOT_WRITTEN,)
        return blocks_of_lines(lines, first_level=first_level)
