"""The columns of the sheets 指标 and 评分明细: the tree, and what a rule lists line by line."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from selfeval.domain import framework_words as words
from selfeval.exports.framework_workbook.columns import (
    OTHER,
    Column,
    Part,
    Path,
    lines_column,
    number_column,
    pick_column,
    short_column,
    source_columns,
    text_column,
)

# 级次的代码和名称：哪一级填了，这一行就是哪一级
LEVEL_COLUMNS: Final = tuple(
    (
        short_column(f"{level}级代码", "code", width=code_width, hint=hint, band="指标"),
        text_column(f"{level}级名称", "name", width=name_width, band="指标"),
    )
    for level, code_width, name_width, hint in (
        ("一", 11, 9, "小写字母、数字、下划线"),
        ("二", 19, 12, "上级的代码也要写"),
        ("三", 24, 18, "填到哪一级就是哪一级"),
    )
)
_RULE: Final = (
    short_column("限额", "scoring", "limit", hint="如 100%", band="评分"),
    short_column("目标", "scoring", "target", hint="偏离目标扣分用", band="评分"),
    short_column("容许偏离", "scoring", "tolerance", hint="如 5%", band="评分"),
    short_column("每档", "scoring", "step", hint="如 5%", band="评分"),
    number_column("每档扣分", "scoring", "deduct", hint="也用于按次、缺项", band="评分"),
    pick_column("不足一档", words.STEPS, "scoring", "steps", band="评分"),
    short_column("率最高按", "scoring", "cap", hint="如 100%", band="评分"),
    pick_column("哪一边满分", words.SIDES, "scoring", "side", width=16, band="评分"),
)
INDICATOR_COLUMNS: Final = (
    number_column("参考分值", "points", hint="末级指标必填", band="指标"),
    text_column("指标解释", "definition", band="内容"),
    lines_column("评价要点", "criteria", band="内容"),
    text_column("评分标准", "standard", hint="照原文印在表上", band="内容"),
    short_column("计算公式", "formula", width=30, hint="用数据项和派生数据的代码", band="公式"),
    pick_column("率印成", words.SHOW, "show", width=10, band="公式"),
    short_column("率的可能范围", "range", hint="如 [0%, )", band="公式"),
    pick_column("评分方法", words.RULES, "scoring", "kind", width=20, band="评分"),
    *_RULE,
    pick_column("计分方式", words.MODES, "scoring", "mode", width=18, band="评分"),
    short_column("占什么数的比重", "scoring", "of", width=18, hint="进度节点用：公式", band="评分"),
    pick_column("由谁选", words.PICKS, "scoring", "pick", width=14, band="评分"),
    short_column("得分公式", "scoring", "points", width=24, hint="按公式计分用，可用 rate", band="评分"),
    short_column("完成超过", "scoring", "over", "above", hint="如 130%", band="评分"),
    pick_column("超过时", words.OVERACHIEVEMENTS, "scoring", "over", "then", width=12, band="评分"),
    number_column("超过时扣分", "scoring", "over", "deduct", band="评分"),
    pick_column("分子分母都为0", words.ZERO_POLICIES, "zero_denominator", "both_zero", width=16, band="特殊情形"),
    pick_column("只有分母为0", words.ZERO_POLICIES, "zero_denominator", "otherwise", width=16, band="特殊情形"),
    pick_column("缺数据时", words.UNCOMPUTABLE, "uncomputable", width=16, band="特殊情形"),
    pick_column("不涉及时", words.NOT_APPLICABLE, "not_applicable", width=16, band="特殊情形"),
    pick_column("佐证材料", words.EVIDENCE, "evidence", width=10, band="特殊情形"),
    short_column("什么时候必须说明", "explain", "when", width=24, hint="一个比较", band="特殊情形"),
    number_column("至少几个字", "explain", "min_chars", band="特殊情形"),
    lines_column("个性指标分组", "own_indicators", width=14, hint="一行一组；单位自己加指标的才填", band="个性指标"),
    *source_columns("来源"),
    OTHER,
)

METHOD: Final = next(column for column in INDICATOR_COLUMNS if column.path == ("scoring", "kind"))
OWN_GROUPS: Final = next(column for column in INDICATOR_COLUMNS if column.path == ("own_indicators",))

_OWNER: Final = short_column("指标全代码", width=34, hint="如 process.execution.completion_rate")
_PART_NAMES: Final = ("分档", "评价要点", "进度节点", "口径", "口径的分档", "档次", "个性指标档次")
_PART_NAME: Final = Column(
    head="类别", path=(), width=14, words=MappingProxyType({name: name for name in _PART_NAMES}), hint="从下拉框里选"
)
_OPTION: Final = short_column("口径序号", width=9, hint="口径和它的分档填同一个数")
_DETAIL_RULE: Final = tuple(
    Column(head=column.head, path=column.path, width=column.width, form=column.form, words=column.words)
    for column in _RULE
)
DETAIL_COLUMNS: Final = (
    _OWNER,
    _PART_NAME,
    _OPTION,
    text_column("文字", "text", width=36, hint="要点、节点、口径或档次的名称"),
    short_column("区间", "in", width=16, hint="如 [80%, 90%)"),
    number_column("分值", "points"),
    short_column("数据项", "field", width=20, hint="进度节点用"),
    short_column("应达到", "at_least", width=10, hint="如 25%"),
    short_column("公式", "formula", width=30, hint="口径用"),
    pick_column("评分方法", words.RULES, "scoring", "kind", width=20),
    *_DETAIL_RULE,
    OTHER,
)
OWNER_HEAD: Final = _OWNER.head
PART_HEAD: Final = _PART_NAME.head
OPTION_HEAD: Final = _OPTION.head


def _heads(**heads: str) -> Mapping[str, Path]:
    return MappingProxyType({head: (key,) for head, key in heads.items()})


PARTS: Final = (
    Part(name="分档", path=("scoring", "bands"), heads=_heads(区间="in", 分值="points")),
    Part(name="评价要点", path=("scoring", "items"), heads=_heads(文字="text", 分值="points")),
    Part(
        name="进度节点",
        path=("scoring", "nodes"),
        heads=_heads(文字="label", 数据项="field", 应达到="at_least", 分值="points"),
    ),
    Part(
        name="口径",
        path=("scoring", "options"),
        heads=MappingProxyType(
            {
                **_heads(文字="label", 公式="formula"),
                "评分方法": ("scoring", "kind"),
                **{column.head: column.path for column in _RULE},
            }
        ),
    ),
    Part(
        name="口径的分档",
        path=("scoring", "bands"),
        heads=_heads(区间="in", 分值="points"),
        is_below_option=True,
    ),
    Part(name="档次", path=("scoring", "tiers"), heads=_heads(文字="name", 区间="in")),
    Part(name="个性指标档次", path=("tiers",), heads=_heads(文字="name", 区间="in")),
)
OPTIONS: Final = PARTS[3]
OPTION_BANDS: Final = PARTS[4]
