"""Which data item the words before a number name: 三公经费预算安排数 is `three_public_budget`.

The codes are the field's standard ones, so this works for every framework that uses them. Words that name a part of
something, or another year, name nothing here.
"""

import re
from typing import Final

# Words that may stand before a figure of the whole unit; anything else is about a part of it.
_OF_THE_UNIT: Final = (
    r"(?:(?:20[0-9]{2}年?|本年|今年|当年|全年|年度?|度|我|本|该|区|县|市|省|单位|部门|机关|办|局|委|院|中心|整体|批复|的|共|总|"
    r"其中|全部|下达|主要用于|用于|涉及)*)"
)
_WHOLE_FIGURES: Final = (
    (r"年初(?:批复)?(?:部门)?(?:预算|批复)(?:数|金额|总额|安排)?", ("original_budget",)),
    (r"(?:调整后?的?预算|全年预算|年度预算)(?:数|金额|总额)?", ("full_year_budget",)),
    (r"(?:当年|本年)(?:度)?预算(?:数|金额|总额)?", ("full_year_budget", "original_budget")),
    (r"预算(?:调整|追加)(?:数|金额|额)?", ("budget_adjustment",)),
    (r"(?:支出(?:合计|总计|总额)|(?:预算)?(?:完成|执行)数|预算执行金额|全年支出|总支出)", ("actual_expenditure",)),
    (r"(?:年末|年终)?(?:结转结余|结余结转|结余)(?:资金|金额|总额)?", ("closing_balance", "carryover_balance")),
    (r"年末(?:结转和)?结余(?:资金|金额)?", ("closing_balance",)),
)
_TOPICS: Final = (
    ("三公", "three_public"),
    ("公用经费", "operating_expenditure"),
    ("人员经费", "personnel_expenditure"),
    ("基本支出", "basic_expenditure"),
    ("项目支出", "project_expenditure"),
    ("政府采购", "procurement"),
)
_TOPIC_WORDS: Final = r"(?:经费|支出|采购|资金|总额|总计|合计|实际|预算|安排|数|金额|决算|执行|完成|公用)*"
_QUOTES: Final = str.maketrans("", "", '“”"‘’「」')
# Only some of the unit's money, or only some of its offices.
_PART_OF_UNIT: Final = re.compile(r"一般公共预算|政府性基金|国有资本|财政拨款[收支]|下属|所属|二级(?:预算)?单位")
_ONE_PROJECT: Final = re.compile(r"[该此每各两本]项目支出")
_CLAUSE: Final = re.compile(r"([^，,。；;：:、\n]+)([，,。；;：:、])")
_LISTING: Final = re.compile(r"\s*(?:主要)?(?:用于|其中|包括|分别|具体)")
_HEAD_ENDS: Final = frozenset("：:")
_LIST_ENDS: Final = frozenset("。；;")
# Words and numbers that may stand before a figure of the unit without naming anything else.
_OF_UNITS: Final = re.compile(
    r"[0-9０-９.,%％\s()（）“”\-—一二三四五六七八九十]+|[万亿]?元|20[0-9]{2}|年[初中末底度]|[全本当上今]年|年|季度|月|截[至止]"
    r"|预算|决算|支出|收入|资金|经费|财政|拨款|部门|单位|整体|总体|情况|安排|执行|完成|调整后?|追加|其他|下达|批复|核定|来源"
    r"|全部|使用|管理|分析|投入|过程|产出|结转|结余|基本|项目|人员|公用|三公|政府|采购|实际|其中|增[加长]|减少|下降|节约|累计"
    r"|达到|到位|账面|收回|计划|绩效|自评|说明|如下|合计|总计|总额|公开|编制|性质|构成|我[办局委区]?|[数额总都是为均和与及的按分共占比率较上本由后前中在底]"
)
_PRIOR: Final = re.compile(r"上年|上一年|去年|同期")
_PLANNED: Final = re.compile(r"预算|安排|计划")
_DONE: Final = re.compile(r"实际|支出数|决算|执行|完成")
# 较上年减少, 比预算节约: a difference, no figure.
_NOT_A_FIGURE: Final = re.compile(r"[较比]|同比|增[加长]|减少|节约|节余|下降|相差|超支|剔除|人均|平均|每")


def codes_named(label: str, said_before: str = "") -> tuple[str, ...]:
    """The data items `label` may name, one of which should be what is stated; none where it is no figure of a unit.

    `said_before` is the line up to the number: 年初预算 behind the name of a project is that of the project.
    """
    if _NOT_A_FIGURE.search(label) or _PART_OF_UNIT.search(said_before) or _ONE_PROJECT.search(label):
        return ()
    topic = next(((words, code) for words, code in _TOPICS if words in label), None)
    if topic is not None:
        return () if _names_another(said_before, heads_only=True) else _of_topic(label, *topic)
    if _PRIOR.search(label) or _names_another(said_before, heads_only=False):
        return ()
    for pattern, codes in _WHOLE_FIGURES:
        if re.fullmatch(_OF_THE_UNIT + pattern, label):
            return codes
    return ()


def _names_another(said_before: str, *, heads_only: bool) -> bool:
    """Whether the words before a number leave something over that is not said of the unit; what is bought is not."""
    is_listing = False
    for clause, end in _CLAUSE.findall(said_before):
        is_listing = is_listing or bool(_LISTING.match(clause))
        if not is_listing and (end in _HEAD_ENDS or not heads_only) and _OF_UNITS.sub("", clause):
            return True
        is_listing = is_listing and end not in _LIST_ENDS
    return False


def is_of_unit(label: str, name: str) -> bool:
    """Whether `label` says `name` of the whole unit: 本年预算完成率, not 商贸事务预算完成率."""
    return bool(re.fullmatch(_OF_THE_UNIT + re.escape(name.translate(_QUOTES)), label))


def _of_topic(label: str, words: str, code: str) -> tuple[str, ...]:
    rest = label.replace(words, "", 1)
    if _PRIOR.search(rest):
        return (f"{code}_budget_prior",) if _PLANNED.search(rest) and not _DONE.search(rest) else ()
    if not re.fullmatch(_OF_THE_UNIT + _TOPIC_WORDS, rest):
        return ()
    if _DONE.search(rest):
        return (f"{code}_actual",)
    if _PLANNED.search(rest):
        return (f"{code}_budget",)
    return (f"{code}_actual", f"{code}_budget")
