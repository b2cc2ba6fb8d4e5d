"""The boxes of each part of a framework, one page a part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.document_places import steps_of
from selfeval.domain.files.part_reading import mappings_in, nodes_in, text_in
from selfeval.domain.framework_words import (
    EVIDENCE,
    FIELD_KINDS,
    NOT_APPLICABLE,
    SEVERITIES,
    SHOW,
    UNCOMPUTABLE,
    YES_NO,
    ZERO_POLICIES,
)
from selfeval.web.forms.workshop_boxes import Box, Rows, Section, Spec
from selfeval.web.forms.workshop_head import SOURCE, box, choice, head_spec
from selfeval.web.forms.workshop_rules import TIER_COLUMNS, chosen, rule_section
from selfeval.web.presenters.workshop.words import LEAF_RULES, OWN_RULES

Document = Mapping[str, Any]
Texts = Mapping[str, str]
SHAPE: Final = "shape"
GROUP, LEAF, OWN = "group", "leaf", "own"
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PartKind:
    """What a part is: its boxes (they may depend on what they hold) and all keys its page answers for."""

    title: str
    spec: Callable[[Document, Texts], Spec]
    managed: tuple[str, ...]


def part_kind(document: Document, place: str) -> PartKind:
    """The kind of the part at `place`; indicators by what stands in them."""
    steps = steps_of(place)
    if not steps:
        return _HEAD
    if steps[0] != "indicators":
        return _KINDS[str(steps[0])]
    return indicator_kind(level=len(steps) // 2, has_children=_has_children(document, place))


def indicator_kind(*, level: int, has_children: bool) -> PartKind:
    """A node above others has few boxes; the others are leaves, or take the unit's own indicators."""
    title = f"{'一二三四五六七八九'[min(level, 9) - 1]}级指标"
    if has_children:
        return PartKind(title=title, spec=lambda document, texts: _group_spec(), managed=())
    return PartKind(title=title, spec=lambda document, texts: _leaf_spec(texts, level), managed=_LEAF_KEYS)


def shape_of(node: Mapping[str, Any]) -> str:
    """Whether a stored node without children is a leaf or takes own indicators."""
    return OWN if "own_indicators" in node else LEAF


def _has_children(document: Document, place: str) -> bool:
    return any(each.place == place and each.children for each in nodes_in(document))


_CODE: Final = box("code", hint="小写字母、数字和下划线，以字母开头；公式里用它")


def _field_spec(document: Document, texts: Texts) -> Spec:
    groups = {text_in(each, "code"): text_in(each, "label") for each in mappings_in(document, "field_groups")}
    kind = texts.get("kind", "")
    items: list[Box | Rows] = [
        box("label"),
        _CODE,
        choice("kind", FIELD_KINDS, redraws=True),
        choice("group", groups, "（不分组）"),
        choice("required", YES_NO, "否（默认）"),
    ]
    if kind in ("money", "count", "percent", "number", "itemised_money"):
        items.append(box("min", hint="金额和数量默认不小于 0；可以为负就写 none"))
    if kind == "choice":
        items.append(box("options", kind="lines", hint="一行一个"))
    if kind == "table":
        column_kinds = {key: FIELD_KINDS[key] for key in ("text", "money", "count", "percent", "number", "date")}
        columns = (
            Box(path="code", label="编码"),
            Box(path="label", label="列名"),
            Box(path="kind", label="类型", kind="choice", choices=chosen(column_kinds, empty="文本（默认）")),
        )
        items += [
            Rows(path="columns", label="列", columns=columns),
            box("rows", kind="lines", hint="行固定时，一行一个名字"),
        ]
    return (Section(title="数据项", items=tuple(items)), SOURCE)


def _derived_spec(document: Document, texts: Texts) -> Spec:
    kinds = {key: FIELD_KINDS[key] for key in ("money", "count", "percent", "number")}
    items = (box("label"), _CODE, choice("kind", kinds, "数值（默认）"), box("formula", kind="formula"))
    return (Section(title="派生数据", items=items),)


def _narrative_spec(document: Document, texts: Texts) -> Spec:
    items = (
        box("title", label="标题"),
        _CODE,
        box("guide", kind="long"),
        choice("required", YES_NO, "否（默认）"),
        box("max_chars", kind="number"),
    )
    return (Section(title="填报内容", items=items),)


