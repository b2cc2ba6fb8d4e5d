"""The fixed words of the official form, as the five-column 自评表 prints them."""

from typing import Final

FORM_NAME: Final = "部门整体支出绩效自评表"
DEPARTMENT: Final = "单位名称"
FILED_ON: Final = "填报日期"
MONEY_UNIT: Final = "金额单位"
HEAD: Final = "单位负责人"
PHONE: Final = "单位联系电话"
NARRATIVE_LABEL: Final = "部门整体支出情况"
NARRATIVE_OPENING: Final = "填报内容："
INDICATOR_NAME: Final = "指　标　名"
SCORE_HEADS: Final = (("参考", "分值"), ("设定", "分值"), ("计算分析情况",), ("评价", "得分"))
SUBTOTAL: Final = "小　计"
TOTAL: Final = "综合得分"
GRADE: Final = "评价结果等次"
NOT_SUMMED: Final = "——"
CONTINUED: Final = "（续）"
EVALUATORS: Final = "评价人员"
EVALUATOR_HEADS: Final = ("姓名", "职务", "科室", "签字")
SIGNATURE: Final = "单位负责人（签章）："
# What the signature block must say of who signed and who filled.
SIGNED_BY_FILLER: Final = "填报与签发为同一人（本批次允许）"
FILLED_BY_BUREAU: Final = "本表由财政部门代填"
SIGNATURE_DATE: Final = "年　　　月　　　日"
CODE: Final = "校验码"
PRINTED_BY: Final = "打印人"
NOTES: Final = (
    "“设定分值”填写各单位根据自身实际情况和参考分值设定的评价指标的分值",
    "“计算分析情况”填写对应指标项的计算过程和分析过程",
    "“评价得分”填写该项指标得分",
    "“—”表示未填或不涉及",
)
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
