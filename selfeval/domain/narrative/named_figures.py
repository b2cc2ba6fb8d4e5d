"""Which data item the words before a number name: 三公经费预算安排数 is `three_public_budget`.

The codes are the field's standard ones, so this works for every framework that uses them. Words that name a part of
something, or another year, name nothing here.
"""

import re
from typing import Final

# Words that may stand before a figure of the whole unit; anything else is about a part of it.
_OF_THE_UNIT: Final = (
    r"(?:(?:20[0-9]{2}年?|本年|今年|当年|全年|年度?|度|我|本|该|区|县|市|省|单位|部门|机关|办|局|委|院|中心|整体|财政|批复|的|共|总|"
    r"其中|全部|下达|收入|拨款|主要用于|用于|涉及)*)"
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
_PRIOR: Final = re.compile(r"上年|上一年|去年|同期")
_PLANNED: Final = re.compile(r"预算|安排|计划")
_DONE: Final = re.compile(r"实际|支出数|决算|执行|完成")
# 较上年减少, 比预算节约: a difference, no figure.
_NOT_A_FIGURE: Final = re.compile(r"[较比]|同比|增[加长]|减少|节约|节余|下降|相差|超支|剔除|人均|平均|每")


def codes_named(label: str) -> tuple[str, ...]:
    """The data items `label` may name, one of which should be what is stated; none where it is no figure of a unit."""
    if _NOT_A_FIGURE.search(label):
        return ()
    topic = next(((words, code) for words, code in _TOPICS if words in label), None)
    if topic is not None:
        return _of_topic(label, *topic)
    if _PRIOR.search(label):
        return ()
    for pattern, codes in _WHOLE_FIGURES:
        if re.fullmatch(_OF_THE_UNIT + pattern, label):
            return codes
    return ()


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
