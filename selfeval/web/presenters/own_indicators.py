"""The unit's own indicators below one node as a page draws them: rows by group, and points still to be given out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.assessment import Assessment
from selfeval.domain.filing import TargetSign
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator, Severity
from selfeval.domain.standards import standard_of
from selfeval.web.forms.own_indicators import OwnIndicatorsField, RowOutcome, own_box
from selfeval.web.forms.own_rows import SIGNS, takes_coefficient, tiers_of
from selfeval.web.forms.rows import Cells
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.boxes import BoxNote, BoxState, SaveOutcome, state_of
from selfeval.web.presenters.linked_texts import EntryTexts
from selfeval.web.presenters.text import MISSING, clock_text, points_text, score_text

BLANK_KEY: Final = "NUMBER"
Texts = Callable[..., EntryTexts]
_FOLDED: Final = ("adjusted", "reason", "measure", "analysis")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSum:
    """Points given out so far against the node's. `kind`: done, short, over."""

    box: str
    given: str
    points: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """One row. `key` names its cells as long as the page is open; `code` is of the indicator that is stored, if any."""

    box: str
    key: str
    number: int
    texts: Cells
    code: str = ""
    at: str = ""
    computed: str = MISSING
    self_hint: str = ""
    trace: str = ""
    state: BoxState
    column: str = ""
    note: BoxNote
    linked: EntryTexts
    is_open: bool = False

    @property
    def prefix(self) -> str:
        """What the names of its cells begin with."""
        return f"{self.box}.{self.key}"

    @property
    def is_qualitative(self) -> bool:
        """Whether target and actual are words, scored by a tier."""
        return self.texts.get("sign") == TargetSign.QUALITATIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    """The rows of one group (数量, 质量, …) and a row a browser copies for a new one."""

    box: str
    number: int
    name: str
    points: str
    lines: tuple[OwnLine, ...]
    blank: OwnLine


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNode:
    """A node that takes own indicators; `was_sent` where a save answers about it."""

    box: str
    code: str
    name: str
    standard: str
    tiers: tuple[tuple[str, str], ...]
    is_all_by_coefficient: bool
    sum: OwnSum
    state: BoxState
    groups: tuple[OwnGroup, ...]
    was_sent: bool = False
    may_type: bool = True
    signs: tuple[tuple[str, str], ...] = field(default=tuple((sign.value, words) for sign, words in SIGNS.items()))

    @property
    def lines(self) -> tuple[OwnLine, ...]:
        """All rows."""
        return tuple(line for group in self.groups for line in group.lines)


def own_node(
    assessment: Assessment,
    form: SectionForm,
    node: Indicator,
    texts: Texts,
    *,
    outcome: SaveOutcome | None = None,
    adding: str = "",
) -> OwnNode:
    """The node `node`; `adding` is `<code>.<number of the group>` where a blank row is asked for."""
    box = own_box(node.code)
    lines = _Lines(assessment, form, node, texts, outcome).made()
    groups = tuple(
        _group(box, node, number, lines, texts, is_adding=adding == f"{node.code}.{number}")
        for number in range(len(node.own_groups))
    )
    return OwnNode(
        box=box,
        code=node.code,
        name=node.name,
        standard=standard_of(assessment.framework, node),
        tiers=tuple((tier.name, tier.interval.text) for tier in tiers_of(node)),
        is_all_by_coefficient=takes_coefficient(node, ""),
        sum=own_sum(assessment, node),
        state=state_of(box, form, outcome),
        groups=groups,
        was_sent=outcome is not None and outcome.form.was_sent(box),
        may_type=not form.fields[box].disabled,
    )


def own_sum(assessment: Assessment, node: Indicator) -> OwnSum:
    """How the points of the stored rows stand against the node's."""
    given = sum((own.points for own in assessment.filing.own_indicators if own.under == node.code), ZERO)
    left = node.points - given
    words = "正好" if not left else f"还差 {points_text(left)} 分" if left > 0 else f"多 {points_text(-left)} 分"
    return OwnSum(
        box=own_box(node.code),
        given=points_text(given),
        points=points_text(node.points),
        kind="done" if not left else "short" if left > 0 else "over",
        words=words,
    )


def _group(
    box: str, node: Indicator, number: int, lines: Sequence[OwnLine], texts: Texts, *, is_adding: bool
) -> OwnGroup:
    name = node.own_groups[number]
    own = [line for line in lines if line.texts.get("group") == name]
    if is_adding:
        key = str(max([int(line.key) for line in lines], default=0) + 1)
        own.append(_blank(box, name, texts, key=key, number=len(own) + 1))
    points = [_number(line.texts.get("points", "")) for line in own if line.at]
    return OwnGroup(
        box=box,
        number=number,
        name=name,
        points=points_text(sum(points, ZERO)),
        lines=tuple(own),
        blank=_blank(box, name, texts, key=BLANK_KEY, number=0),
    )


