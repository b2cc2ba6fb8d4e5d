"""The ways figures are stated in published reports, by their numbers in our notes: what must be found of each."""

import pytest

from tests.domain.narrative.reading import found, told

ARITHMETIC = "narrative_arithmetic_holds"
RATES = "narrative_rates_recompute"
PARTS = "narrative_parts_sum"


# Each pair of sentences differs in one figure: the first is right, the second is not.
@pytest.mark.parametrize(
    ("right", "wrong", "check", "expected"),
    [
        pytest.param(
            "支出合计1200万元，其中：基本支出700万元，占58.33%；项目支出500万元，占41.67%。",
            "支出合计1200万元，其中：基本支出700万元，占53.83%；项目支出500万元，占41.67%。",
            RATES,
            "58.33%",
            id="1-share",
        ),
        pytest.param(
            "支出合计1200万元，其中：基本支出700万元；项目支出500万元。",
            "支出合计1200万元，其中：基本支出720万元；项目支出500万元。",
            PARTS,
            "1,220万元",
            id="1-parts",
        ),
        pytest.param(
            "公务用车费30万元（购置18万元、运行12万元），公务接待费5万元。",
            "公务用车费30万元（购置18万元、运行21万元），公务接待费5万元。",
            PARTS,
            "39万元",
            id="1-brackets",
        ),
        pytest.param(
            "三公经费合计35万元，其中：公务用车费30万元（其中购置18万元、运行12万元），公务接待费5万元。",
            "三公经费合计35万元，其中：公务用车费30万元（其中购置18万元、运行12万元），公务接待费6万元。",
            PARTS,
            "36万元",
            id="1-nested-brackets",
        ),
        pytest.param(
            "全年共三类业务支出90万元，其中：培训费40万元，印刷费30万元，差旅费20万元。",
            "全年共三类业务支出90万元，其中：培训费40万元，印刷费3万元，差旅费20万元。",
            PARTS,
            "63万元",
            id="1-counted-parts",
        ),
        pytest.param(
            "年初预算200万元，支出决算150万元，完成年初预算的75%。",
            "年初预算200万元，支出决算150万元，完成年初预算的57%。",
            RATES,
            "75.00%",
            id="2-budget-and-outturn",
        ),
        pytest.param(
            "项目预算80万元，执行62万元，执行率77.50%。",
            "项目预算80万元，执行62万元，执行率75.70%。",
            RATES,
            "77.50%",
            id="2-execution",
        ),
        pytest.param(
            "项目预算80万元，到位80万元，到位率100%，执行62万元，执行率77.50%。",
            "项目预算80万元，到位80万元，到位率100%，执行62万元，执行率87.50%。",
            RATES,
            "77.50%",
            id="2-two-bases",
        ),
        pytest.param(
            "支出决算1,388.70万元，与上年相比增加88.70万元，增长6.82%。",
            "支出决算1,388.70万元，与上年相比增加88.70万元，增长8.62%。",
            RATES,
            "6.82%",
            id="3-implied-base",
        ),
        pytest.param(
            "本年支出90万元，比上年100万元减少10万元，下降10%。",
            "本年支出90万元，比上年100万元减少10万元，下降12%。",
            RATES,
            "10.00%",
            id="4-stated-base",
        ),
        pytest.param(
            "本年支出90万元，比上年100万元减少10万元，下降10%。",
            "本年支出90万元，比上年100万元减少13万元，下降13%。",
            ARITHMETIC,
            "10万元",
            id="4-stated-difference",
        ),
        pytest.param(
            "支出决算90万元，较年初预算减少10万元，下降10%；较上年减少5万元，下降5.26%。",
            "支出决算90万元，较年初预算减少10万元，下降10%，较上年减少5万元，下降6.25%。",
            RATES,
            "5.26%",
            id="4-two-bases",
        ),
        pytest.param(
            "收、支总计各为90万元、80万元，各减少10万元、20万元，各下降10%、20%。",
            "收、支总计各为90万元、80万元，各减少10万元、20万元，各下降10%、25%。",
            RATES,
            "20.00%",
            id="5-paired",
        ),
        pytest.param(
            "收、支总计均为1200万元，与上年相比各增加100万元，增长9.09%。",
            "收、支总计均为1200万元，与上年相比各增加100万元，增长9.90%。",
            RATES,
            "9.09%",
            id="5-both-the-same",
        ),
        pytest.param(
            "三公经费总额减少10万元，其中接待费减少12万元，用车费增加2万元。",
            "三公经费总额减少10万元，其中接待费减少12万元，用车费增加3万元。",
            PARTS,
            "9万元",
            id="6-parts-of-a-change",
        ),
        pytest.param(
            "年初预算100万元，支出决算110万元。决算数大于预算数的主要原因是追加项目。",
            "年初预算110万元，支出决算100万元。决算数大于预算数的主要原因是追加项目。",
            ARITHMETIC,
            "-10万元",
            id="7-greater",
        ),
        pytest.param(
            "年初预算100万元，支出决算90万元。决算数小于预算数的主要原因是项目推迟。",
            "年初预算90万元，支出决算100万元。决算数小于预算数的主要原因是项目推迟。",
            ARITHMETIC,
            "10万元",
            id="7-less",
        ),
        pytest.param(
            "年初预算100万元，支出决算100万元。决算数等于预算数。",
            "年初预算100万元，支出决算108万元。决算数等于预算数。",
            ARITHMETIC,
            "8万元",
            id="7-equal",
        ),
        pytest.param(
            "上年支出50万元，本年支出50万元，与上年相比无增减变化。",
            "上年支出50万元，本年支出58万元，与上年相比无增减变化。",
            ARITHMETIC,
            "8万元",
            id="7-no-change",
        ),
        pytest.param(
            "年初预算100万元，支出决算100万元，与预算持平。",
            "年初预算100万元，支出决算108万元，与预算持平。",
            ARITHMETIC,
            "8万元",
            id="7-level",
        ),
        pytest.param(
            "年初预算100万元，支出决算92万元，差值为8万元。",
            "年初预算100万元，支出决算92万元，差值为6万元。",
            ARITHMETIC,
            "8万元",
            id="7-gap",
        ),
        pytest.param(
            "已支付60万元，未支付40万元，支付率60%。",
            "已支付60万元，未支付40万元，支付率66%。",
            RATES,
            "60.00%",
            id="8-paid",
        ),
        pytest.param(
            "工程送审500万元，审定455万元，核减45万元，核减率9%。",
            "工程送审500万元，审定455万元，核减54万元，核减率9%。",
            ARITHMETIC,
            "45万元",
            id="8-cut",
        ),
        pytest.param(
            "工程送审500万元，审定455万元，核减45万元，核减率9%。",
            "工程送审500万元，审定455万元，核减45万元，核减率19%。",
            RATES,
            "9.00%",
            id="8-rate-of-cut",
        ),
        pytest.param(
            "第一批60万元（其中设备20万元），第二批40万元（其中设备15万元），合计100万元（其中设备35万元）。",
            "第一批60万元（其中设备20万元），第二批40万元（其中设备15万元），合计100万元（其中设备53万元）。",
            PARTS,
            "35万元",
            id="9-batches",
        ),
        pytest.param(
            "会议室改造12.5万元，电梯维修8.2万元，消防检测3.3万元，共计24万元。",
            "会议室改造12.5万元，电梯维修8.2万元，消防检测3.3万元，共计42万元。",
            PARTS,
            "24万元",
            id="9-cost-list",
        ),
        pytest.param(
            "补助乡村医生30人，每人每年3600元，共计108000元。",
            "补助乡村医生30人，每人每年3600元，共计180000元。",
            ARITHMETIC,
            "108,000元",
            id="9-people",
        ),
        pytest.param(
            "会议费预算50万元，实际支出42.6万元，节约7.4万元。",
            "会议费预算50万元，实际支出42.6万元，节约8.4万元。",
            ARITHMETIC,
            "7.4万元",
            id="10-saved",
        ),
        pytest.param(
            "公用经费由120万元变为150万元，增加30万元。",
            "公用经费由120万元变为150万元，增加20万元。",
            ARITHMETIC,
            "30万元",
            id="10-from-to",
        ),
        pytest.param(
            "公用经费由150万元变为120万元，减少30万元。",
            "公用经费由150万元变为120万元，增加30万元。",
            ARITHMETIC,
            "-30万元",
            id="10-wrong-way",
        ),
        pytest.param(
            "会议费预算１２０万元，实际支出１０５万元，节约１５万元。",
            "会议费预算１２０万元，实际支出１０５万元，节约２５万元。",
            ARITHMETIC,
            "15万元",
            id="15-full-width",
        ),
        pytest.param(
            "会议费预算1,388.70万元，实际支出12000000.00元，节约188.70万元。",
            "会议费预算1,388.70万元，实际支出12000000.00元，节约118.70万元。",
            ARITHMETIC,
            "188.70万元",
            id="15-mixed-units",
        ),
        pytest.param(
            "会议费预算120万，实际支出105万，节约15万。",
            "会议费预算120万，实际支出105万，节约25万。",
            ARITHMETIC,
            "15万",
            id="15-without-yuan",
        ),
        pytest.param(
            "支出88.123456万元，其中：甲44.061728万元，乙44.061728万元。",
            "支出88.123456万元，其中：甲44.061728万元，乙44.071728万元。",
            PARTS,
            "88.133456万元",
            id="15-six-decimals",
        ),
        pytest.param(
            "职工补助18.23万元（工资性支出17.87万元、抚恤支助.36万元）。",
            "职工补助18.23万元（工资性支出17.87万元、抚恤支助.63万元）。",
            PARTS,
            "18.50万元",
            id="15-bare-point",
        ),
        pytest.param(
            "项目预算四百万元，执行三百四十二万元，执行率百分之八十五点五。",
            "项目预算四百万元，执行三百四十二万元，执行率百分之五十八点五。",
            RATES,
            "85.50%",
            id="15-spelled",
        ),
        pytest.param(
            "年初预算为5万元，支出决算5万元，完成年初预算的100%。",
            "年初预算为0万元，支出决算5万元，完成年初预算的100%。",
            RATES,
            "算不出来",
            id="17-of-nothing",
        ),
        pytest.param(
            "支出决算110万元，与上年相比增加10万元，增长10%。",
            "支出决算110万元，与上年相比增加10万元，增长9.09%。",
            RATES,
            "10.00%",
            id="18-over-this-year",
        ),
        pytest.param(
            "培训目标20次，实际15次，完成率75%。",
            "培训目标20次，实际15次，完成率85%。",
            RATES,
            "75.00%",
            id="11-shortfall",
        ),
        pytest.param(
            "指标体系一级3个、二级9个、三级12个，共12个。",
            "培训班甲类3个、乙类9个、丙类12个，共22个。",
            PARTS,
            "24个",
            id="12-no-levels",
        ),
        pytest.param(
            "支出合计100.01万元，其中：基本支出33.34万元；项目支出66.66万元。",
            "支出合计100.04万元，其中：基本支出33.34万元；项目支出66.66万元。",
            PARTS,
            "100.00万元",
            id="13-more-than-rounding",
        ),
        pytest.param(
            "上年支出0万元，本年支出50万元，增加50万元，增长100%。",
            "上年支出40万元，本年支出50万元，增加10万元，增长100%。",
            RATES,
            "25.00%",
            id="14-from-something",
        ),
    ],
)
def test_what_must_be_found(right: str, wrong: str, check: str, expected: str) -> None:
    assert told(right) == []
    (finding,) = found(wrong)
    assert (finding.check, finding.expected) == (check, expected)
    assert finding.quote is not None
    assert finding.offset is not None
    assert wrong[finding.offset : finding.offset + len(finding.quote)] == finding.quote


