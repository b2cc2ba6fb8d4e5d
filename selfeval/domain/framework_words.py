"""The Chinese words for the choices of a framework file, by the word the file uses, as people read and pick them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Words = Mapping[str, str]

RULES: Final[Words] = MappingProxyType(
    {
        "proportional": "按率计分",
        "deduct_above": "高于限额，逐档扣分",
        "deduct_below": "低于目标，逐档扣分",
        "deduct_both": "偏离目标，逐档扣分",
        "bands": "分档计分",
        "full_or_proportional": "达标满分，否则按比例",
        "checklist": "按评价要点计分",
        "incidents": "按次扣分",
        "milestones": "按进度节点计分",
        "choose": "几种口径择一",
        "tiers": "按达成档次和系数计分",
        "coefficient": "按系数计分",
        "manual": "直接给分",
        "formula": "按公式计分",
        "target": "对照目标值计分",
    }
)
FIELD_KINDS: Final[Words] = MappingProxyType(
    {
        "money": "金额",
        "count": "数量",
        "percent": "百分数",
        "number": "数值",
        "text": "文本",
        "date": "日期",
        "flag": "是否",
        "choice": "选择项",
        "table": "表格",
        "itemised_money": "金额明细",
    }
)
SEVERITIES: Final[Words] = MappingProxyType(
    {"error": "错误，不能提交", "warning": "提醒，须说明", "info": "供审核人参考"}
)
ZERO_POLICIES: Final[Words] = MappingProxyType(
    {"not_applicable": "按不涉及处理", "zero": "得0分", "full": "得满分", "refuse": "不计算，须更正"}
)
NOT_APPLICABLE: Final[Words] = MappingProxyType(
    {"refuse": "不得填不涉及", "full": "得满分", "zero": "得0分", "redistribute": "分值移给别的指标"}
)
UNCOMPUTABLE: Final[Words] = MappingProxyType({"not_filled": "暂不计分，等补填", "zero": "得0分"})
EVIDENCE: Final[Words] = MappingProxyType({"required": "必须附", "optional": "可以附", "none": "不用附"})
SHOW: Final[Words] = MappingProxyType({"percent": "百分数", "number": "数值"})
STATUSES: Final[Words] = MappingProxyType({"verified": "已核对", "sample": "示例", "unverified": "待核"})
STEPS: Final[Words] = MappingProxyType({"whole": "满一档才算", "started": "不足一档按一档", "continuous": "按比例折算"})
SIDES: Final[Words] = MappingProxyType({"at_most": "不高于限额得满分", "at_least": "不低于限额得满分"})
MODES: Final[Words] = MappingProxyType(
    {"add": "具备一项得一项的分", "deduct": "缺一项扣一次", "each": "各节点分别得分", "all": "全部达到才得分"}
)
PICKS: Final[Words] = MappingProxyType({"best": "取得分最高的", "unit": "由单位选"})
OVERACHIEVEMENTS: Final[Words] = MappingProxyType({"explain": "说明原因", "deduct": "扣分"})
ROUNDING_MODES: Final[Words] = MappingProxyType({"half_up": "四舍五入", "truncate": "截断"})
THRESHOLDS: Final[Words] = MappingProxyType({"exact": "按未取整的率", "rounded": "按取整后的率"})
MONEY_UNITS: Final[Words] = MappingProxyType({"wan_yuan": "万元", "yuan": "元"})
SET_BY: Final[Words] = MappingProxyType({"bureau": "只有财政局可以调整", "unit": "单位可以调整"})
SET_KEEP: Final[Words] = MappingProxyType(
    {"total": "总分不变", "level1": "一级指标合计不变", "level2": "二级指标合计不变"}
)
YES_NO: Final[Words] = MappingProxyType({"true": "是", "false": "否"})
