"""Last year beside this year's boxes: figures with their change, scores, texts in a fold to be carried over."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Final

from selfeval.domain.amounts import HUNDRED, number_text, percent_text, rounded, telling_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.checks import Prior
from selfeval.domain.checks.own_rows import plain_name
from selfeval.domain.filing import Item, Quantity
from selfeval.domain.framework import FieldKind
from selfeval.domain.last_year import Before, change_since, figure_before, own_before, score_before, texts_before
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.target import quantity_text
from selfeval.domain.sections import Section, SectionKind, section_of_box
from selfeval.services.carried_texts import EVALUATORS, OWN, is_empty, text_in
from selfeval.web.presenters.returned import ReturnedWith
from selfeval.web.presenters.text import points_text, score_text

_LONGEST_WORDS: Final = 40
# Beyond this a percentage says less than the two figures.
_MOST_TOLD: Final = Decimal(100)
_CHANGE_PLACES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureThen:
    """Last year's figure: `label` where it is another one's, `change` empty where it says nothing."""

    code: str
    text: str
    change: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreThen:
    """Last year's result of an indicator; `rate` is empty for one without."""

    rate: str
    filed: str
    points: str

    @property
    def words(self) -> str:
        """The one thing to say on a line."""
        return self.rate or f"{self.filed} / {self.points}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextThen:
    """Last year's text of a box: `is_carried` while it stands there unchanged, `asks` where it would replace words.

    `is_locked` where a return left the box closed: it is read there, and not carried over.
    """

    box: str
    read: str
    is_carried: bool
    asks: bool
    is_locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnThen:
    """Last year's own indicator of the same name: target and actual as they were written, and its score."""

    target: str
    actual: str
    filed: str
    points: str


@dataclass(frozen=True, kw_only=True)
class LastYear:
    """Everything of last year for one page. Not slotted: made when a template asks, once."""

    year: int
    assessment: Assessment
    prior: Prior
    section: Section
    carried: frozenset[str]
    is_editable: bool
    sent: frozenset[str] = field(default_factory=frozenset)
    returned: ReturnedWith | None = None

    @cached_property
    def total(self) -> str:
        """The total the unit gave itself."""
        return score_text(self.prior.sheet.total.self_score, self.prior.framework.rounding.points_places)

    @cached_property
    def figures(self) -> Mapping[str, FigureThen]:
        """By data item or derived value of the page."""
        framework = self.assessment.framework
        codes = [each.code for each in framework.fields if each.group == self.section.code]
        codes += [each.code for each in framework.derived] if codes else []
        found = {code: figure_before(framework, self.prior, code) for code in codes}
        return MappingProxyType({code: self._figure(code, each) for code, each in found.items() if each is not None})

    def _figure(self, code: str, before: Before) -> FigureThen:
        change = change_since(before, self.now_of(code))
        return FigureThen(code=code, text=figure_text(before), change=_change_text(change), label=before.label)

    def now_of(self, code: str) -> Decimal | None:
        """This year's value of a figure; None for one that is no number or is not filled."""
        framework, filing = self.assessment.framework, self.assessment.filing
        rows = filing.fields.get(code)
        if isinstance(rows, tuple):
            amounts = [row.amount for row in rows if isinstance(row, Item)]
            return sum(amounts, Decimal(0)) / framework.money_unit.yuan if amounts else None
        value = self._figures_now.value(code)
        return value if isinstance(value, Decimal) else None

    @cached_property
    def _figures_now(self) -> Figures:
        return Figures(self.assessment.framework, self.assessment.filing)

    @cached_property
    def scores(self) -> Mapping[str, ScoreThen]:
        """By indicator of the page."""
        places = self.prior.framework.rounding.points_places
        found = {
            leaf.code: score_before(self.assessment.framework, self.prior, leaf.code)
            for leaf in self.assessment.framework.leaves
            if leaf.code.partition(".")[0] == self.section.code
        }
        return MappingProxyType(
            {
                code: ScoreThen(
                    rate=each.rate_text, filed=score_text(each.self_score, places), points=points_text(each.points)
                )
                for code, each in found.items()
                if each is not None and each.is_applicable
            }
        )

    @cached_property
    def own(self) -> Mapping[str, OwnThen]:
        """By the plain name of an own indicator that no other of that year has too."""
        filing, sheet = self.prior.filing, self.prior.sheet
        names = Counter(plain_name(own.name) for own in filing.own_indicators)
        places = self.prior.framework.rounding.points_places
        return MappingProxyType(
            {
                plain_name(own.name): OwnThen(
                    target=_quantity(own.target_in_force, own.target_words, own.unit, own.sign.label),
                    actual=_quantity(own.actual, own.actual_words, own.unit),
                    filed=score_text(sheet.indicators[code].self_score, places),
                    points=points_text(own.points),
                )
                for code, own in filing.own_by_code.items()
                if names[plain_name(own.name)] == 1
            }
        )

    def own_then(self, name: str) -> OwnThen | None:
        """Last year's own indicator named so."""
        return self.own.get(plain_name(name)) if name.strip() else None

    @cached_property
    def texts(self) -> Mapping[str, TextThen]:
        """By box of the page; the evaluators, and the own indicators of a node, each as one text."""
        framework = self.assessment.framework
        found = {box: text.read for box, text in texts_before(framework, self.prior).items()}
        names = "\n".join(
            "　".join(part for part in (each.name, each.title, each.office) if part)
            for each in self.prior.filing.evaluators
        )
        if names:
            found[EVALUATORS] = names
        for node in framework.own_nodes:
            own = own_before(framework, self.prior, node.code)
            if own:
                found[f"{OWN}{node.code}"] = "\n".join(f"{each.group}　{each.name}" for each in own)
        here = {box: read for box, read in found.items() if section_of_box(framework, box) == self.section.code}
        return MappingProxyType({box: self._text(box, read) for box, read in here.items()})

    def _text(self, box: str, read: str) -> TextThen:
        filing = self.assessment.filing
        is_carried = box in self.carried
        return TextThen(
            box=box,
            read=read,
            is_carried=is_carried,
            asks=not is_carried and not is_empty(filing, box),
            is_locked=self.returned is not None and bool(self.returned.locked([box])),
        )

    @property
    def offers_page(self) -> bool:
        """Whether all texts of the page can be carried over at once; reasons are each year's own."""
        return self.is_editable and self.section.kind is SectionKind.NARRATIVES and bool(self.texts)

    @property
    def empty_count(self) -> int:
        """How many boxes would be filled by that."""
        return sum(not (each.asks or each.is_carried or each.is_locked) for each in self.texts.values())

    @property
    def changes(self) -> Iterable[FigureThen]:
        """What to draw again after a save: of the boxes that were sent and of all that is computed."""
        computed = self.assessment.framework.derived_by_code
        return [each for code, each in self.figures.items() if code in computed or f"fields.{code}" in self.sent]

    @property
    def marks(self) -> Iterable[TextThen]:
        """What to draw again after a save: the marks of boxes that were sent."""
        return [each for box, each in self.texts.items() if box in self.sent]