@pytest.mark.parametrize(
    ("right", "wrong", "check", "quote"),
    [
        ("三公经费下降5.20%。", "三公经费下降（增长）5.20%。", "no_template_text_left", "下降（增长）"),
        ("项目执行率98.50%，比较理想。", "项目执行率98.50，比较理想。", "no_missing_numbers", "执行率98.50"),
        ("支出较上一年度有所减少。", "支出较上一度有所减少。", "period_is_the_year", "较上一度"),
        ("根据2021年的安排开展工作。", "根据22017年的安排开展工作。", "period_is_the_year", "22017年"),
        ("截至2021年底，各项任务完成。", "截至2019年底，各项任务完成。", "period_is_the_year", "截至2019年底"),
        ("今年以来起草材料多篇。", "今年以来以来起草材料多篇。", "no_doubled_words", "以来以来"),
        ("项目支出占比88%，其余为基本支出。", "项目支出占比%，其余为基本支出。", "no_missing_numbers", "占比%"),
        ("预算88万元，均已支付。", "预算万元，均已支付。", "no_missing_numbers", "预算万元"),
    ],
)
def test_leftovers(right: str, wrong: str, check: str, quote: str) -> None:
    """Pattern 17."""
    assert told(right) == []
    (finding,) = found(wrong)

    assert (finding.check, finding.quote) == (check, quote)
    assert finding.offset == wrong.index(quote)


def test_a_total_that_names_a_part_and_leaves_its_change_out() -> None:
    """Pattern 18."""
    text = "三公经费总额减少9.5万元，其中：公务接待费减少6万元，公务用车费减少3万元，因公出国费减少1万元。"

    assert told(text.replace("9.5万元", "10万元")) == []
    assert told(text) == [("narrative_parts_sum", "9.5万元", "10.0万元")]


def test_two_figures_swapped_between_sentences_are_told_by_the_table() -> None:
    """Pattern 18."""
    text = "本年基本支出2198.03万元。\n本年项目支出297.14万元。"

    assert told("本年基本支出297.14万元。\n本年项目支出2198.03万元。", figures=True) == []
    assert [each[1:] for each in told(text, figures=True)] == [
        ("2198.03万元", "297.14万元"),
        ("297.14万元", "2,198.03万元"),
    ]
