"""The boxes of each scoring kind: which parameters it has, and what they are called."""

from collections.abc import Iterable, Mapping
from typing import Final

from selfeval.domain.framework_words import RULES, STEPS
from selfeval.web.forms.workshop_boxes import Box, Rows, Section, numbers_in
from selfeval.web.presenters.workshop.words import OPTION_RULES

Items = tuple[Box | Rows, ...]
OPTIONS: Final = "scoring.options"
_RATIO: Final = "率写成百分数，如 5%"


def chosen(words: Mapping[str, str], *, empty: str = "请选择", only: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """The choices of a box; `empty` are the words of not choosing."""
    kept = list(only) or list(words)
    return (("", empty), *((value, words[value]) for value in kept))


def rule_section(kinds: tuple[str, ...], texts: Mapping[str, str]) -> Section:
    """The boxes of the rule chosen in `texts`, or the choice alone."""
    kind_box = Box(
        path="scoring.kind", label="评分方法", kind="choice", choices=chosen(RULES, only=kinds), redraws=True
    )
    kind = texts.get("scoring.kind", "")
    items = _choose(texts) if kind == "choose" else parameters(kind, "scoring")
    return Section(title="评分方法", code="scoring", items=(kind_box, *items))


def parameters(kind: str, at: str) -> Items:
    """The boxes of a kind's own parameters, below the place `at`."""
    match kind:
        case "deduct_above" | "deduct_below":
            return _deduction(at, "limit", "限额")
        case "deduct_both":
            tolerance = Box(path=f"{at}.tolerance", label="容许偏离", hint="不写就是不容许")
            return (*_deduction(at, "target", "目标")[:1], tolerance, *_deduction(at, "target", "目标")[1:])
    return tuple(_moved(item, at) for item in _PARAMETERS.get(kind, ()))


def _deduction(at: str, key: str, label: str) -> Items:
    steps = chosen(STEPS, empty="满一档才算（默认）")
    return (
        Box(path=f"{at}.{key}", label=label, hint=_RATIO),
        Box(path=f"{at}.step", label="每档", hint="多少个百分点算一档，如 5%"),
        Box(path=f"{at}.deduct", label="每档扣分", kind="number"),
        Box(path=f"{at}.steps", label="不足一档", kind="choice", choices=steps),
    )


def _moved(item: Box | Rows, at: str) -> Box | Rows:
    if isinstance(item, Rows):
        return Rows(path=f"{at}.{item.path}", label=item.label, columns=item.columns, hint=item.hint)
    return Box(path=f"{at}.{item.path}", label=item.label, kind=item.kind, choices=item.choices, hint=item.hint)


def _choose(texts: Mapping[str, str]) -> Items:
    """The options of a choice, each with a formula and a rule of its own, and one more to fill."""
    pick = {"best": "系统取得分最多的", "unit": "单位自己选"}
    items: list[Box | Rows] = [
        Box(path="scoring.pick", label="由谁选", kind="choice", choices=chosen(pick, empty="请选择"))
    ]
    numbers = numbers_in([name for name, text in texts.items() if text], OPTIONS)
    for place in range(max(numbers, default=-1) + 2):
        at = f"{OPTIONS}.{place}"
        count = f"口径{place + 1}"
        kinds = chosen(RULES, only=OPTION_RULES)
        items += [
            Box(path=f"{at}.label", label=f"{count}：名称"),
            Box(path=f"{at}.formula", label=f"{count}：计算公式", kind="formula"),
            Box(path=f"{at}.scoring.kind", label=f"{count}：评分方法", kind="choice", choices=kinds, redraws=True),
            *parameters(texts.get(f"{at}.scoring.kind", ""), f"{at}.scoring"),
        ]
    return tuple(items)


TIER_COLUMNS: Final = (Box(path="name", label="档次"), Box(path="in", label="系数范围", hint="如 [80%, 100%]"))
_PARAMETERS: Final[Mapping[str, Items]] = {
    "proportional": (Box(path="cap", label="率最高按", hint="不写就是 100%"),),
    "bands": (
        Rows(
            path="bands",
            label="各档",
            columns=(Box(path="in", label="率的区间"), Box(path="points", label="得分", kind="number")),
            hint="区间写成 [80%, 90%)，方括号含端点；一边不限就空着，如 (, 60%)",
        ),
    ),
    "full_or_proportional": (
        Box(path="limit", label="标准", hint=_RATIO),
        Box(
            path="side",
            label="哪一边满分",
            kind="choice",
            choices=(("", "请选择"), ("at_most", "不高于标准得满分"), ("at_least", "不低于标准得满分")),
        ),
    ),
    "target": (
        Box(path="over.above", label="完成超过", hint="如 130%；不管超多少就空着"),
        Box(
            path="over.then",
            label="超过时",
            kind="choice",
            choices=(("", "（不管）"), ("explain", "要求说明"), ("deduct", "扣分")),
        ),
        Box(path="over.deduct", label="超过时扣分", kind="number", hint="只在“扣分”时填"),
    ),
    "checklist": (
        Box(
            path="mode",
            label="计分方式",
            kind="choice",
            choices=(("", "具备的要点加分（默认）"), ("add", "具备的要点加分"), ("deduct", "每缺一个要点扣分")),
        ),
        Box(path="deduct", label="每缺一个扣", kind="number", hint="只在“每缺一个要点扣分”时填"),
        Rows(
            path="items",
            label="要点",
            columns=(Box(path="text", label="要点"), Box(path="points", label="分", kind="number")),
        ),
    ),
    "incidents": (Box(path="deduct", label="每次扣分", kind="number"),),
    "milestones": (
        Box(path="of", label="占什么数的比重", kind="formula"),
        Box(
            path="mode",
            label="计分方式",
            kind="choice",
            choices=(("", "每个节点分别得分（默认）"), ("each", "每个节点分别得分"), ("all", "全部达到才得分")),
        ),
        Rows(
            path="nodes",
            label="节点",
            columns=(
                Box(path="label", label="节点"),
                Box(path="field", label="累计数的编码", kind="formula"),
                Box(path="at_least", label="应达到"),
                Box(path="points", label="分", kind="number"),
            ),
        ),
    ),
    "tiers": (Rows(path="tiers", label="档次", columns=TIER_COLUMNS),),
    "formula": (Box(path="points", label="得分公式", kind="formula", hint="可用 rate 代表本指标的率，如 rate * 10"),),
}
