"""Where a label breaks: lines of nearly equal length that tear no word and leave no bracket at the wrong end."""

import re
from functools import lru_cache
from itertools import pairwise

# What the official forms name their indicators with; 服务对象满意度指标 is read at a glance only if these stay whole.
_WORDS = (
    "服务对象",
    "社会公众",
    "可持续",
    "满意度",
    "预算执行",
    "总体目标",
    "部门预算",
    "专项资金",
    "非税收入",
    "一般公共",
    "三公经费",
    *("绩效", "指标", "情况", "效益", "影响", "目标", "任务", "管理", "执行", "预算", "整体", "年度", "当年"),
    *("工作", "设定", "履职", "职责", "资产", "规范性", "合规性", "准确率", "完成率", "调整率", "控制率", "进度率"),
    *("经济", "社会", "生态", "数量", "质量", "时效", "成本", "金额", "资金", "单位"),
    *("共性", "个性", "人员", "评价", "能力", "发展", "项目", "支出", "产出", "效率", "效果"),
)
_IN_BRACKETS = re.compile("（[^（）]{1,6}）")
_TORN, _BRACKET = 20, 100  # against the square of the characters by which a line differs from the others
_OPENING, _CLOSING = "（“《(", "）”》)，。、；："


@lru_cache(maxsize=4096)
def balanced(name: str, width: int) -> tuple[str, ...]:
    """`name` in as few lines as hold it, none longer than `width` characters."""
    count = max(1, -(-len(name) // width))
    inside = _inside_words(name)
    mean = len(name) / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}
    for line in range(1, count + 1):
        known, best = best, {}
        least = len(name) - (count - line) * width
        for start, (cost, cuts) in known.items():
            for end in range(max(start, least), min(len(name), start + width) + 1):
                total = cost + (end - start - mean) ** 2 + _cost_of_cut(name, end, inside)
                if end not in best or total < best[end][0]:
                    best[end] = (total, (*cuts, end))
    return tuple(name[start:end] for start, end in pairwise(best[len(name)][1]))


def _inside_words(name: str) -> frozenset[int]:
    """The places in `name` where a cut would tear a word."""
    found = {place for match in _IN_BRACKETS.finditer(name) for place in range(match.start() + 1, match.end())}
    for word in _WORDS:
        start = name.find(word)
        while start >= 0:
            found.update(range(start + 1, start + len(word)))
            start = name.find(word, start + 1)
    return frozenset(found)


def _cost_of_cut(name: str, cut: int, inside: frozenset[int]) -> int:
    if not 0 < cut < len(name):
        return 0
    is_bracket = name[cut - 1] in _OPENING or name[cut] in _CLOSING
    return _TORN * (cut in inside) + _BRACKET * is_bracket
