"""One framework for each of the 15 scoring kinds, with what a unit may file under it, for tests that hold for all."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import Plain, filing_from_document, framework_from_document
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.standing import Standing
from tests.domain.one_indicator import LEAF, filing_document, framework_document
from tests.domain.one_own_indicator import NODE, TIERS, own_document, row

Filed = dict[str, Any]
STEPS = ("whole", "started", "continuous")


def _rates(least: int = -100, most: int = 300) -> st.SearchStrategy[Filed]:
    """Fields that make a ÷ b a rate between `least` and `most` %, often on a limit."""
    numerators = st.integers(least * 100, most * 100) | st.sampled_from(range(0, 20001, 500))
    return st.builds(
        lambda a, b: {"fields": {"a": f"{a / 10000 * b:.4f}", "b": str(b)}}, numerators, st.sampled_from((1, 2, 4))
    )


def _entries(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[Filed]:
    return st.builds(lambda **entry: {"entry": entry}, **values)


def _percents(least: int = 0, most: int = 100) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda percent: f"{percent}%")


def _amounts(most: int = 400) -> st.SearchStrategy[str]:
    return st.decimals(0, most, places=2).map(str)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A scoring rule of 10 points and the ways to file under it; `leaf` are further keys of the indicator."""

    scoring: dict[str, Plain]
    filed: st.SearchStrategy[Filed]
    leaf: dict[str, Plain] = field(default_factory=lambda: {"formula": None})
    is_own: bool = False
    is_given: bool = False

    @property
    def code(self) -> str:
        return f"{NODE}.own_1" if self.is_own else LEAF

    def framework(self, **changed: Any) -> Framework:
        if self.is_own:
            return framework_from_document(own_document(self.scoring, node={"tiers": TIERS}, **changed))
        return framework_from_document(framework_document(self.scoring, **self.leaf, **changed))

    def filing(self, framework: Framework, filed: Filed, **entry: Plain) -> Filing:
        if self.is_own:
            document = {**filing_document({}, {}), "own_indicators": [row(**filed["row"])]}
        else:
            document = filing_document(filed.get("fields", {}), {**filed.get("entry", {}), **entry})
        return filing_from_document(framework, document)

    def assessed(self, framework: Framework, filed: Filed, **entry: Plain) -> Assessment:
        return assess(framework, self.filing(framework, filed, **entry))

    def standing(self, framework: Framework, filed: Filed, points: Decimal) -> tuple[Indicator, Standing]:
        """What the kind's function is given where `points` are in force."""
        filing = self.filing(framework, filed)
        whole = framework_of(framework, filing)
        leaf, figures = whole.nodes[self.code], Figures(whole, filing)
        rate = figures.value(self.code) if leaf.formula is not None else Decimal(0)
        assert isinstance(rate, Decimal)
        return leaf, Standing(
            points=points,
            reference=leaf.points,
            rate=rate,
            threshold=rate,
            is_percent=True,
            entry=filing.entry(self.code),
            rounding=framework.rounding,
            code=self.code,
            figures=figures,
            own=leaf.own,
            tiers=leaf.tiers,
        )


def _deduction(side: str, steps: str) -> Kind:
    limits: dict[str, Plain] = {"target": "100%", "tolerance": "5%"} if side == "both" else {"limit": "100%"}
    scoring: dict[str, Plain] = {"kind": f"deduct_{side}", "step": "5%", "deduct": "1.5", "steps": steps, **limits}
    return Kind(scoring=scoring, filed=_rates(), leaf={})


def _choose(pick: str) -> Kind:
    options: list[Plain] = [
        {
            "label": "结转率",
            "formula": "a / b",
            "scoring": {"kind": "deduct_above", "limit": "9%", "step": "1%", "deduct": "1"},
        },
        {"label": "变动率", "formula": "c / b", "scoring": {"kind": "proportional"}},
    ]
    fields = st.fixed_dictionaries({"a": _amounts(), "b": st.just("200"), "c": _amounts()})
    entry = st.just({}) if pick == "best" else st.sampled_from(["1", "2"]).map(lambda choice: {"choice": choice})
    filed = st.builds(lambda fields, entry: {"fields": fields, "entry": entry}, fields, entry)
    return Kind(scoring={"kind": "choose", "pick": pick, "options": options}, filed=filed)


