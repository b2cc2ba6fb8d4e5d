"""docs/cycles.md: how a year is run, with what may still be changed when as the rules have it."""

from collections.abc import Iterator
from typing import Final

from selfeval.domain.cycle import NEXT_STAGES, Stage
from selfeval.domain.cycle_settings import LABELS, STAGE_VERBS, STAGE_WORDS, Course, why_fixed
from selfeval.services.issuing import PORTION

# The points of the year at which something becomes fixed, in their order.
_POINTS: Final = {
    "草稿": Course(stage=Stage.DRAFT),
    "已发布": Course(stage=Stage.PUBLISHED),
    "已开始填报": Course(stage=Stage.PUBLISHED, is_opened=True),
    "有单位提交": Course(stage=Stage.PUBLISHED, is_opened=True, is_submitted=True),
    "有定稿": Course(stage=Stage.PUBLISHED, is_opened=True, is_submitted=True, is_finalised=True),
    "已结束、已归档": Course(stage=Stage.CLOSED, is_opened=True, is_submitted=True, is_finalised=True),
}
_HOW_TO: Final = f"""# 自评批次

一年一个批次，由管理员在“自评批次”页办理。

1. **新建**：照上一个批次填好，日期顺延一年；指标体系有更新的版本会提示，
   上年没有参评的单位标明“上年没有”。存为草稿，各单位看不到。
   单位超过 1,000 家的（全省第一次办），不一家一家勾：选“全部单位”或“照上一年的”，
   再写除去哪些、另加哪些；写编码或全称，后面加 `*` 是连同它所有的下级单位。
   写错的指出是哪一个，什么也不存。
2. **单位和科室**：谁是谁的主管部门、对口哪个业务科室、哪个是财政部门自己。
   没有主管部门或业务科室的单位，跳过那一级审核。
3. **发布**：先列出多少家单位、用哪套指标体系、审几级、什么时候，再发布并下达。
   单位多的分批下达，每批 {PORTION} 家，中途断了接着下达，谁也不会下达两次；一份自评表一条记录。发布不能撤回。
4. **以后**：增加单位、给一家或一批单位延期、免评（只限还没有开始填的）和取消免评；
   延期和免评都要写事由，单位看得到，记入办理过程。
5. **结束、重新开放、归档**。

两个人同时改一个批次，后存的会被告知，什么也不会被悄悄盖掉。每次改动记下原来的和改成的。
"""


def cycles_page() -> str:
    """The page."""
    return "\n".join([_HOW_TO, *_table(), "", *_stages(), ""])


def _table() -> Iterator[str]:
    yield "## 什么时候还能改\n"
    yield f"| 设置 | {' | '.join(_POINTS)} |"
    yield f"|---|{'---|' * len(_POINTS)}"
    for name, label in LABELS.items():
        cells = ("" if why_fixed(name, course) else "可以" for course in _POINTS.values())
        yield f"| {label} | {' | '.join(cells)} |"
    yield "\n参评单位：草稿里可以增减，发布以后只能增加；不用评的免评。"


def _stages() -> Iterator[str]:
    yield "## 阶段的变动\n"
    for stage in Stage:
        for to in (each for each in Stage if each in NEXT_STAGES[stage] and (stage, each) in STAGE_WORDS):
            yield f"- **{STAGE_VERBS[stage, to]}**（{stage.label} → {to.label}）：{'；'.join(STAGE_WORDS[stage, to])}。"
