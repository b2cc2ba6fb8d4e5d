"""What a page shows of one leaf: scores, formula, milestones, criteria, boxes."""

from dataclasses import dataclass

from selfeval.web.presenters.boxes import BoxView
from selfeval.web.presenters.charts import Chart
from selfeval.web.presenters.linked_texts import EntryTexts
from selfeval.web.presenters.own_indicators import OwnNode
from selfeval.web.presenters.rule_inputs import OptionLine, TickLine, TierLine
from selfeval.web.presenters.rulers import Ruler


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A rate's formula: labels and figures of both sides of a division, or of the whole where it is none."""

    top_words: str
    top_figures: str
    bottom_words: str
    bottom_figures: str
    is_percent: bool
    rate_text: str

    @property
    def is_division(self) -> bool:
        """Whether it is drawn as a fraction."""
        return bool(self.bottom_words)


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneLine:
    """One point of time: what is due, the figure typed on another page, and what came of it."""

    label: str
    due: str
    figure: str
    url: str
    share: str
    words: str
    is_reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBadge:
    """What a card still asks for, or how it ended. `tone` is a class, `icon` the sprite's name."""

    tone: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMark:
    """Where a part of the framework comes from, where that is not settled: 待核 or 示例, with the framework's note."""

    words: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorCard:
    """One leaf as the page shows it; `boxes` by attribute, the inputs of the rule's kind among them."""

    number: int
    code: str
    name: str
    anchor: str
    badge: CardBadge | None
    is_open: bool
    is_applicable: bool
    reference_points: str
    points: str
    computed: str
    filed: str
    lost: str
    rate_text: str
    standard: str
    definition: str
    criteria: tuple[str, ...]
    trace: str
    formula: Formula | None
    ruler: Ruler | None
    chart: Chart | None
    milestones: tuple[MilestoneLine, ...]
    ticks: tuple[TickLine, ...]
    tiers: tuple[TierLine, ...]
    options: tuple[OptionLine, ...]
    source: SourceMark | None
    boxes: dict[str, BoxView]
    linked: EntryTexts
    reason_label: str

    @property
    def is_done(self) -> bool:
        """Whether nothing is open on it."""
        return not self.is_open


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorGroupView:
    """A level-2 group: its sums and its leaves, or the unit's own indicators."""

    code: str
    anchor: str
    name: str
    points: str
    computed: str
    filed: str
    grade: str
    source: SourceMark | None
    cards: tuple[IndicatorCard, ...]
    own: OwnNode | None = None
