"""The blocks of a level-1 indicator: its leaves with what a unit gives on each, and the unit's own indicators."""

from typing import Final

from selfeval.domain.amounts import number_text
from selfeval.domain.filing import TargetSign
from selfeval.domain.filing_sheets.numbers import PERCENT_PLACES
from selfeval.domain.filing_sheets.parts import NO, YES, Block, CellKind, Column, Input, Line
from selfeval.domain.framework import Framework, Indicator, NotApplicablePolicy, Tier
from selfeval.domain.scoring.rule_words import standard_text
from selfeval.domain.scoring.rules import Checklist, Choose, Coefficient, Incidents, Manual, Rule, Tiers
from selfeval.domain.sections import Section

OWN_SPARE: Final = 8
_COUNTED: Final = {Incidents: "不符合的例数", Manual: "评定得分", Coefficient: "得分系数", Tiers: "得分系数"}
_WIDTHS: Final = {"group": 12, "label": 20, "standard": 38, "analysis": 26, "reason": 26, "measure": 26}
_HEADS: Final = {
    "group": "二级指标",
    "label": "指标",
    "standard": "评分标准与填法",
    "reference": "参考分值",
    "set_points": "设定分值",
    "applicable": "是否涉及",
    "given": "填报数",
    "tier": "达成档次",
    "self_score": "评价得分",
    "analysis": "补充说明",
    "reason": "原因",
    "measure": "改进措施",
    "rate": "试算比率",
    "score": "试算得分",
}
_OWN_HEADS: Final = {
    "group": "指标类别",
    "name": "三级指标名称",
    "sign": "指标性质",
    "target": "指标值",
    "adjusted": "调整后指标值",
    "unit": "度量单位",
    "actual": "实际完成值",
    "points": "分值",
    "core": "核心指标",
    "tier": "档次",
    "coefficient": "得分系数",
    "self_score": "自评得分",
    "reason": "偏差原因分析",
    "measure": "整改措施",
    "analysis": "说明",
    "rate": "试算完成率",
    "score": "试算结果",
}
_OWN_WIDTHS: Final = {"group": 14, "name": 22, "reason": 24, "measure": 24, "analysis": 24}


def indicator_blocks(framework: Framework, section: Section) -> tuple[Block, ...]:
    """The leaves below the level-1 indicator of `section`, then one block a node that takes own indicators."""
    lines: list[Line] = []
    for leaf in framework.leaves:
        if leaf.own is None and leaf.code.partition(".")[0] == section.code:
            lines += _lines(framework, leaf)
    heads = dict(_HEADS)
    if not framework.is_points_set_by_unit:
        heads.pop("set_points")
    if not any("tier" in line.inputs for line in lines):
        heads.pop("tier")
    columns = tuple(Column(key=key, label=label, width=_WIDTHS.get(key, 8.5)) for key, label in heads.items())
    block = Block(code=f"indicators.{section.code}", caption=section.title, columns=columns, lines=tuple(lines))
    own = [_own(framework, node) for node in framework.own_nodes if node.code.partition(".")[0] == section.code]
    return (*([block] if lines else []), *own)


def _lines(framework: Framework, leaf: Indicator) -> list[Line]:
    """The row of a leaf, below it one row a criterion."""
    box = f"indicators.{leaf.code}"
    above = framework.nodes.get(leaf.code.rpartition(".")[0])
    shown = {
        "group": above.name if above else "",
        "label": leaf.name,
        "standard": _standard(framework, leaf),
        "reference": number_text(leaf.points),
    }
    lines = [Line(key=box, shown=shown, inputs=_inputs(framework, leaf))]
    if isinstance(leaf.rule, Checklist):
        choice = Input(box="", kind=CellKind.LIST, options=(YES, NO))
        for number, item in enumerate(leaf.rule.items, 1):
            part = f"{box}.ticked#{number}"
            words = {"label": f"　要点{number}", "standard": item.text}
            if item.points is not None:
                words["reference"] = number_text(item.points)
            each = Input(box=part, kind=choice.kind, options=choice.options)
            lines.append(Line(key=part, shown=words, inputs={"given": each}))
    return lines