def _number(text: str) -> Decimal:
    plain = text.replace(",", "")
    return Decimal(plain) if plain.replace(".", "", 1).isdecimal() else ZERO


def _blank(box: str, group: str, texts: Texts, *, key: str, number: int) -> OwnLine:
    return OwnLine(
        box=box,
        key=key,
        number=number,
        texts={"group": group, "sign": TargetSign.AT_LEAST.value},
        state=BoxState(box=f"{box}.{key}", kind="empty"),
        note=BoxNote(box=f"{box}.{key}"),
        linked=texts(prefix=f"{box}.{key}", written={}),
    )


class _Lines:
    """Makes the rows of one node; after a save they are those that were sent, else those that are stored."""

    def __init__(
        self, assessment: Assessment, form: SectionForm, node: Indicator, texts: Texts, outcome: SaveOutcome | None
    ) -> None:
        self._assessment, self._node, self._outcome = assessment, node, outcome
        self._texts = texts
        self._box = own_box(node.code)
        source = outcome.form if outcome is not None and outcome.form.was_sent(self._box) else form
        found = source.fields[self._box]
        if not isinstance(found, OwnIndicatorsField):
            raise TypeError(self._box)
        self._field = found
        self._rows: list[Cells] = source[self._box].value() or []
        self._outcomes = {each.key: each for each in found.outcomes} if source.was_sent(self._box) else None
        self._is_stored = outcome is None or _is_stored(outcome, self._box)

    def made(self) -> tuple[OwnLine, ...]:
        counts: dict[str, int] = {}
        lines = []
        for row in self._rows:
            group = row.get("group", "")
            counts[group] = counts.get(group, 0) + 1
            lines.append(self._line(row, counts[group]))
        return tuple(lines)

    def _line(self, row: Cells, number: int) -> OwnLine:
        key, box = row["key"], f"{self._box}.{row['key']}"
        outcome = None if self._outcomes is None else self._outcomes.get(key)
        at = self._at(row, outcome)
        code = f"{self._node.code}.own_{at}" if at else ""
        score = self._assessment.sheet.indicators.get(code)
        places = self._assessment.framework.rounding.points_places
        note = _note(box, self._finding(code))
        fault = outcome.fault if outcome else None
        return OwnLine(
            box=self._box,
            key=key,
            number=number,
            texts=row,
            code=code,
            at=at,
            computed=score_text(score.computed_score, places) if score else MISSING,
            self_hint=score_text(score.computed_score, places) if score else "",
            trace=score.trace if score else "填好名称和分值后开始计分",
            state=self._state(box, at, outcome),
            column=fault.column if fault and not fault.is_incomplete else "",
            note=note,
            linked=self._texts(prefix=box, written=row),
            is_open=note.kind in ("error", "warning") or any(row.get(column, "").strip() for column in _FOLDED),
        )

    def _at(self, row: Cells, outcome: RowOutcome | None) -> str:
        """The place of the row among those that are stored now, counted from 1."""
        if self._outcomes is None or not self._is_stored:
            return row.get("at", "")
        return "" if outcome is None or outcome.place is None else str(outcome.place + 1)

    def _state(self, box: str, at: str, outcome: RowOutcome | None) -> BoxState:
        if outcome is None:
            return BoxState(box=box, kind="saved" if at else "empty", words="已保存" if at else "")
        if outcome.fault is not None:
            if outcome.fault.is_incomplete:
                return BoxState(box=box, kind="incomplete", words=f"{outcome.fault}，填好后一起保存")
            return BoxState(box=box, kind="refused", words=f"未保存：{outcome.fault}")
        if not self._is_stored:
            return BoxState(box=box, kind="incomplete", words="未保存，改正标出的地方后一起保存")
        saved_at = self._outcome.saved_at if self._outcome else None
        return BoxState(box=box, kind="saved", words=f"已保存 {clock_text(saved_at)}" if saved_at else "已保存")

    def _finding(self, code: str) -> Finding | None:
        if not code:
            return None
        own = f"indicators.{code}"
        return next(
            (
                finding
                for finding in self._assessment.blocking
                if any(box == own or box.startswith(f"{own}.") for box in finding.where)
            ),
            None,
        )


def _is_stored(outcome: SaveOutcome, box: str) -> bool:
    """Whether the rows that could be taken are in the database; not where the box was refused or waits for a choice."""
    return box not in outcome.form.errors and not outcome.is_left_out(box)


def _note(box: str, finding: Finding | None) -> BoxNote:
    # That it has no score yet is said by the sentence of its score already.
    if finding is None or finding.check == "all_indicators_scored":
        return BoxNote(box=box)
    kind = "warning" if finding.severity is Severity.WARNING else "error"
    return BoxNote(box=box, kind=kind, words=finding.message)
