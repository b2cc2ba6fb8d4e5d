"""What makes a framework usable: codes, names, sums, and rules that say what the points say.

`faults_of` gives every fault as (place, found, expected); an empty list means that any filing can be scored.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from selfeval.domain.amounts import ZERO
from selfeval.domain.expressions import RESERVED, Expression
from selfeval.domain.framework import ITEMISED_PARTS, NUMERIC_KINDS, FieldKind, Framework, Indicator
from selfeval.domain.intervals import EVERYTHING, gaps_and_overlaps
from selfeval.domain.scoring.rules import RATE_RULES, Bands, Checklist, Milestones

Fault = tuple[str, str, str]


def faults_of(framework: Framework) -> list[Fault]:
    """Every fault of `framework`, in the order of the file."""
    return [
        *_grade_faults(framework),
        *_code_faults(framework),
        *_group_faults(framework),
        *_points_faults(framework),
        *_name_faults(framework),
        *_cycle_faults(framework),
        *(fault for leaf in framework.leaves for fault in _rule_faults(leaf)),
    ]


def known_names(framework: Framework) -> frozenset[str]:
    """Every code a formula may use."""
    names = {each.code for each in framework.fields if each.kind in NUMERIC_KINDS}
    for each in framework.fields:
        if each.kind is FieldKind.ITEMISED_MONEY:
            names.update(f"{each.code}.{part}" for part in ITEMISED_PARTS)
    names.update(each.code for each in framework.derived)
    names.update(leaf.code for leaf in framework.leaves if leaf.formula is not None)
    return frozenset(names)


def _grade_faults(framework: Framework) -> Iterator[Fault]:
    marks = [grade.least for grade in framework.grades]
    if marks != sorted(marks, reverse=True) or len(set(marks)) != len(marks):
        yield "grades", "、".join(map(str, marks)), "起点分应从高到低排列，各不相同"
    if marks and marks[-1] > 0:
        yield "grades", str(marks[-1]), "最后一档应从 0 起，否则低分没有等次"


def _code_faults(framework: Framework) -> Iterator[Fault]:
    shared = [each.code for each in framework.fields]
    shared += [each.code for each in framework.derived]
    shared += [each.code for each in framework.indicators]
    yield from _repeated("fields/derived/indicators", shared)
    yield from _repeated("field_groups", [each.code for each in framework.field_groups])
    yield from _repeated("narratives", [each.code for each in framework.narratives])
    yield from _repeated("checks", [each.code for each in framework.checks])
    yield from _repeated("indicators", [node.code for root in framework.indicators for node in root.walk()])
    parts = [node.code.rpartition(".")[2] for node in framework.nodes.values()]
    for code in sorted(RESERVED & {*shared, *parts}):
        yield code, code, "是公式的保留字，不能作编码"


def _repeated(place: str, codes: Iterable[str]) -> Iterator[Fault]:
    for code, count in Counter(codes).items():
        if count > 1:
            yield place, code, f"用了{count}次，编码不能重复"


def _group_faults(framework: Framework) -> Iterator[Fault]:
    groups = {group.code for group in framework.field_groups}
    for field in framework.fields:
        if field.group not in groups:
            yield (
                f"fields.{field.code}.group",
                field.group,
                f"不是已列的分组；可用：{'、'.join(sorted(groups)) or '（无）'}",
            )
    pages = {"face", "narratives", "evaluators", "check"} | {root.code for root in framework.indicators}
    for code in sorted(groups & pages):
        yield "field_groups", code, "与其他填报页的编码相同，请换一个"


def _points_faults(framework: Framework) -> Iterator[Fault]:
    total = sum((leaf.points for leaf in framework.leaves), ZERO)
    if total != framework.total_points:
        yield "total_points", str(framework.total_points), f"与三级指标分值之和 {total} 不等"


def _name_faults(framework: Framework) -> Iterator[Fault]:
    known = known_names(framework)
    for place, name in _used_names(framework):
        if name not in known:
            yield place, name, f"不是可用于公式的数据项、派生值或指标率{_nearest(name, known)}"
    for cap in framework.caps:
        if cap.rate not in framework.nodes or framework.nodes[cap.rate].formula is None:
            yield "caps", cap.rate, "不是有计算公式的指标"
    for check in framework.checks:
        for box in check.where:
            if not _is_box(framework, box):
                yield f"checks.{check.code}.where", box, "不是填报内容的位置，应写成 fields.编码 或 indicators.编码"


def _used_names(framework: Framework) -> Iterator[tuple[str, str]]:
    for place, expression in _expressions(framework):
        yield from ((place, name) for name in expression.names)
    for leaf in framework.leaves:
        for index, node in enumerate(leaf.rule.nodes if isinstance(leaf.rule, Milestones) else ()):
            yield f"indicators.{leaf.code}.scoring.nodes[{index}].field", node.field


def _expressions(framework: Framework) -> Iterator[tuple[str, Expression]]:
    for derived in framework.derived:
        yield f"derived.{derived.code}.formula", derived.formula
    for leaf in framework.leaves:
        place = f"indicators.{leaf.code}"
        if leaf.formula is not None:
            yield f"{place}.formula", leaf.formula
        if leaf.explain is not None:
            yield f"{place}.explain.when", leaf.explain.when
        if isinstance(leaf.rule, Milestones):
            yield f"{place}.scoring.of", leaf.rule.of
    for check in framework.checks:
        yield f"checks.{check.code}.expect", check.expect


def _nearest(name: str, known: Iterable[str]) -> str:
    tail = name.rpartition(".")[2]
    close = sorted(each for each in known if tail in each or each in name)[:3]
    return f"；是不是 {'、'.join(close)}" if close else ""


def _is_box(framework: Framework, box: str) -> bool:
    head, _, rest = box.partition(".")
    if head == "fields":
        return rest.partition(".")[0] in framework.fields_by_code
    if head == "indicators":
        return any(rest == code or rest.startswith(f"{code}.") for code in framework.nodes)
    return head in ("narratives", "evaluators", "filed_on", "department")


def _cycle_faults(framework: Framework) -> Iterator[Fault]:
    uses: dict[str, tuple[str, ...]] = {each.code: each.formula.names for each in framework.derived}
    uses |= {leaf.code: leaf.formula.names for leaf in framework.leaves if leaf.formula is not None}
    settled: set[str] = set()
    for start in uses:
        ring = _ring_from(start, uses, settled)
        if ring:
            yield start, " → ".join(ring), "公式互相引用成环，算不出来"


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


def _rule_faults(leaf: Indicator) -> Iterator[Fault]:
    place = f"indicators.{leaf.code}"
    if isinstance(leaf.rule, RATE_RULES) and leaf.formula is None:
        yield f"{place}.formula", "", "缺少：这种评分方法要按率计分，必须有计算公式"
    full = _full_marks(leaf)
    if full is not None and full != leaf.points:
        yield f"{place}.scoring", str(full), f"评分方法的满分与分值 {leaf.points} 不等"
    if isinstance(leaf.rule, Bands):
        within = leaf.rate_range or EVERYTHING
        for problem in gaps_and_overlaps([band.interval for band in leaf.rule.bands], within):
            yield f"{place}.scoring.bands", "", f"{problem}；各档应覆盖所有可能的率，或用 range 声明范围"
    if isinstance(leaf.rule, Checklist) and not leaf.rule.items:
        yield f"{place}.scoring.items", "", "至少要有一个要点"
    if isinstance(leaf.rule, Milestones) and not leaf.rule.nodes:
        yield f"{place}.scoring.nodes", "", "至少要有一个节点"


def _full_marks(leaf: Indicator) -> Decimal | None:
    """The points a rule gives at best, where the rule itself says so."""
    match leaf.rule:
        case Bands(bands=bands) if bands:
            return max(band.points for band in bands)
        case Checklist(items=items, mode="add") if items:
            return sum((item.points or ZERO for item in items), ZERO)
        case Milestones(nodes=nodes, mode="each") if nodes:
            return sum((node.points or ZERO for node in nodes), ZERO)
    return None
