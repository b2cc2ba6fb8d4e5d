"""Checks of the unit's own indicators (个性指标): target, unit, sign, name, and how far it was exceeded or missed."""

from typing import Any

import pytest

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import Plain
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import found
from tests.domain.one_own_indicator import NODE, assessed_rows, own_framework, row

GROUPS = ["数量指标", "质量指标", "成本指标", "社会效益指标", "服务对象满意度指标"]
BY_COEFFICIENT = {"kind": "coefficient"}
PLACE = f"indicators.{NODE}.own_1"


def form(*rows: dict[str, Plain], scoring: Plain = None) -> Assessment:
    """A form of own indicators in the usual groups; 数量指标 and 件 unless the row says otherwise."""
    framework = own_framework(scoring, node={"own_indicators": GROUPS})
    usual: dict[str, Plain] = {"group": "数量指标"}
    return assessed_rows(framework, *[{**each, **(usual if each["group"] == "数量" else {})} for each in rows])


def coefficient(*args: Any, **keys: Plain) -> Assessment:
    """One row of a form that scores by coefficient."""
    return form(row(*args, coefficient="100%", **keys), scoring=BY_COEFFICIENT)


@pytest.mark.parametrize(
    ("op", "target", "unit"), [(">=", "100", "件"), (">=", "95%", ""), ("qualitative", "100", ""), ("=", "0", "起")]
)
def test_a_complete_target(op: str, target: str, unit: str) -> None:
    assert found("quantitative_targets_complete", coefficient(op, target, target, unit=unit)) == []


@pytest.mark.parametrize("unit", ["", " "])
def test_a_number_without_a_unit(unit: str) -> None:
    (finding,) = found("quantitative_targets_complete", coefficient(">=", "100", unit=unit))

    assert (finding.severity, finding.where) == (Severity.ERROR, (f"{PLACE}.unit",))
    assert finding.message == "某项是定量指标，还没有填度量单位"


def test_a_missing_target_is_told_once() -> None:
    """Where the target decides the score, the missing score tells it."""
    (by_hand,) = found("quantitative_targets_complete", coefficient(">=", None))
    by_target = form(row(">=", None))

    assert by_hand.where == (f"{PLACE}.target",)
    assert found("quantitative_targets_complete", by_target) == []
    assert [each.where for each in found("all_indicators_scored", by_target)] == [(f"{PLACE}.target",)]


def exceeded(actual: str | None, *, op: str = ">=", target: str = "100", **keys: Plain) -> list[Finding]:
    return found("overachievement_explained", form(row(op, target, actual, unit="件", **keys)))


@pytest.mark.parametrize("actual", ["130", "100", "70", "69.99", None])
def test_a_completion_within_the_limits_or_asked_about_elsewhere(actual: str | None) -> None:
    assert exceeded(actual) == []


@pytest.mark.parametrize(
    ("actual", "keys", "share", "limit"),
    [
        ("131", {}, "131.00%", "130%"),
        ("130.001", {}, "130.001%", "130%"),
        ("69.999", {"reason": "任务顺延"}, "69.999%", "70%"),
        ("50", {"self_score": "10"}, "50.00%", "70%"),
        ("50", {"op": "<=", "self_score": "10"}, "200.00%", "130%"),
        ("200", {"op": "<=", "self_score": "10"}, "50.00%", "70%"),
        ("-10", {"reason": "减免收费"}, "-10.00%", "70%"),
    ],
)
def test_a_completion_beyond_the_limits(actual: str, keys: dict[str, Any], share: str, limit: str) -> None:
    (finding,) = exceeded(actual, **keys)

    assert (finding.severity, finding.where) == (Severity.WARNING, (f"{PLACE}.reason",))
    assert (finding.found, finding.expected) == (share, limit)
    assert finding.explanation == keys.get("reason")


def test_what_a_completion_beyond_the_limits_is_told() -> None:
    assert exceeded("200")[0].message == "某项完成比例200.00%，超过130%，请说明原因（指标值是否定得偏低）"
    assert exceeded("20", reason="任务顺延")[0].message == (
        "某项完成比例20.00%，低于70%，请说明原因（指标值是否定得偏高，或任务为什么没有完成）"
    )


def test_a_framework_may_set_its_own_limit_or_take_the_points_off() -> None:
    def told(then: str, actual: str) -> list[str | None]:
        lost: dict[str, Plain] = {"deduct": "1"} if then == "deduct" else {}
        rule: Plain = {"kind": "target", "over": {"above": "150%", "then": then, **lost}}
        far = form(row(">=", "100", actual, unit="件"), scoring=rule)
        return [each.expected for each in found("overachievement_explained", far)]

    assert told("explain", "140") == []
    assert told("explain", "151") == ["150%"]
    assert told("deduct", "151") == []


@pytest.mark.parametrize(("target", "actual"), [("0", "0"), ("0", "3"), ("100", "0")])
def test_over_nothing_there_is_no_completion(target: str, actual: str) -> None:
    op = "<=" if target != "0" else "="
    assert exceeded(actual, op=op, target=target) == []


