"""What a text computes of the numbers it states is right: 预算A，实际B，节约C; 决算数大于预算数; 30人×3600元."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import agrees
from selfeval.domain.narrative.differences import Difference, differences
from selfeval.domain.narrative.orders import Order, orders
from selfeval.domain.narrative.parts import Product, products
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.printing import as_quoted

_CHECK = "narrative_arithmetic_holds"


def narrative_arithmetic_holds(case: Case) -> Iterator[Finding]:
    """A finding for each difference, comparison and product that its own numbers do not give, rounding allowed."""
    for passage, sentences in case.stated:
        for sentence in sentences:
            for difference in differences(sentence):
                if not difference.holds:
                    yield _of_difference(case, passage, difference)
            for product in products(sentence):
                if not any(agrees(product.total.quantity, total) for total in product.possible):
                    yield _of_product(case, passage, product)
        for order in orders(passage.text, sentences):
            if not order.holds:
                yield _of_order(case, passage, order)


def _of_difference(case: Case, passage: Passage, claim: Difference) -> Finding:
    stated = claim.stated.quantity
    greater, smaller = claim.result, claim.base
    exact = claim.exact
    if claim.is_right_way and exact < 0:
        greater, smaller, exact = smaller, greater, -exact
    return case.finding(
        _CHECK,
        passage.box,
        expected=as_quoted(exact, stated),
        found=f"{'' if claim.is_right_way else claim.word}{stated.quote}",
        quote=passage.text[claim.first.start : claim.stated.end],
        offset=claim.first.start,
        arithmetic=f"{greater.quantity.quote}－{smaller.quantity.quote}",
    )


def _of_product(case: Case, passage: Passage, claim: Product) -> Finding:
    return case.finding(
        _CHECK,
        passage.box,
        expected=as_quoted(claim.possible[0], claim.total.quantity),
        found=claim.total.quantity.quote,
        quote=passage.text[claim.heads.start : claim.total.end],
        offset=claim.heads.start,
        arithmetic=f"{claim.heads.quantity.quote}×{claim.price.quantity.quote}",
    )


def _of_order(case: Case, passage: Passage, claim: Order) -> Finding:
    start = min(claim.base.start, claim.result.start)
    exact = claim.result.quantity.value - claim.base.quantity.value
    return case.finding(
        _CHECK,
        passage.box,
        expected=as_quoted(exact, claim.result.quantity),
        found=claim.words,
        quote=passage.text[start : claim.end],
        offset=start,
        arithmetic=f"{claim.result.quantity.quote}－{claim.base.quantity.quote}",
    )
