"""Filings for any framework, made by chance from a seed, as their files hold them: every scalar is text.

Round figures stand often exactly on limits; zeros, gaps and negative amounts come as often as the seed's temper says.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Plain = dict[str, Any]
ROUND = ("50", "70", "75", "80", "85", "90", "95", "100", "100", "100", "105", "110", "120", "130", "150", "200")
SHARES = ("0%", "50%", "60%", "80%", "82.5%", "89.995%", "90%", "95%", "99.99%", "100%", "130%")
SIGNS = (">=", ">", "<=", "<", "=", "qualitative")


@dataclass(frozen=True, kw_only=True)
class Temper:
    """How figures are drawn: shares of zeros, of gaps, of round figures, of own scores and of changed points."""

    zeros: float = 0.05
    gaps: float = 0.05
    round_figures: float = 0.6
    changes: float = 0.3
    not_applicable: float = 0.05


TEMPERS = (
    Temper(zeros=0, gaps=0, round_figures=1, changes=0, not_applicable=0),
    Temper(zeros=0.02, gaps=0, round_figures=0.2),
    Temper(zeros=0.3, gaps=0, round_figures=0.9),
    Temper(zeros=0.05, gaps=0.25),
    Temper(),
)


def filing_for(framework: Plain, seed: int) -> Plain:
    """The filing of a seed; the same seed gives the same one."""
    return _Maker(framework, seed).filing()


class _Maker:
    def __init__(self, framework: Plain, seed: int) -> None:
        self.framework = framework
        self.chance = random.Random(f"{framework['slug']} {seed}")
        self.temper = TEMPERS[seed % len(TEMPERS)]

    def filing(self) -> Plain:
        fields = {each["code"]: self._field(each) for each in self.framework["fields"]}
        own: list[Plain] = []
        entries: Plain = {}
        for node in self.framework["indicators"]:
            self._node(node, "", entries, own)
        filing: Plain = {
            "format": "selfeval-filing/1",
            "framework": self.framework["slug"],
            "fiscal_year": "2024",
            "fields": {code: value for code, value in fields.items() if value is not None},
            "indicators": entries,
        }
        return filing | ({"own_indicators": own} if own else {})

    def _is(self, share: float) -> bool:
        return self.chance.random() < share

    def _amount(self, *, may_be_negative: bool = False) -> str:
        if self._is(self.temper.zeros):
            return "0"
        if self._is(self.temper.round_figures):
            text = self.chance.choice(ROUND)
        else:
            text = f"{self.chance.uniform(0.01, 4000):.2f}"
        return f"-{text}" if may_be_negative and self._is(0.3) else text

    def _field(self, field: Plain) -> Any:
        if self._is(self.temper.gaps):
            return None
        minimum = field.get("min", "0" if field["kind"] in ("money", "count") else "none")
        is_free = minimum == "none" or float(minimum.rstrip("%")) < 0
        match field["kind"]:
            case "money" | "number":
                return self._amount(may_be_negative=is_free)
            case "count":
                return "0" if self._is(self.temper.zeros) else str(self.chance.choice((40, 50, 51, 60, 100)))
            case "percent":
                return self.chance.choice(SHARES)
            case "itemised_money":
                return [self._item(number, is_free=is_free) for number in range(self.chance.randint(0, 4))]
        return None

    def _item(self, number: int, *, is_free: bool) -> Plain:
        row: Plain = {"label": f"第{number}项", "amount": self._amount(may_be_negative=is_free)}
        return row | ({"excluded": "true", "basis": "另行下达"} if self._is(0.4) else {})

    def _node(self, node: Plain, above: str, entries: Plain, own: list[Plain]) -> None:
        code = f"{above}{node['code']}"
        for child in node.get("children", []):
            self._node(child, f"{code}.", entries, own)
        if "own_indicators" in node:
            own += [self._own(node, code, number) for number in range(self.chance.randint(2, 6))]
        elif "children" not in node:
            entries[code] = self._entry(node)

    def _entry(self, node: Plain) -> Plain:
        points = float(node["points"])
        entry: Plain = {}
        if self._is(self.temper.not_applicable):
            entry["applicable"] = "false"
        if self._is(self.temper.changes):
            entry["set_points"] = self.chance.choice(("0", "1", "2.5", "3", f"{points:g}", f"{points * 2:g}", "7.35"))
        if self._is(self.temper.changes / 2):
            entry["self_score"] = f"{self.chance.uniform(0, points):.2f}"
        made = _GIVEN.get(node["scoring"]["kind"])
        if made is not None and not self._is(self.temper.gaps):
            entry |= made(self.chance, node["scoring"], points)
        return entry

    def _own(self, node: Plain, code: str, number: int) -> Plain:
        sign = self.chance.choice(SIGNS)
        own: Plain = {
            "under": code,
            "group": self.chance.choice(node["own_indicators"]),
            "name": f"个性指标{number + 1}",
            "op": sign,
            "points": self.chance.choice(("2", "5", "7.5", "10")),
        }
        if sign == "qualitative":
            own |= {"target": "有所提升", "actual": "提升"}
            if self._is(self.temper.gaps):
                return own
            return own | (
                _tiered(self.chance, node) if "tiers" in node else {"coefficient": self.chance.choice(SHARES[:-1])}
            )
        suffix = self.chance.choice(("", "%"))
        for key in ("target", "actual", *(["adjusted_target"] if self._is(0.2) else [])):
            if not self._is(self.temper.gaps):
                own[key] = f"{self._amount(may_be_negative=self._is(0.1))}{suffix}"
        if "target" not in own:
            own.pop("adjusted_target", None)
        return own


def _tiered(chance: random.Random, scoring: Plain) -> Plain:
    """A tier and a coefficient inside it, at its ends too."""
    tier = chance.choice(scoring["tiers"])
    low, high = (
        float(side.strip().rstrip("%") or end)
        for side, end in zip(tier["in"][1:-1].split(","), ("0", "100"), strict=True)
    )
    shares = [f"{low + (high - low) / 2:g}%"]
    shares += [f"{low:g}%"] if tier["in"].startswith("[") else []
    shares += [f"{high:g}%"] if tier["in"].endswith("]") else []
    return {"tier": tier["name"], "coefficient": chance.choice(shares)}


def _ticked(chance: random.Random, scoring: Plain, points: float) -> Plain:
    count = len(scoring["items"])
    return {"ticked": [str(place) for place in range(1, count + 1) if chance.random() < 0.6]}


_GIVEN: dict[str, Callable[[random.Random, Plain, float], Plain]] = {
    "checklist": _ticked,
    "incidents": lambda chance, scoring, points: {"incidents": str(chance.choice((0, 0, 1, 2, 3, 40)))},
    "manual": lambda chance, scoring, points: {"points": f"{chance.uniform(0, points * 1.2):.3f}"},
    "coefficient": lambda chance, scoring, points: {"coefficient": chance.choice(SHARES[:-1])},
    "tiers": lambda chance, scoring, points: _tiered(chance, scoring),
    "choose": lambda chance, scoring, points: (
        {"choice": str(chance.randint(1, len(scoring["options"])))} if scoring.get("pick") == "unit" else {}
    ),
}