@pytest.mark.parametrize(
    ("op", "name"),
    [
        ("<=", "人均培训成本"),
        ("<", "项目总成本"),
        ("qualitative", "经济成本控制"),
        (">=", "成本节约率"),
        (">=", "能耗降低率"),
        ("=", "补助发放标准"),
    ],
)
def test_costs_with_an_upper_bound_and_savings(op: str, name: str) -> None:
    assert found("cost_indicator_is_upper_bound", form(row(op, unit="元", group="成本指标", name=name))) == []


@pytest.mark.parametrize(("op", "sign"), [(">=", "≥"), (">", "＞"), ("=", "＝")])
def test_costs_without_an_upper_bound(op: str, sign: str) -> None:
    (finding,) = found("cost_indicator_is_upper_bound", form(row(op, unit="元", group="成本指标", name="项目总成本")))

    assert (finding.severity, finding.where) == (Severity.WARNING, (f"{PLACE}.sign",))
    assert finding.message == f"项目总成本是成本指标，指标性质填“{sign}”，应为“≤”：成本越低越好"
    assert found("cost_indicator_is_upper_bound", form(row(op, unit="件", name="项目总成本"))) == []


@pytest.mark.parametrize(
    "name", ["资金支付率", "预算执行率", "专项资金拨付进度", "支出进度", "经费使用率", "资金 到位率"]
)
def test_a_payment_rate_is_not_a_quantity(name: str) -> None:
    (finding,) = found("quantity_is_not_a_payment_rate", form(row(">=", "95%", "96%", name=name)))

    assert (finding.severity, finding.where) == (Severity.WARNING, (f"{PLACE}.name",))
    assert "不宜放在“数量指标”" in finding.message


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("小额担保贷款发放", "数量指标"),
        ("资金补助企业数", "数量指标"),
        ("支出项目数量", "数量指标"),
        ("预算绩效培训次数", "数量指标"),
        ("资金支付率", "质量指标"),
    ],
)
def test_quantities_and_payment_rates_elsewhere(name: str, group: str) -> None:
    assert found("quantity_is_not_a_payment_rate", form(row(unit="件", name=name, group=group))) == []


def test_one_indicator_among_outputs_and_effects() -> None:
    rows = [
        row(name="培训合格率", group="质量指标", unit="件"),
        row(name="培训 合格率", group="社会效益指标", unit="件"),
    ]
    (finding,) = found("indicator_not_in_output_and_effect_both", form(*rows))

    assert (finding.severity, finding.where) == (
        Severity.WARNING,
        (f"indicators.{NODE}.own_2.name", f"indicators.{NODE}.own_1.name"),
    )
    assert finding.message == (
        "“培训 合格率”在“质量指标”和“社会效益指标”里各填了一次，请保留一处，另一处换成能反映效果的指标"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [row(name="培训合格率", group="质量指标"), row(name="培训人次", group="社会效益指标")],
        [row(name="培训人次", group="数量指标"), row(name="培训人次", group="质量指标")],
        [row(name="满意度", group="社会效益指标"), row(name="满意度", group="服务对象满意度指标")],
    ],
)
def test_indicators_of_two_names_or_on_one_side(rows: list[dict[str, Plain]]) -> None:
    assert found("indicator_not_in_output_and_effect_both", form(*rows)) == []


def test_the_node_tells_the_side_where_the_group_does_not() -> None:
    framework = own_framework(node={"name": "产出和效果", "own_indicators": ["产出", "效果", "其他"]})
    same = [row(name="办事便利", group=group) for group in ("产出", "效果", "其他")]

    assert len(found("indicator_not_in_output_and_effect_both", assessed_rows(framework, *same))) == 1


def vague(target: str, **keys: Plain) -> list[Finding]:
    """What is told of a target in words."""
    assessment = form(row("qualitative", target, "已完成", coefficient="100%", **keys), scoring=BY_COEFFICIENT)
    return found("target_is_measurable", assessment)


@pytest.mark.parametrize("target", ["明显提升", "不断改善营商环境", "进一步完善制度", "预警提前量增加", "有效促进就业"])
def test_a_target_of_vague_verbs(target: str) -> None:
    (finding,) = vague(target)

    assert (finding.severity, finding.where, finding.found) == (Severity.WARNING, (f"{PLACE}.target",), target)


@pytest.mark.parametrize(
    "target",
    [
        "增加10%以上",
        "增加两成",
        "提升服务，实现零投诉",
        "制度健全、使用合规",
        "设备完好，运行稳定",
        "10月底前投用",
        "全部完成",
        "建成人才库并按季更新",
        "",
    ],
)
def test_a_target_that_can_be_held_against_something(target: str) -> None:
    assert vague(target) == []


def test_an_adjusted_target_counts_and_a_number_is_always_measurable() -> None:
    assert vague("明显提升", adjusted_target="新增3个服务点") == []
    assert [each.found for each in vague("新增3个服务点", adjusted_target="明显提升")] == ["明显提升"]
