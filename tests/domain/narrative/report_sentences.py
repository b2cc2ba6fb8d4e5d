"""Sentences of a report of our own, with their arithmetic. A figure between ⟦ and ⟧ may be falsified by a test:

`⟦kind|figure⟧`, where the kind names the checks of which one must then tell it (`KINDS`).
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from random import Random

KINDS = {
    "sum": ("narrative_parts_sum", "narrative_rates_recompute"),
    "saved": ("narrative_arithmetic_holds",),
    "rate": ("narrative_rates_recompute",),
    "figure": ("narrative_amounts_match_figures",),
    "base": ("rate_base_is_right",),
    "product": ("narrative_arithmetic_holds",),
    "count": ("counts_agree",),
}


def money(value: Decimal) -> str:
    return f"{value:,.2f}万元"


def percent(value: Decimal) -> str:
    return f"{(value * 100).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def amount(random: Random, least: int = 20, most: int = 900) -> Decimal:
    return Decimal(random.randint(least * 100, most * 100)) / 100


def saved(random: Random, name: str) -> str:
    budget = amount(random)
    spent = budget - amount(random, 2, 12)
    return (
        f"{name}年初安排预算{money(budget)}，按合同和验收结果实际支出{money(spent)}，"
        f"节约⟦saved|{money(budget - spent)}⟧，执行率⟦rate|{percent(spent / budget)}⟧。"
    )


def shared_out(random: Random, name: str) -> str:
    parts = [amount(random, 20, 300) for _ in range(3)]
    whole = sum(parts)
    told = [
        f"{label}⟦sum|{money(part)}⟧，占⟦rate|{percent(part / whole)}⟧"
        for label, part in zip(("人工费", "材料费", "检测费"), parts, strict=True)
    ]
    return f"{name}三项开支合计⟦sum|{money(whole)}⟧，其中：{'；'.join(told)}。"


def grown(random: Random, name: str) -> str:
    now, more = amount(random, 200, 900), amount(random, 5, 90)
    return (
        f"{name}支出决算{money(now)}，与上年相比增加{money(more)}，增长⟦rate|{percent(more / (now - more))}⟧，"
        "主要是服务点位扩大、工作量随之上升。"
    )


def fallen(random: Random, name: str) -> str:
    before = amount(random, 100, 900)
    less = amount(random, 5, 60)
    return (
        f"{name}本年支出{money(before - less)}，比上年{money(before)}减少⟦saved|{money(less)}⟧，"
        f"下降⟦rate|{percent(less / before)}⟧，原因是集中采购后单价回落。"
    )


def audited(random: Random, name: str) -> str:
    sent, cut = amount(random, 100, 900), amount(random, 5, 40)
    return (
        f"{name}结算送审{money(sent)}，审定{money(sent - cut)}，核减⟦saved|{money(cut)}⟧，"
        f"核减率⟦rate|{percent(cut / sent)}⟧，审核意见已归档。"
    )


def moved(random: Random, name: str) -> str:
    old, more = amount(random, 50, 400), amount(random, 3, 60)
    return f"{name}年中重新测算，控制数由{money(old)}调整为{money(old + more)}，增加⟦saved|{money(more)}⟧。"


def paid(random: Random, name: str) -> str:
    done, left = amount(random, 80, 400), amount(random, 10, 70)
    return (
        f"{name}按进度已支付{money(done)}，未支付{money(left)}，支付率⟦rate|{percent(done / (done + left))}⟧，"
        "余款待质保期满后结清。"
    )


def subsidised(random: Random, name: str) -> str:
    heads, each = random.randint(21, 96), random.randrange(1200, 6000, 100)
    return f"结合{name}聘请协管员{heads}人，每人每年{each}元，共计⟦product|{heads * each}元⟧，全部打卡发放。"


def listed(random: Random, name: str) -> str:
    parts = [amount(random, 3, 60) for _ in range(3)]
    told = "、".join(
        f"{label}⟦sum|{money(part)}⟧" for label, part in zip(("场地租赁", "设备维护", "资料印制"), parts, strict=True)
    )
    return f"{name}发生{told}，共计⟦sum|{money(sum(parts, Decimal(0)))}⟧。"


def completed(random: Random, name: str) -> str:
    budget = amount(random, 100, 700)
    spent = budget - amount(random, 5, 60)
    return (
        f"{name}年初预算{money(budget)}，支出决算{money(spent)}，完成年初预算的⟦rate|{percent(spent / budget)}⟧。"
        "决算数小于预算数的主要原因是尾款跨年结算。"
    )


def counted(random: Random, name: str) -> str:
    times = random.randint(12, 87)
    return (
        f"全年围绕{name}组织现场核查{times}次，核查结论逐条销号。"
        f"从成效看，全年围绕{name}组织现场核查⟦count|{times}次⟧，发现的苗头性问题都在当月处理完毕。"
    )


SENTENCES: tuple[Callable[[Random, str], str], ...] = (
    saved, shared_out, grown, fallen, audited, moved, paid, subsidised, listed, completed, counted,
)  # fmt: skip

NAMES = tuple(
    f"{place}{work}"
    for work in (
        "道路照明维护",
        "河道保洁",
        "老旧管网改造",
        "公园绿化养护",
        "社区食堂运营",
        "垃圾分类宣传",
        "应急物资储备",
    )
    for place in ("城东片区", "高铁新城", "滨河街道", "产业园", "南部乡镇", "老城片区")
)

# What stands between the figures.
REMARKS = (
    "项目立项经过集体研究，可行性报告和绩效目标同时报批，资料完整。",
    "实施中由业务科室牵头、财务科室跟踪，重要节点都留有影像和签字记录。",
    "承建单位通过公开方式确定，合同条款明确了验收标准和违约责任。",
    "遇到雨季施工受阻的情况，牵头科室及时调整工序，没有影响最终交付。",
    "验收时邀请居民代表到场，对提出的意见当场答复，能改的马上改。",
    "资金拨付坚持先审核后支付，凭证、发票和合同三者核对一致才办理。",
    "运行管护明确到岗位和个人，巡查发现的问题录入台账并限时办结。",
    "主管部门组织回访，群众普遍反映出行和办事比过去方便，环境也整洁了。",
    "存在的不足是前期摸底不够细，个别点位重复勘察，下一步要把底数先摸准。",
    "有关档案按类别整理成册，电子材料同步上传，便于查阅和审计。",
    "与相邻单位建立会商机制，交界地段的责任划分清楚，没有出现推诿。",
    "安全生产责任书层层签订，进场人员先培训后上岗，未发生责任事故。",
    "绩效监控中发现偏差的，由牵头科室写明原因，报分管负责人审定后调整。",
)
