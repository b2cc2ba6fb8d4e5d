"""Milestones (支付进度): the share of a base reached at each node of the year."""

from decimal import Decimal

from selfeval.domain.amounts import COMPARED_PLACES, HUNDRED, ZERO, compared, number_text, percent_text
from selfeval.domain.expressions import OverZero, Unfilled
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.results import MilestoneResult
from selfeval.domain.scoring.rules import MilestoneNode, Milestones
from selfeval.domain.scoring.standing import Mark, Standing


def milestones(rule: Milestones, at: Standing) -> Mark:
    """Mode each: the points of every node reached; mode all: P when every node is reached, else 0."""
    figures = at.known_figures
    base = figures.number_of(rule.of)
    results = tuple(_result(node, at, figures.value(node.field), base) for node in rule.nodes)
    obstacle = _obstacle(rule, figures, base)
    if obstacle is not None:
        return Mark(points=None, words="", nodes=results, obstacle=obstacle)
    reached = [result for result in results if result.is_reached]
    both = tuple(zip(rule.nodes, results, strict=True))
    if rule.mode == "all":
        points = at.points if len(reached) == len(results) else ZERO
    else:
        points = at.scaled(sum((node.points or ZERO for node, result in both if result.is_reached), ZERO))
    base_text = figures.with_figures(rule.of, as_factor=True)
    words = "；".join(_words(node, result, figures.worked_text(node.field), base_text) for node, result in both)
    verdict = _verdict(rule, len(reached))
    return Mark(points=points, words=f"{words}；{verdict}", nodes=results)


def _verdict(rule: Milestones, reached: int) -> str:
    count = len(rule.nodes)
    if reached in (0, count):
        return f"{count}个节点{'均达到' if reached else '均未达到'}"
    return f"{count}个节点达到{reached}个{'，未全部达到' if rule.mode == 'all' else ''}"


def _obstacle(rule: Milestones, figures: Figures, base: Decimal | Unfilled | OverZero) -> Unfilled | OverZero | None:
    values = [base, *(figures.value(node.field) for node in rule.nodes)]
    missing = [code for value in values if isinstance(value, Unfilled) for code in value.codes]
    if missing:
        return Unfilled(codes=tuple(dict.fromkeys(missing)))
    over_zero = next((value for value in values if isinstance(value, OverZero)), None)
    if over_zero is not None:
        return over_zero
    if base == 0:
        return OverZero(numerator_too=all(value == 0 for value in values))
    return None


def _result(
    node: MilestoneNode, at: Standing, value: Decimal | Unfilled | OverZero, base: Decimal | Unfilled | OverZero
) -> MilestoneResult:
    share = value / base if isinstance(value, Decimal) and isinstance(base, Decimal) and base != 0 else None
    threshold = None if share is None else at.rounding.threshold(share, is_percent=True)
    is_reached = threshold is not None and compared(threshold) >= compared(node.at_least)
    return MilestoneResult(
        label=node.label,
        field=node.field,
        at_least=node.at_least,
        share=share,
        share_text="" if share is None else _share_text(share, node.at_least, at, is_reached=is_reached),
        points=at.scaled(node.points or ZERO),
        is_reached=is_reached,
    )


def _share_text(share: Decimal, limit: Decimal, at: Standing, *, is_reached: bool) -> str:
    places = at.rounding.rate_places
    text = percent_text(share, places, at.rounding.mode)
    # 89.996% prints as 90.00% and still misses 90%: show decimals until the sentence is true to the eye.
    while not is_reached and places < COMPARED_PLACES and Decimal(text[:-1]) / HUNDRED >= limit:
        places += 1
        text = percent_text(share, places, at.rounding.mode)
    return text


def _words(node: MilestoneNode, result: MilestoneResult, figure: str, base: str) -> str:
    limit = f"{number_text(node.at_least * HUNDRED)}%"
    # A label that ends in a digit or a sign must not run into the figure.
    mark = "：" if node.label[-1:].isascii() else ""
    return (
        f"{node.label}{mark}{figure}÷{base}×100%＝{result.share_text}，{'达到' if result.is_reached else '低于'}{limit}"
    )
