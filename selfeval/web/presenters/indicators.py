"""A page of indicators: each leaf with its four scores, its formula in labels and figures, and its boxes."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from typing import Final

from selfeval.domain.amounts import HUNDRED, number_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.expressions import Expression, substituted
from selfeval.domain.expressions.tree import Binary
from selfeval.domain.framework import Indicator, Severity
from selfeval.domain.narrative.link_values import LinkValues
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.results import IndicatorScore, MilestoneResult
from selfeval.domain.scoring.rules import Milestones
from selfeval.domain.sections import Section
from selfeval.domain.standards import standard_of
from selfeval.web.forms.indicators import LABELS, box_name
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.boxes import BoxView, SaveOutcome, view_of
from selfeval.web.presenters.cards import (
    CardBadge,
    Formula,
    IndicatorCard,
    IndicatorGroupView,
    MilestoneLine,
    SourceMark,
)
from selfeval.web.presenters.charts import chart_of
from selfeval.web.presenters.linked_texts import EntryTexts, values_of
from selfeval.web.presenters.own_indicators import OwnNode, own_node
from selfeval.web.presenters.rule_inputs import figure_text, options_of, ticks_of, tiers_of_card
from selfeval.web.presenters.rulers import ruler_of
from selfeval.web.presenters.text import MISSING, points_text, score_text

_TEXTS: Final = ("analysis", "reason", "measure")
_SOURCE_WORDS: Final = {"unverified": ("待核", "is-amber"), "sample": ("示例", "")}
_UNITS = {"incidents": "例", "points": "分", "coefficient": "%", "set_points": "分", "self_score": "分"}


def indicator_groups(
    assessment: Assessment,
    form: SectionForm,
    addresses: Addresses,
    *,
    section: Section,
    outcome: SaveOutcome | None = None,
    adding: str = "",
    may_edit: bool = True,
    values: Callable[[], LinkValues] | None = None,
) -> tuple[IndicatorGroupView, ...]:
    """The groups of the level-1 indicator `section`, leaves numbered through the page.

    `adding` names the node and group of own indicators where a blank row is asked for; `values` gives what texts may
    be linked to, where the page knows it already.
    """
    figures = Figures(assessment.framework, assessment.filing)
    values = values or cache(partial(values_of, assessment))
    cards = _Card(assessment, form, addresses, figures, outcome)
    texts = partial(EntryTexts, values=values, may_edit=may_edit)
    root = assessment.framework.nodes[section.code]
    groups: list[IndicatorGroupView] = []
    number = 0
    for node, leaves in _parts(root):
        made = tuple(cards.made(leaf, place, texts) for place, leaf in enumerate(leaves, number + 1))
        number += len(made)
        own = own_node(assessment, form, node, texts, outcome=outcome, adding=adding) if node.own_groups else None
        groups.append(_group(assessment, node, made, own, is_part=node is root and len(groups) > 0))
    return tuple(groups)


def _parts(root: Indicator) -> list[tuple[Indicator, list[Indicator]]]:
    """The groups of a page with their leaves: level-2 nodes, and leaves that stand beside such nodes under the root."""
    if root.own_groups or root.is_leaf or all(child.is_leaf for child in root.children):
        return [(root, _leaves(root))]
    parts: list[tuple[Indicator, list[Indicator]]] = []
    for child in root.children:
        if not child.is_leaf:
            parts.append((child, _leaves(child)))
        elif parts and parts[-1][0] is root:
            parts[-1][1].append(child)
        else:
            parts.append((root, [child]))
    return parts


def _leaves(node: Indicator) -> list[Indicator]:
    return [each for each in node.walk() if each.is_leaf and each.own is None]


def _group(
    assessment: Assessment,
    node: Indicator,
    cards: tuple[IndicatorCard, ...],
    own: OwnNode | None,
    *,
    is_part: bool,
) -> IndicatorGroupView:
    sheet = assessment.sheet
    group = sheet.groups.get(node.code)
    places = assessment.framework.rounding.points_places
    sums = group or sheet.indicators[node.code]
    return IndicatorGroupView(
        code=node.code,
        # A leaf that is a page of its own has its card to be found by.
        anchor=f"group-{cards[0].code}" if node.is_leaf or is_part else f"indicators.{node.code}",
        name=node.name,
        points=points_text(sums.points),
        computed=score_text(sums.computed_score, places),
        filed=score_text(sums.self_score, places),
        grade=group.grade or "" if group else "",
        source=source_mark(node) if not node.is_leaf else None,
        cards=cards,
        own=own,
    )


def source_mark(node: Indicator) -> SourceMark | None:
    """待核 or 示例, where the framework says so of the node."""
    if node.source is None or node.source.status not in _SOURCE_WORDS:
        return None
    words, tone = _SOURCE_WORDS[node.source.status]
    note = "，".join(each for each in (node.source.document, node.source.note) if each)
    return SourceMark(words=words, tone=tone, note=note)


class _Card:
    """Makes the cards of one page; holds what they share."""

    def __init__(
        self,
        assessment: Assessment,
        form: SectionForm,
        addresses: Addresses,
        figures: Figures,
        outcome: SaveOutcome | None,
    ) -> None:
        self._assessment, self._form, self._addresses = assessment, form, addresses
        self._figures, self._outcome = figures, outcome

    def made(self, leaf: Indicator, number: int, texts: Callable[..., EntryTexts]) -> IndicatorCard:
        score = self._assessment.sheet.indicators[leaf.code]
        places = self._assessment.framework.rounding.points_places
        boxes = self._boxes(leaf, score)
        badge, is_open = self._badge(leaf, score)
        ruler = ruler_of(self._assessment.framework, leaf, score)
        lost = None if score.self_score is None else score.points - score.self_score
        return IndicatorCard(
            number=number,
            code=leaf.code,
            name=leaf.name,
            anchor=f"indicators.{leaf.code}",
            badge=badge,
            is_open=is_open or any(box.is_invalid for box in boxes.values()),
            is_applicable=score.is_applicable,
            reference_points=points_text(score.reference_points),
            points=points_text(score.points),
            computed=score_text(score.computed_score, places),
            filed=score_text(score.self_score, places),
            lost=points_text(lost) if lost else "",
            rate_text=score.rate_text,
            standard=standard_of(self._assessment.framework, leaf),
            definition=leaf.definition,
            criteria=leaf.criteria,
            trace=score.trace,
            formula=self._formula(leaf, score),
            ruler=ruler,
            chart=None if ruler else chart_of(self._assessment.framework, leaf, score),
            milestones=self._milestones(leaf, score),
            ticks=ticks_of(leaf, boxes),
            tiers=tiers_of_card(leaf, boxes),
            options=options_of(self._assessment, self._figures, leaf, score, boxes),
            source=source_mark(leaf),
            boxes=boxes,
            linked=texts(prefix=f"indicators.{leaf.code}", written=_written(boxes)),
            reason_label=_reason_label(score),
        )

    def _boxes(self, leaf: Indicator, score: IndicatorScore) -> dict[str, BoxView]:
        names = {attribute: box_name(leaf.code, attribute) for attribute in LABELS}
        self._hint(names["set_points"], points_text(score.reference_points))
        places = self._assessment.framework.rounding.points_places
        self._hint(names["self_score"], score_text(score.computed_score, places))
        return {
            attribute: view_of(
                name,
                form=self._form,
                assessment=self._assessment,
                outcome=self._outcome,
                label=_reason_label(score) if attribute == "reason" else LABELS[attribute],
                unit=_UNITS.get(attribute, ""),
                is_number=attribute in _UNITS,
            )
            for attribute, name in names.items()
            if name in self._form.fields
        }

    def _hint(self, name: str, text: str) -> None:
        """What counts while the box is empty, shown in it."""
        if name in self._form.fields:
            self._form.fields[name].widget.attrs["placeholder"] = text

    def _badge(self, leaf: Indicator, score: IndicatorScore) -> tuple[CardBadge | None, bool]:
        """The badge and whether the leaf asks for something."""
        own = f"indicators.{leaf.code}"
        found = [
            finding
            for finding in self._assessment.blocking
            if any(box == own or box.startswith(f"{own}.") for box in finding.where)
        ]
        if any(finding.severity is Severity.ERROR for finding in found):
            return CardBadge(tone="is-red", icon="err", words="须处理"), True
        if found:
            return CardBadge(tone="is-amber", icon="warn", words="请核对"), True
        if not score.is_applicable:
            return CardBadge(tone="", icon="dash", words="不涉及"), False
        if score.self_score is None:
            return CardBadge(tone="", icon="ring", words="未得分"), True
        if score.self_score < score.points:
            words = f"失 {points_text(score.points - score.self_score)} 分，已写原因"
            return CardBadge(tone="", icon="dash", words=words), False
        return None, False

    def _formula(self, leaf: Indicator, score: IndicatorScore) -> Formula | None:
        if leaf.formula is None:
            return None
        root = leaf.formula.root
        parts = (root.left, root.right) if isinstance(root, Binary) and root.operator == "/" else (root,)
        expressions = [Expression(text="", root=part, is_condition=False) for part in parts]
        words = [substituted(each, self._assessment.framework.label_of) for each in expressions]
        figures = [substituted(each, partial(figure_text, self._figures)) for each in expressions]
        return Formula(
            top_words=words[0],
            top_figures=figures[0],
            bottom_words=words[1] if len(words) > 1 else "",
            bottom_figures=figures[1] if len(figures) > 1 else "",
            is_percent=leaf.is_percent,
            rate_text=score.rate_text or MISSING,
        )

    def _milestones(self, leaf: Indicator, score: IndicatorScore) -> tuple[MilestoneLine, ...]:
        if not isinstance(leaf.rule, Milestones):
            return ()
        results = {result.label: result for result in score.milestones}
        return tuple(
            MilestoneLine(
                label=node.label,
                due=f"{number_text(node.at_least * HUNDRED)}%",
                figure=figure_text(self._figures, node.field),
                url=self._addresses.box(f"fields.{node.field}"),
                share=results[node.label].share_text or MISSING if node.label in results else MISSING,
                words=_node_words(results.get(node.label)),
                is_reached=node.label in results and results[node.label].is_reached,
            )
            for node in leaf.rule.nodes
        )


def _written(boxes: dict[str, BoxView]) -> dict[str, str]:
    return {key: str(boxes[key].bound.value() or "") for key in _TEXTS if key in boxes}


def _reason_label(score: IndicatorScore) -> str:
    computed, filed = score.computed_score, score.self_score
    if computed is not None and filed is not None and computed != filed:
        return "差异理由"
    return "扣分原因" if filed is not None and filed < score.points else "情况说明"


def _node_words(result: MilestoneResult | None) -> str:
    if result is None or result.share is None:
        return "数据填齐后自动计算"
    if result.is_reached:
        return f"达到，得 {points_text(result.points)} 分"
    short: Decimal = (result.at_least - result.share) * HUNDRED
    return f"差 {number_text(short, 2)} 个百分点，不得分"