def last_year_of(
    assessment: Assessment,
    *,
    section: Section,
    carried: frozenset[str],
    is_editable: bool,
    sent: frozenset[str] = frozenset(),
    returned: ReturnedWith | None = None,
) -> LastYear | None:
    """Last year for the page `section`; None where nothing is known of it. `sent` are boxes that were just saved.

    `returned` is what the form came back with, where that locks boxes.
    """
    if assessment.prior is None:
        return None
    return LastYear(
        year=assessment.prior.filing.fiscal_year,
        assessment=assessment,
        prior=assessment.prior,
        section=section,
        carried=carried,
        is_editable=is_editable,
        sent=sent,
        returned=returned,
    )


def text_now(assessment: Assessment, box: str) -> str:
    """What stands in a box now, for the question whether to replace it."""
    if box == EVALUATORS:
        return "\n".join(each.name for each in assessment.filing.evaluators)
    if box.startswith(OWN):
        own = assessment.filing.own_indicators
        return "\n".join(f"{each.group}　{each.name}" for each in own if each.under == box.removeprefix(OWN))
    return text_in(assessment.filing, box)


def _quantity(number: Quantity | None, words: str, unit: str, sign: str = "") -> str:
    return words if number is None else f"{sign}{quantity_text(number, unit)}"


def figure_text(before: Before) -> str:
    """A value as it is shown beside a box: long words cut off."""
    match before.value:
        case bool():
            return "是" if before.value else "否"
        case str():
            words = " ".join(before.value.split())
            return words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS]}…"
    match before.kind:
        case FieldKind.MONEY | FieldKind.ITEMISED_MONEY:
            return telling_text(before.value, 2, most=6)
        case FieldKind.PERCENT:
            return percent_text(before.value, _CHANGE_PLACES)
    return number_text(before.value)


def _change_text(change: Decimal | None) -> str:
    """`+6.86%`; nothing where there is no change or too much of one to be told like that."""
    if change is None or abs(change) > _MOST_TOLD:
        return ""
    text = f"{number_text(rounded(change * HUNDRED, _CHANGE_PLACES), _CHANGE_PLACES)}%"
    return f"+{text}" if change > 0 else text
