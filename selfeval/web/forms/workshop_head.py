"""The boxes of the head of a framework, and the boxes many parts share."""

from collections.abc import Mapping
from typing import Any, Final

from selfeval.domain.files.part_reading import nodes_in, text_in
from selfeval.domain.framework_words import (
    MONEY_UNITS,
    ROUNDING_MODES,
    SET_BY,
    SET_KEEP,
    STATUSES,
    THRESHOLDS,
    YES_NO,
)
from selfeval.web.forms.workshop_boxes import Box, Rows, Section, Spec
from selfeval.web.forms.workshop_rules import chosen
from selfeval.web.presenters.workshop.words import key_words


def box(path: str, **options: Any) -> Box:
    """A box called by the words of its key, unless a label is given."""
    return Box(path=path, label=options.pop("label", key_words(path)), **options)


def choice(path: str, words: Mapping[str, str], empty: str = "请选择", **options: Any) -> Box:
    """A box to choose in; `empty` are the words of not choosing, which is the default of the file."""
    return box(path, kind="choice", choices=chosen(words, empty=empty), **options)


SOURCE: Final = Section(
    title="来源",
    code="source",
    items=(
        choice("source.status", STATUSES, "（不标）"),
        box("source.document"),
        box("source.note", kind="long", hint="核对到哪里、哪些是示例；页面上照样显示"),
    ),
)


_NAMES: Final = Section(
    title="名称",
    items=(
        box("title"),
        box("slug", hint="小写字母、数字和连字符，如 jinzhong-2022"),
        box("version", kind="number", hint="从 1 起的整数"),
        box("authority", hint="如 财预〔2013〕53号"),
    ),
)
_POINTS: Final = Section(
    title="分值和取整",
    items=(
        box("total_points", kind="number"),
        choice("money_unit", MONEY_UNITS),
        choice("rounding.mode", ROUNDING_MODES, "四舍五入（默认）"),
        box("rounding.rate_places", kind="number", hint="百分数印几位小数，默认 2"),
        box("rounding.points_places", kind="number", hint="得分取几位小数，默认 2"),
        choice("rounding.thresholds_on", THRESHOLDS, "按未取整的率（默认）"),
        choice("set_points.by", SET_BY, "只有财政局可以调整（默认）"),
        choice("set_points.keep", SET_KEEP, "总分不变（默认）"),
    ),
)


def head_spec(document: Mapping[str, Any], texts: Mapping[str, str]) -> Spec:
    """The boxes of 总表; a cap may hang on the rate of any indicator there is."""
    nodes = [each for each in nodes_in(document) if text_in(each.node, "formula")]
    rates = {each.code: text_in(each.node, "name") or each.code for each in nodes}
    return (
        _NAMES,
        SOURCE,
        _POINTS,
        Section(
            title="等次和封顶",
            items=(
                Rows(
                    path="grades",
                    label="等次，从高到低",
                    columns=(Box(path="name", label="等次"), Box(path="from", label="从多少分起", kind="number")),
                ),
                choice("grade_groups", YES_NO, "否（默认）"),
                Rows(
                    path="caps",
                    label="总分封顶",
                    columns=(
                        Box(path="rate", label="按哪个率", kind="choice", choices=chosen(rates)),
                        Box(path="in", label="率的区间"),
                        Box(path="total_at_most", label="总分不超过", kind="number"),
                    ),
                    hint="率落在区间里时，总分不超过所写的分；区间写成 [70%, 80%)",
                ),
            ),
        ),
    )
