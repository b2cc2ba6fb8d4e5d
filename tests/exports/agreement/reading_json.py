"""The numbers of the JSON files by their codes: of the result (`score --json`) and of the filing archives keep."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from tests.exports.agreement.expected import Expected, cut

Plain = dict[str, Any]
# None where there is none; texts are grades and the like.
Numbers = dict[str, Decimal | str | None]
_RATE_PLACES: Final = 10
_SCORES: Final = ("reference_points", "points", "computed_score", "self_score")


def figures_of_result(result: Plain) -> Numbers:
    """The result file."""
    found: Numbers = {f"derived:{code}": _number(text) for code, text in result["values"].items()}
    for code, score in result["indicators"].items():
        found |= {f"{key}:{code}": _number(score[key]) for key in (*_SCORES, "rate")}
    for code, group in result["groups"].items():
        found |= {f"{key}:{code}": _number(group[key]) for key in _SCORES}
        found[f"grade:{code}"] = group.get("grade")
    found |= {f"total:{key}": _number(text) for key, text in result["total"].items()}
    return found | {"grade": result["grade"], "unscored": ",".join(result["unscored"])}


def numbers_of_sheet(expected: Expected) -> Numbers:
    """What they must be: the numbers of the score sheet to the last digit, rates and derived values to ten decimals."""
    sheet = expected.case.sheet
    found: Numbers = {f"derived:{code}": cut(value, _RATE_PLACES) for code, value in sheet.values.items()}
    for code, score in sheet.indicators.items():
        found |= {f"{key}:{code}": getattr(score, key) for key in _SCORES}
        found[f"rate:{code}"] = None if score.rate is None else cut(score.rate, _RATE_PLACES)
    for code, group in sheet.groups.items():
        found |= {f"{key}:{code}": getattr(group, key) for key in _SCORES}
        found[f"grade:{code}"] = group.grade
    total = {key: getattr(sheet.total, key) for key in ("points", "computed_score", "self_score", "capped_at")}
    found |= {f"total:{key}": value for key, value in total.items()}
    return found | {"grade": sheet.grade, "unscored": ",".join(sheet.unscored)}


def figures_of_filing(filing: Plain) -> Numbers:
    """Every number of a filing file, by the way to it; texts that hold no number alone are texts."""
    return dict(_numbers(filing, ""))


def _numbers(value: Any, path: str) -> Iterator[tuple[str, Decimal | str | None]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _numbers(each, f"{path}.{key}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from _numbers(each, f"{path}[{place}]")
    else:
        yield path, _number(value)


def _number(text: object) -> Decimal | str | None:
    if text is None:
        return None
    plain = str(text).lower() if isinstance(text, bool) else str(text)
    try:
        return Decimal(plain[:-1]) / 100 if plain.endswith("%") else Decimal(plain)
    except ArithmeticError:
        return plain