def _inputs(framework: Framework, leaf: Indicator) -> dict[str, Input]:
    places = framework.rounding.points_places

    def number(key: str, *, kind: CellKind = CellKind.NUMBER, decimals: int = places) -> Input:
        return Input(box=f"indicators.{leaf.code}.{key}", kind=kind, places=decimals)

    found = {"self_score": number("self_score")}
    if framework.is_points_set_by_unit:
        found["set_points"] = number("set_points")
    if leaf.not_applicable is not NotApplicablePolicy.REFUSE:
        box = f"indicators.{leaf.code}.applicable"
        found["applicable"] = Input(box=box, kind=CellKind.LIST, options=(YES, NO))
    match leaf.rule:
        case Incidents():
            found["given"] = number("incidents", kind=CellKind.COUNT, decimals=0)
        case Manual():
            found["given"] = number("points")
        case Choose(options=options, pick="unit"):
            numbers = tuple(str(each) for each in range(1, len(options) + 1))
            box = f"indicators.{leaf.code}.choice"
            found["given"] = Input(box=box, kind=CellKind.LIST, options=numbers, places=0)
        case Tiers(tiers=tiers):
            box = f"indicators.{leaf.code}.tier"
            found["tier"] = Input(box=box, kind=CellKind.LIST, options=tuple(each.name for each in tiers))
            found["given"] = number("coefficient", kind=CellKind.PERCENT, decimals=PERCENT_PLACES)
        case Coefficient():
            found["given"] = number("coefficient", kind=CellKind.PERCENT, decimals=PERCENT_PLACES)
    for key in ("analysis", "reason", "measure"):
        found[key] = Input(box=f"indicators.{leaf.code}.{key}", kind=CellKind.LONG)
    return found


def _standard(framework: Framework, leaf: Indicator) -> str:
    rule = leaf.rule
    words = leaf.standard or ("" if rule is None else _words(framework, leaf, rule))
    match rule:
        case Choose(options=options, pick="unit"):
            listed = "；".join(f"{number}＝{each.label}" for number, each in enumerate(options, 1))
            return f"{words}\n“填报数”填所选方式的编号：{listed}"
        case Checklist():
            return f"{words}\n下面每个要点在“填报数”里选“是”或“否”"
    given = _COUNTED.get(type(rule))
    return f"{words}\n“填报数”填{given}" if given else words


def _words(framework: Framework, leaf: Indicator, rule: Rule) -> str:
    return standard_text(
        rule,
        points=leaf.points,
        is_percent=leaf.is_percent,
        rounding=framework.rounding,
        tiers=leaf.tiers,
        label_of=framework.label_of,
    )


def _own(framework: Framework, node: Indicator) -> Block:
    tiers = tiers_of(node)
    heads = {key: head for key, head in _OWN_HEADS.items() if key != "tier" or tiers}
    inputs = _own_inputs(framework, node, tiers)
    columns = tuple(
        Column(key=key, label=head, width=_OWN_WIDTHS.get(key, 9), input=inputs.get(key)) for key, head in heads.items()
    )
    note = (
        f"{node.name}共 {number_text(node.points)} 分，由下面各行的分值合计。指标性质选“定性”的，指标值和完成值写文字"
    )
    return Block(
        code=f"own.{node.code}",
        caption=f"{node.name}（单位自定指标）",
        columns=columns,
        box=f"own_indicators.{node.code}",
        spare=OWN_SPARE,
        note=f"{note}，填得分系数。行不够时，在表尾那一行上面插入整行（新插入的行不参加试算，上传后照样计分）。",
    )


def tiers_of(node: Indicator) -> tuple[Tier, ...]:
    """The tiers an own indicator below `node` is put in."""
    return node.rule.tiers if isinstance(node.rule, Tiers) else node.tiers


def _own_inputs(framework: Framework, node: Indicator, tiers: tuple[Tier, ...]) -> dict[str, Input]:
    places = framework.rounding.points_places
    texts = {key: Input(box=key, kind=CellKind.TEXT) for key in ("name", "unit")}
    texts |= {key: Input(box=key, kind=CellKind.LONG) for key in ("reason", "measure", "analysis")}
    quantities = {key: Input(box=key, kind=CellKind.QUANTITY, places=9) for key in ("target", "adjusted", "actual")}
    points = {key: Input(box=key, kind=CellKind.NUMBER, places=places) for key in ("points", "self_score")}
    lists = {"group": node.own_groups, "sign": tuple(sign.label for sign in TargetSign), "core": (YES, NO)}
    lists["tier"] = tuple(tier.name for tier in tiers)
    return {
        **texts,
        **quantities,
        **points,
        **{key: Input(box=key, kind=CellKind.LIST, options=options) for key, options in lists.items()},
        "coefficient": Input(box="coefficient", kind=CellKind.PERCENT, places=PERCENT_PLACES),
    }
