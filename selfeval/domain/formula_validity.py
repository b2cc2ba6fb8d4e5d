"""Whether the formulas of a framework can be computed: every name stands for a number, and none needs itself."""

from collections.abc import Collection, Iterator
from typing import Final

from selfeval.domain.expressions import Expression
from selfeval.domain.framework import ITEMISED_PARTS, NUMERIC_KINDS, FieldKind, Framework, Indicator, placed_nodes
from selfeval.domain.near_names import perhaps
from selfeval.domain.scoring.rules import RATE, RATE_RULES, Choose, Milestones, PointsFormula

Fault = tuple[str, str, str]
_KIND_WORDS: Final = {
    FieldKind.TEXT: "文字",
    FieldKind.DATE: "日期",
    FieldKind.FLAG: "是否",
    FieldKind.CHOICE: "选择",
    FieldKind.TABLE: "表格",
}
_IN_FORMULAS: Final = "公式里只能用金额、个数、百分数、数、明细的数和派生值"


def known_names(framework: Framework) -> frozenset[str]:
    """Every code a formula may use."""
    names = {each.code for each in framework.fields if each.kind in NUMERIC_KINDS}
    for each in framework.fields:
        if each.kind is FieldKind.ITEMISED_MONEY:
            names.update(f"{each.code}.{part}" for part in ITEMISED_PARTS)
    names.update(each.code for each in framework.derived)
    names.update(leaf.code for leaf in framework.leaves if leaf.formula is not None)
    return frozenset(names)


def name_faults(framework: Framework) -> Iterator[Fault]:
    """A fault for every name that stands for no number, and for every box of a check that is not on the form."""
    # A leaf without the formula it needs is told there, and not again wherever its rate is used.
    lacking = {leaf.code for leaf in framework.leaves if leaf.formula is None and _needs_formula(leaf)}
    known = known_names(framework) | lacking
    for place, name in _used_names(framework):
        if name and name not in known:
            yield place, name, _why_not(framework, name, known)
    for index, cap in enumerate(framework.caps):
        if cap.rate and cap.rate not in known & framework.nodes.keys():
            near = perhaps(cap.rate, known & framework.nodes.keys())
            yield f"caps[{index}].rate", cap.rate, f"不是有计算公式的指标{near}"
    for index, check in enumerate(framework.checks):
        for number, box in enumerate(check.where):
            if not _is_box(framework, box):
                yield f"checks[{index}].where[{number}]", box, _why_no_box(framework, box)


def _needs_formula(leaf: Indicator) -> bool:
    return not leaf.own_groups and (leaf.rule is None or isinstance(leaf.rule, RATE_RULES))


def ring_faults(framework: Framework) -> Iterator[Fault]:
    """A fault for every ring of formulas that need each other, told once."""
    formulas = {each.code: (f"derived[{index}].formula", each.formula) for index, each in enumerate(framework.derived)}
    for place, node in placed_nodes(framework):
        if node.formula is not None:
            formulas[node.code] = (f"{place}.formula", node.formula)
    uses = {code: formula.names for code, (_, formula) in formulas.items()}
    settled: set[str] = set()
    told: set[frozenset[str]] = set()
    for start in uses:
        ring = _ring_from(start, uses, settled)
        if ring and frozenset(ring) not in told:
            told.add(frozenset(ring))
            yield formulas[ring[0]][0], ring[0], f"的公式要用到它自己，算不出来：{' → '.join(ring)}"


def _used_names(framework: Framework) -> Iterator[tuple[str, str]]:
    for place, expression in placed_formulas(framework):
        is_points = place.endswith(".scoring.points")
        yield from ((place, name) for name in expression.names if not (is_points and name == RATE))
    for place, leaf in placed_nodes(framework):
        for index, node in enumerate(leaf.rule.nodes if isinstance(leaf.rule, Milestones) else ()):
            yield f"{place}.scoring.nodes[{index}].field", node.field