def _check_spec(document: Document, texts: Texts) -> Spec:
    items = (
        box("message", kind="long", hint="不成立时告诉填报人的话"),
        _CODE,
        choice("severity", SEVERITIES, "错误，不能提交（默认）"),
        box("expect", kind="formula", hint="一个比较，如 a - b == c"),
        box("tolerance", kind="number", hint="两边相差不超过它就算相等，单位同金额单位"),
        box("where", kind="lines", hint="一行一个，如 fields.closing_balance；点问题时跳到第一个"),
    )
    return (Section(title="勾稽关系", items=items),)


def _group_field_spec(document: Document, texts: Texts) -> Spec:
    return (Section(title="数据项分组", items=(box("label"), _CODE)),)


def _group_spec() -> Spec:
    items = (box("name"), _CODE, box("definition", kind="long"))
    return (Section(title="指标", items=items, hint="分值是下级指标之和。"), SOURCE)


def _leaf_spec(texts: Texts, level: int) -> Spec:
    if texts.get(SHAPE) == OWN:
        return _own_spec(texts)
    basic: list[Box | Rows] = [box("name"), _CODE, box("points", kind="number")]
    if level < DEEPEST:
        basic.insert(0, _SHAPE_BOX)
    return (
        Section(title="指标", items=tuple(basic)),
        Section(
            title="计算",
            items=(
                box("formula", kind="formula", hint="不按率计分的指标可以不写"),
                choice("show", SHOW, "百分数（默认）"),
                box("range", hint="率只可能落在哪里，如 [0%, )；分档没有覆盖所有数时才要写"),
                choice("zero_denominator.both_zero", ZERO_POLICIES, "不计算，须更正（默认）"),
                choice("zero_denominator.otherwise", ZERO_POLICIES, "得0分（默认）"),
                choice("uncomputable", UNCOMPUTABLE, "暂不计分，等补填（默认）"),
                choice("not_applicable", NOT_APPLICABLE, "不得填不涉及（默认）"),
            ),
        ),
        rule_section(LEAF_RULES, texts),
        _words_section(),
        Section(
            title="佐证和说明",
            items=(
                choice("evidence", EVIDENCE, "不用附（默认）"),
                box("explain.when", kind="formula", hint="一个比较，如 actual / budget < 90%"),
                box("explain.min_chars", kind="number"),
            ),
        ),
        SOURCE,
    )


def _own_spec(texts: Texts) -> Spec:
    basic = (
        _SHAPE_BOX,
        box("name"),
        _CODE,
        box("points", kind="number", hint="单位自设指标的分值之和应等于它"),
        box("own_indicators", kind="lines", hint="单位在哪几组里加指标，一行一组，如 数量、质量、时效、成本"),
        Rows(
            path="tiers",
            label="定性指标的达成档次",
            columns=TIER_COLUMNS,
            hint="不写档次时，定性指标直接给 0–100% 的系数",
        ),
    )
    return (
        Section(title="单位自设的指标", items=basic),
        rule_section(OWN_RULES, texts),
        _words_section(),
        Section(
            title="其他",
            items=(
                choice("evidence", EVIDENCE, "不用附（默认）"),
                choice("uncomputable", UNCOMPUTABLE, "暂不计分，等补填（默认）"),
            ),
        ),
        SOURCE,
    )


def _words_section() -> Section:
    return Section(
        title="文字",
        items=(
            box("definition", kind="long"),
            box("criteria", kind="lines", hint="一行一条"),
            box("standard", kind="long", hint="印在自评表上；空着或勾选“照评分方法写”，就由系统按评分方法写出"),
        ),
    )


_SHAPE_BOX: Final = Box(
    path=SHAPE,
    label="怎样计分",
    kind="choice",
    choices=((LEAF, "这一项直接评分"), (OWN, "由单位自设指标（个性指标）")),
    redraws=True,
    is_kept=False,
)
_LEAF_KEYS: Final = (
    *("name", "code", "points", "formula", "show", "range", "zero_denominator", "uncomputable", "not_applicable"),
    *("scoring", "definition", "criteria", "standard", "evidence", "explain", "source", "own_indicators", "tiers"),
)
_HEAD: Final = PartKind(title="总表", spec=head_spec, managed=())
_KINDS: Final = {
    "field_groups": PartKind(title="数据项分组", spec=_group_field_spec, managed=()),
    "fields": PartKind(title="数据项", spec=_field_spec, managed=("min", "options", "columns", "rows")),
    "derived": PartKind(title="派生数据", spec=_derived_spec, managed=()),
    "narratives": PartKind(title="填报内容", spec=_narrative_spec, managed=()),
    "checks": PartKind(title="勾稽关系", spec=_check_spec, managed=()),
}