def _milestones(mode: str) -> Kind:
    nodes: list[Plain] = [
        {"label": label, "field": code, "at_least": least, "points": points}
        for label, code, least, points in [
            ("6月末", "a", "50%", "4"),
            ("9月末", "b", "75%", "3"),
            ("全年", "c", "90%", "3"),
        ]
    ]
    fields = st.fixed_dictionaries({"a": _amounts(), "b": _amounts(), "c": _amounts(), "budget": st.just("300")})
    return Kind(
        scoring={"kind": "milestones", "of": "budget", "mode": mode, "nodes": nodes},
        filed=st.builds(lambda fields: {"fields": fields}, fields),
    )


def _checklist(mode: str) -> Kind:
    items: list[Plain] = [{"text": text, "points": points} for text, points in [("甲", "5"), ("乙", "3"), ("丙", "2")]]
    extra: dict[str, Plain] = {"deduct": "4"} if mode == "deduct" else {}
    ticked = st.sets(st.sampled_from("123")).map(sorted)
    return Kind(scoring={"kind": "checklist", "mode": mode, "items": items, **extra}, filed=_entries(ticked=ticked))


def _in_tiers() -> st.SearchStrategy[dict[str, str]]:
    tiers: dict[str, tuple[int, int]] = {"达成": (80, 100), "部分达成": (60, 79), "未达成": (0, 59)}
    return st.sampled_from(sorted(tiers)).flatmap(
        lambda tier: _percents(*tiers[tier]).map(lambda given: {"tier": tier, "coefficient": given})
    )


def _rows() -> st.SearchStrategy[Filed]:
    numbers = st.builds(
        lambda op, target, actual: {"row": {"op": op, "target": target, "actual": actual}},
        st.sampled_from([">=", ">", "<=", "<", "="]),
        st.integers(1, 60).map(str),
        st.integers(1, 120).map(str),
    )
    words = _in_tiers().map(lambda given: {"row": {"op": "qualitative", "target": "规范", "actual": "已规范", **given}})
    return numbers | words


_BANDS: list[Plain] = [
    {"in": "(, 0%]", "points": "10"},
    {"in": "(0%, 10%]", "points": "6"},
    {"in": "(10%, 20%)", "points": "2.5"},
    {"in": "[20%, )", "points": "0"},
]
KINDS: dict[str, Kind] = {
    "proportional": Kind(scoring={"kind": "proportional"}, filed=_rates(), leaf={}),
    **{f"deduct_{side}, {steps}": _deduction(side, steps) for side in ("above", "below", "both") for steps in STEPS},
    "bands": Kind(scoring={"kind": "bands", "bands": _BANDS}, filed=_rates(-10, 40), leaf={}),
    **{
        f"full_or_proportional, {side}": Kind(
            scoring={"kind": "full_or_proportional", "limit": "90%", "side": side}, filed=_rates(), leaf={}
        )
        for side in ("at_most", "at_least")
    },
    "target": Kind(
        scoring={"kind": "target", "over": {"above": "130%", "then": "deduct", "deduct": "2"}},
        filed=_rows(),
        is_own=True,
    ),
    "checklist, add": _checklist("add"),
    "checklist, deduct": _checklist("deduct"),
    "incidents": Kind(
        scoring={"kind": "incidents", "deduct": "1.5"}, filed=_entries(incidents=st.integers(0, 12).map(str))
    ),
    "milestones, each": _milestones("each"),
    "milestones, all": _milestones("all"),
    "choose, best": _choose("best"),
    "choose, unit": _choose("unit"),
    "tiers": Kind(scoring={"kind": "tiers", "tiers": TIERS}, filed=_in_tiers().map(lambda given: {"entry": given})),
    "coefficient": Kind(scoring={"kind": "coefficient"}, filed=_entries(coefficient=_percents())),
    "manual": Kind(scoring={"kind": "manual"}, filed=_entries(points=_amounts(12)), is_given=True),
    "formula": Kind(
        scoring={"kind": "formula", "points": "if(rate > 100%, 10 - (rate - 100%) * 20, rate * 8)"},
        filed=_rates(),
        leaf={},
    ),
}


def filings(name: str) -> st.SearchStrategy[Filed]:
    """What a unit may file under the kind `name`."""
    return KINDS[name].filed


def in_every_kind() -> st.SearchStrategy[tuple[str, Filed]]:
    """A kind by name and a filing under it."""
    return st.sampled_from(sorted(KINDS)).flatmap(lambda name: st.tuples(st.just(name), KINDS[name].filed))