def placed_formulas(framework: Framework) -> Iterator[tuple[str, Expression]]:
    """Every formula and condition of the framework with its place in the file."""
    for index, derived in enumerate(framework.derived):
        yield f"derived[{index}].formula", derived.formula
    for place, node in placed_nodes(framework):
        yield from _expressions_of(node, place)
    for index, check in enumerate(framework.checks):
        yield f"checks[{index}].expect", check.expect


def _expressions_of(node: Indicator, place: str) -> Iterator[tuple[str, Expression]]:
    if node.formula is not None:
        yield f"{place}.formula", node.formula
    if node.explain is not None:
        yield f"{place}.explain.when", node.explain.when
    match node.rule:
        case Milestones(of=base):
            yield f"{place}.scoring.of", base
        case Choose(options=options):
            yield from (
                (f"{place}.scoring.options[{index}].formula", each.formula) for index, each in enumerate(options)
            )
        case PointsFormula(points=points):
            yield f"{place}.scoring.points", points


def why_no_number(framework: Framework, name: str) -> str:
    """What to say of a data item (or a part of one) whose kind has no place in formulas; empty for any other name."""
    field = framework.fields_by_code.get(name.partition(".")[0])
    if field is None or field.kind not in _KIND_WORDS:
        return ""
    return f"是“{_KIND_WORDS[field.kind]}”项，不能用于公式，也不能作条件；{_IN_FORMULAS}"


def _why_not(framework: Framework, name: str, known: Collection[str]) -> str:
    """What `name` is, if anything, and what could have been meant."""
    if name == RATE:
        return "只能用在评分方法 formula 的 points 里；别的指标的率要写它的完整编码"
    field = framework.fields_by_code.get(name)
    no_number = why_no_number(framework, name)
    if no_number:
        return no_number
    if field is not None:
        return f"是明细，应写明用哪个数：{'、'.join(f'{name}.{part}' for part in ITEMISED_PARTS)}"
    if name in framework.nodes and isinstance(framework.nodes[name].rule, Choose):
        return "是择一计分的指标，不止一个率，不能用于公式"
    if name in framework.nodes:
        return "这个指标没有计算公式，没有率可用"
    return f"不是可用于公式的数据项、派生值或指标率{perhaps(name, known)}"


def _is_box(framework: Framework, box: str) -> bool:
    head, _, rest = box.partition(".")
    if head == "fields":
        return rest.partition(".")[0] in framework.fields_by_code
    if head == "indicators":
        return any(rest == code or rest.startswith(f"{code}.") for code in framework.nodes)
    return head in ("narratives", "evaluators", "filed_on", "department")


def _why_no_box(framework: Framework, box: str) -> str:
    head, _, rest = box.partition(".")
    if head == "fields" and rest:
        code = rest.partition(".")[0]
        if code in framework.derived_by_code:
            return "是派生值，不是数据项；请写它由哪个数据项算出"
        return f"里的 {code} 不是数据项的编码{perhaps(code, framework.fields_by_code)}"
    if head == "indicators" and rest:
        return f"里的 {rest} 不是指标的编码{perhaps(rest, framework.nodes)}"
    return "不是填报内容的位置，应写成 fields.编码 或 indicators.编码"


def _ring_from(start: str, uses: dict[str, tuple[str, ...]], settled: set[str]) -> list[str]:
    """The first ring found below `start`, or nothing; what is known to be free of rings is added to `settled`."""
    trail: list[str] = []
    ahead: list[tuple[str, bool]] = [(start, False)]
    while ahead:
        code, is_left = ahead.pop()
        if is_left:
            settled.add(code)
            trail.pop()
        elif code in trail:
            return [*trail[trail.index(code) :], code]
        elif code in uses and code not in settled:
            trail.append(code)
            ahead.append((code, True))
            ahead.extend((name, False) for name in uses[code])
    return []
