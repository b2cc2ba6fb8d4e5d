"""What makes a framework usable: codes, sums, and rules that say what the points say.

`faults_of` gives every fault as (place in the file, found, expected); an empty list means that any filing can be
scored. Formulas are the business of `formula_validity` and `zero_formulas`, rules of `rule_validity`, texts that
contradict their rule of `wording_validity`.
"""

from collections.abc import Collection, Iterable, Iterator

from selfeval.domain.amounts import ZERO, plain_text
from selfeval.domain.expressions import RESERVED
from selfeval.domain.formula_validity import name_faults, ring_faults
from selfeval.domain.framework import Framework, placed_nodes
from selfeval.domain.rule_validity import rule_faults
from selfeval.domain.wording_validity import wording_faults
from selfeval.domain.zero_formulas import zero_faults

Fault = tuple[str, str, str]
# Pages of a filing that are not made from a framework's codes; their addresses must stay free.
_PAGES = frozenset({"face", "narratives", "evaluators", "check"})


def faults_of(framework: Framework, *, broken: Collection[str] = (), with_wording: bool = True) -> list[Fault]:
    """Every fault of `framework`; texts that contradict their rule only `with_wording`.

    `broken` are places that could not be read; what only follows from them is not told again.
    """
    found = [
        *_grade_faults(framework, broken),
        *_code_faults(framework),
        *_group_faults(framework),
        *_points_faults(framework, broken),
        *_cap_faults(framework, broken),
        *name_faults(framework),
        *ring_faults(framework),
        *zero_faults(framework, broken),
    ]
    for place, node in placed_nodes(framework):
        if not node.children:
            found.extend(rule_faults(node, place, broken))
            found.extend(wording_faults(node, place, broken) if with_wording else ())
    return [fault for fault in found if fault[0] not in broken]


def _grade_faults(framework: Framework, broken: Collection[str]) -> Iterator[Fault]:
    marks = {f"grades[{index}].from": grade.least for index, grade in enumerate(framework.grades)}
    known = {place: mark for place, mark in marks.items() if not _is_unread(place, broken)}
    ordered = sorted(set(known.values()), reverse=True)
    if list(known.values()) != ordered:
        yield "grades", "、".join(map(plain_text, known.values())), "起点分应从高到低排列，各不相同"
    last = next(reversed(marks), "")
    if known.get(last, ZERO) > 0:
        yield last, plain_text(known[last]), "最后一档应从 0 起，否则低分没有等次"
    most = framework.total_points
    if not _is_unread("total_points", broken):
        for place in (place for place, mark in known.items() if mark > most):
            yield place, plain_text(known[place]), f"超过总分 {plain_text(most)}，永远达不到"


def _is_unread(place: str, broken: Collection[str]) -> bool:
    """Whether what stands at `place`, or the part it belongs to, could not be read."""
    return place in broken or place.rpartition(".")[0] in broken


def _code_faults(framework: Framework) -> Iterator[Fault]:
    fields = [(f"fields[{index}]", each.code) for index, each in enumerate(framework.fields)]
    derived = [(f"derived[{index}]", each.code) for index, each in enumerate(framework.derived)]
    roots = [(f"indicators[{index}]", each.code) for index, each in enumerate(framework.indicators)]
    yield from _repeated([*fields, *derived, *roots], "；数据项、派生值和一级指标的编码不能相同")
    yield from _repeated((f"field_groups[{index}]", each.code) for index, each in enumerate(framework.field_groups))
    yield from _repeated((f"narratives[{index}]", each.code) for index, each in enumerate(framework.narratives))
    yield from _repeated((f"checks[{index}]", each.code) for index, each in enumerate(framework.checks))
    for place, field in zip((place for place, _ in fields), framework.fields, strict=True):
        yield from _repeated((f"{place}.columns[{index}]", each.code) for index, each in enumerate(field.columns))
    nodes = [(place, node.code) for place, node in placed_nodes(framework)]
    yield from _repeated((place, code) for place, code in nodes if "." in code)
    for place, code in [*fields, *derived, *nodes]:
        own = code.rpartition(".")[2]
        if own in RESERVED:
            yield f"{place}.code", own, "是公式的保留字，不能作编码"


def _repeated(placed: Iterable[tuple[str, str]], why: str = "") -> Iterator[Fault]:
    first: dict[str, str] = {}
    for place, code in placed:
        own = code.rpartition(".")[2]
        if own and first.setdefault(code, place) != place:
            yield f"{place}.code", own, f"与 {first[code]} 的编码重复{why}"


def _group_faults(framework: Framework) -> Iterator[Fault]:
    groups = [group.code for group in framework.field_groups]
    for index, field in enumerate(framework.fields):
        if field.group not in groups:
            yield f"fields[{index}].group", field.group, f"不是已列的分组；可用：{'、'.join(groups) or '（无）'}"
    roots = {root.code for root in framework.indicators}
    for index, code in enumerate(groups):
        if code in _PAGES | roots:
            yield f"field_groups[{index}].code", code, "与其他填报页的编码相同，请换一个"
    for index, root in enumerate(framework.indicators):
        if root.code in _PAGES:
            yield f"indicators[{index}].code", root.code, "与其他填报页的编码相同，请换一个"


def _points_faults(framework: Framework, broken: Collection[str]) -> Iterator[Fault]:
    # Every node with points of its own, those that share a code too.
    leaves = [(place, node) for place, node in placed_nodes(framework) if not node.children]
    total = sum((node.points for _, node in leaves), ZERO)
    is_known = "indicators" not in broken and not any(_is_unread(f"{place}.points", broken) for place, _ in leaves)
    if is_known and total != framework.total_points:
        found = plain_text(framework.total_points)
        yield "total_points", found, f"与各指标分值之和 {plain_text(total)} 不等"


def _cap_faults(framework: Framework, broken: Collection[str]) -> Iterator[Fault]:
    if _is_unread("total_points", broken):
        return
    for index, cap in enumerate(framework.caps):
        if not ZERO <= cap.total_at_most <= framework.total_points:
            expected = f"应在 0 到总分 {plain_text(framework.total_points)} 之间"
            yield f"caps[{index}].total_at_most", plain_text(cap.total_at_most), expected
