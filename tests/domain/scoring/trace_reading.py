"""Recomputes a score from nothing but the sentence that explains it: numbers are read off the print, with Fraction.

It knows the sentences and school arithmetic, nothing of the engine. Each reader gives the points the words come to.
"""

import re
from collections.abc import Callable
from fractions import Fraction

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?%?")
_POINTS = re.compile(r"得(-?[\d.]+)分(?:（[^（）]*未填，按0计）)?$")


def awarded(trace: str) -> Fraction:
    """The points at the end of the sentence."""
    found = _POINTS.search(trace)
    assert found, trace
    return Fraction(found[1])


def number(text: str) -> Fraction:
    """A printed number, `1,234.50` or `82.00%`."""
    plain = text.replace(",", "").removesuffix("%")
    return Fraction(plain) / (100 if text.endswith("%") else 1)


def value(text: str) -> Fraction:
    """A printed calculation of + − × ÷, brackets and bars; `（…时取…，否则取…）` takes the branch that holds."""
    rest, found = _sum(text)
    assert not rest, text
    return found


def _sum(text: str) -> tuple[str, Fraction]:
    text, total = _product(text)
    while text[:1] in ("＋", "－"):
        sign = 1 if text[0] == "＋" else -1
        text, part = _product(text[1:])
        total += sign * part
    return text, total


def _product(text: str) -> tuple[str, Fraction]:
    text, total = _factor(text)
    while text[:1] in ("×", "÷"):
        operator = text[0]
        text, part = _factor(text[1:])
        total = total * part if operator == "×" else total / part
    return text, total


def _factor(text: str) -> tuple[str, Fraction]:
    for opening, closing in ("（）", "||"):
        if text.startswith(opening):
            rest, found = _choice(text[1:])
            assert rest.startswith(closing), text
            return rest[1:], abs(found) if opening == "|" else found
    match = _NUMBER.match(text)
    assert match, text
    return text[match.end() :], number(match[0])


def _choice(text: str) -> tuple[str, Fraction]:
    """A sum, or a condition with its two branches."""
    rest, left = _sum(text)
    holds: Callable[[Fraction, Fraction], bool] | None = _COMPARISONS.get(rest[:1])
    if holds is None:
        return rest, left
    rest, right = _sum(rest[1:])
    rest, yes = _sum(rest.removeprefix("时取"))
    rest, no = _sum(rest.removeprefix("，否则取"))
    return rest, yes if holds(left, right) else no


_COMPARISONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "＝": lambda a, b: a == b,
    "≠": lambda a, b: a != b,
    "＜": lambda a, b: a < b,
    "≤": lambda a, b: a <= b,
    "＞": lambda a, b: a > b,
    "≥": lambda a, b: a >= b,
}


def printed_rate(trace: str) -> tuple[Fraction, str]:
    """The rate recomputed from the figures, and as it is printed: of `某率＝1.00÷4.00×100%＝25.00%，…`."""
    match = re.match(r"[^＝]*＝(.+?)×100%＝(-?[\d.]+%)，", trace)
    assert match, trace
    return value(match[1]), match[2]


def agrees(exact: Fraction, printed: str) -> bool:
    """Whether `printed` is `exact` to half of its last digit."""
    digits = printed.removesuffix("%").partition(".")[2]
    unit = Fraction(1, 10 ** len(digits)) / (100 if printed.endswith("%") else 1)
    return abs(exact - number(printed)) <= unit / 2
