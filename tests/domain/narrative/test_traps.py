"""What holds or cannot be judged and must not be accused: the traps of published reports, by their numbers."""

import pytest

from tests.domain.narrative.reading import found, told


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("收、支总计均为1200万元，与上年相比各增加100万元，增长9.09%。", id="5-both"),
        pytest.param("收、支总计各为90万元、80万元，各下降10%、20%。", id="5-no-amounts"),
        pytest.param("三公经费减少10万元，主要是接待费减少4万元，用车费减少3万元。", id="6-reasons"),
        pytest.param("总额减少10万元，其中接待费减少12万元，用车费增加2万元。", id="6-against"),
        pytest.param("支出合计100万元，其中差旅费增加6万元，会议费减少3万元。", id="6-changes-are-no-parts"),
        pytest.param("年初预算100万元，支出决算90万元。决算数小于预算数的主要原因是项目推迟。", id="7-less"),
        pytest.param("年初预算100万元，支出决算98万元，与预算基本持平。", id="7-about-level"),
        pytest.param("年初预算0万元，支出决算0万元，与上年持平，无增减变化。", id="7-nothing"),
        pytest.param("甲项目预算100万元；乙项目支出决算90万元，与预算持平。", id="7-of-other-things"),
        pytest.param("产品合格率指标≥95%，实际90%，没有达到目标。", id="11-shortfall"),
        pytest.param("培训目标≥20次，实际15次，完成率75%。", id="11-count"),
        pytest.param("指标体系一级3个、二级9个、三级12个，共12个。", id="12-levels"),
        pytest.param("指标体系一级指标1个、二级指标10个，共10个。", id="12-near-levels"),
        pytest.param("支出合计100.01万元，其中：基本支出33.34万元；项目支出66.66万元。", id="13-gap"),
        pytest.param("支出合计3万元，其中甲1万元，占33.33%；乙1万元，占33.33%；丙1万元，占33.34%。", id="13-forced"),
        pytest.param("会议费预算44.06万元，实际31.69万元，节约12.38万元。", id="13-difference"),
        pytest.param("上年支出0万元，本年支出50万元，增加50万元，增长100%。", id="14-from-nothing"),
        pytest.param("本年支出50万元，上年无此预算，增长100%。", id="14-no-budget-then"),
        pytest.param("办公费支出有所减少，下降12.50%。", id="14-no-base"),
        pytest.param("本年支出50万元，比上年增加0万元，增长0%。", id="14-no-change"),
        pytest.param("合计0.5亿元，其中甲3000万元，乙20000000元。", id="15-units"),
        pytest.param("预算为１，２００万元，执行６００万元。", id="15-torn-number"),
        pytest.param("预算1，388.70万元，执行388.70万元，节约1000万元。", id="15-torn-number-2"),
        pytest.param("支出88.123456万元，其中：甲44.061728万元，乙44.061728万元。", id="15-six-decimals"),
        pytest.param("预算执行率194.9194.9100%1010", id="16-run-together"),
        pytest.param("年初预算 全年预算 全年执行 执行率 分值 得分\n194.9 180.2 94.9 52.66% 10 5.27", id="16-row"),
        pytest.param("三公经费\t44.06\t31.69\t71.92%\t4\t4", id="16-tabs"),
        pytest.param("增长10.5个百分点，工期3个月，召开第12次会议。", id="no-quantities"),
        pytest.param("预算100万元，实际支出90万元，其他部门节约5万元。", id="of-something-else"),
        pytest.param("预算100万元，实际支出约90万元，节约近12万元。", id="roughly"),
        pytest.param("由于采购价格100万元高于市场90万元，增加15万元。", id="由于"),
        pytest.param("预算100万元；另有项目执行50万元，执行率40%。", id="across-a-semicolon"),
        pytest.param("全区预算执行率85%，高于上年。", id="of-another"),
        pytest.param("到位资金10-20万元，执行15万元，执行率60%。", id="range"),
        pytest.param("公务接待48批次，人均每次150元，共计5万元。", id="9-more-factors"),
        pytest.param("30人每人每月500元，共计18万元。", id="9-by-month"),
        pytest.param("共召开会议30次，其中专题会议12次、现场会议5次。", id="1-some-parts"),
        pytest.param("项目支出500万元，其中设备购置120万元，软件开发80万元。", id="1-some-money"),
        pytest.param("预算100万元，实际支出110万元，超支10万元，超支率10%。", id="10-over"),
        pytest.param("预算执行率85.30%，支付率85.3%。", id="no-numbers"),
        pytest.param("结余-3万元，预算100万元，实际103万元，结余-3万元。", id="10-negative"),
    ],
)
def test_what_must_not_be_accused(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "文件随到随办，边学边改，各党组织组织学习。",
        "召开讨论会，认真研究研究再定。",
        "在职人员51人，编制数51人，在职人员控制率为100%。",
        "数百万元的项目资金到位，投入上万元。",
        "（单位：万元）",
        "下一年度上半年完成清查，预计完成30项。",
        "前三季度支出进度为60%。",
        "上半年完成招标，下半年完成验收。",
        "截至2020年底结余20万元，2021年全部使用。",
        "1-3日集中办公，1月至12月每月通报。",
        "对照年初设定的总体目标，逐项落实。",
        "一、总体情况\n1、预算情况\n2、决算情况\n二、问题\n1、进度慢\n三、建议",
        "1、基本情况\n一、甲\n（一）乙\n1、丙\n2、丁\n3、戊\n2、预算情况\n3、其他",
        "1、甲\n2乙\n3、丙",
        "一是甲。三、四季度支出较多。",
        "资金无截留、挪用，账实相符。",
    ],
)
def test_words_that_are_in_order(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "check", "quote"),
    [
        ("（1）甲\n（2）乙\n（4）丙", "numbering_runs_on", "（4）"),
        ("一、甲\n二、乙\n四、丙", "numbering_runs_on", "四、"),
        ("报告如下。报送材料及时准确无误。报送材料及时准确无误。", "no_doubled_words", None),
        ("现将自评情况报告如下。现将有关情况汇报如下。", "no_doubled_words", None),
        ("截止目前，共办理来文1600件。", "period_is_the_year", "截止目前"),
        ("1-10月，发布信息2421条。", "period_is_the_year", "1-10月"),
        ("上半年综合排名位于全市第一。", "period_is_the_year", "上半年"),
        ("培训目标50次，实际完成120次。", "stated_overachievement_explained", "50次，实际完成120次"),
        ("现有工作人员名，均在编。", "no_missing_numbers", "现有工作人员名"),
        ("账务管理合规，但账实不符。", "statements_do_not_contradict", "账实不符"),
        ("XX单位认真履职。", "no_template_text_left", "XX"),
        ("单位概况（200字以内）。", "no_template_text_left", "（200字以内）"),
        ("全年举办专题培训班12期。\n效益方面，全年举办专题培训班15期。", "counts_agree", "15期"),
    ],
)
def test_words_that_are_not(text: str, check: str, quote: str | None) -> None:
    (finding,) = found(text)

    assert finding.check == check
    assert quote in (None, finding.quote)
    assert text[finding.offset : (finding.offset or 0) + len(finding.quote or "")] == finding.quote
