"""The words that every official form has, whatever its layout; the others stand in the layout."""

from typing import Final

FORM_NAME: Final = "部门整体支出绩效自评表"
FILED_ON: Final = "填报日期"
MONEY_UNIT: Final = "金额单位"
HEAD: Final = "单位负责人"
PHONE: Final = "单位联系电话"
NARRATIVE_LABEL: Final = "部门整体支出情况"
NARRATIVE_OPENING: Final = "填报内容："
SUBTOTAL: Final = "小　计"
NOT_SUMMED: Final = "——"
CONTINUED: Final = "（续）"
CORE: Final = "是"
NOT_CORE: Final = "否"
EXPLAINED: Final = "说明"
EVALUATORS: Final = "评价人员"
EVALUATOR_HEADS: Final = ("姓名", "职务", "科室", "签字")
# What the signature block must say of who signed and who filled.
SIGNED_BY_FILLER: Final = "填报与签发为同一人（本批次允许）"
FILLED_BY_BUREAU: Final = "本表由财政部门代填"
SIGNATURE_DATE: Final = "年　　　月　　　日"
CODE: Final = "校验码"
PRINTED_BY: Final = "打印人"
REASON: Final = "原因："
DEVIATION: Final = "偏差原因："
NO_OWN_INDICATORS: Final = "（未填报个性指标）"
GROUP_GRADE: Final = "等次"
# What the sheet must say of a framework whose source is not the last word, by the status of its source.
SOURCE_NOTES: Final = {
    "unverified": "本表采用的指标体系待核：尚未与原文逐条核对",
    "sample": "本表采用的指标体系中有示例分值、示例规则，待核",
}
MEASURE: Final = "改进措施："


def notes_text(notes: tuple[str, ...]) -> str:
    """备注 as one numbered sentence."""
    return "备注：" + "；".join(f"{number}.{note}" for number, note in enumerate(notes, 1)) + "。"
