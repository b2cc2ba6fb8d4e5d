"""基本＋项目＝合计; 人员＋公用＝基本; 商品服务＋资本性＝公用; the parts of 三公."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found, with_fields

CHECK = "expenditure_parts_add_up"


def test_the_published_form_adds_up() -> None:
    assert found(CHECK, assessed()) == []


@pytest.mark.parametrize(
    ("changed", "value", "whole", "difference"),
    [
        ("project_expenditure_actual", "2198.05", "actual_expenditure", "0.02"),
        ("personnel_expenditure_budget", "18.25", "basic_expenditure_budget", "0.02"),
        ("personnel_expenditure_actual", "18", "basic_expenditure_actual", "0.23"),
    ],
)
def test_a_part_that_is_off(changed: str, value: str, whole: str, difference: str) -> None:
    (finding,) = found(CHECK, assessed(fields={changed: value}))

    assert finding.severity is Severity.ERROR
    assert finding.where[0] == f"fields.{whole}"
    assert f"fields.{changed}" in finding.where
    assert finding.message.endswith(f"差{difference}万元")


def test_what_is_said() -> None:
    (finding,) = found(CHECK, assessed(fields={"project_expenditure_actual": "1198.03"}))

    assert (
        finding.message == "基本支出决算数＋项目支出决算数合计1,495.17万元，预算执行金额填2,495.17万元，差1,000.00万元"
    )
    assert (finding.expected, finding.found) == ("1495.17", "2495.17")


@pytest.mark.parametrize("value", ["2198.03", "2198.04", "2198.02"])
def test_within_the_tolerance(value: str) -> None:
    assert found(CHECK, assessed(fields={"project_expenditure_actual": value})) == []


@pytest.mark.parametrize("missing", ["project_expenditure_actual", "basic_expenditure_actual", "actual_expenditure"])
def test_silent_while_the_whole_or_a_part_is_missing(missing: str) -> None:
    findings = found(CHECK, assessed(fields={"actual_expenditure": "1", missing: None}))

    assert [each for each in findings if each.where[0] == "fields.actual_expenditure"] == []


def test_the_parts_of_the_three_public_expenses() -> None:
    parts = ("overseas_travel", "vehicle_purchase", "vehicle_running", "official_reception")
    framework = with_fields(*({"code": f"{part}_actual"} for part in parts))
    amounts = dict(zip((f"{part}_actual" for part in parts), ("0", "20", "10", "1.69"), strict=True))

    assert found(CHECK, assessed(framework=framework, fields=amounts)) == []
    assert found(CHECK, assessed(framework=framework, fields={**amounts, "vehicle_purchase_actual": None})) == []
    (finding,) = found(CHECK, assessed(framework=framework, fields={**amounts, "vehicle_purchase_actual": "2"}))
    assert finding.where[0] == "fields.three_public_actual"


def test_the_parts_of_operating_expenditure() -> None:
    framework = with_fields({"code": "goods_and_services_actual"}, {"code": "capital_outlay_actual"})
    amounts = {"goods_and_services_actual": "268.02", "capital_outlay_actual": "10.89"}

    assert found(CHECK, assessed(framework=framework, fields=amounts)) == []
    assert len(found(CHECK, assessed(framework=framework, fields={**amounts, "capital_outlay_actual": "10"}))) == 1
