"""The checks that old forms brought along: a passing and a failing example of each."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from selfeval.domain.checks import Case
from selfeval.domain.checks.attachments_are_there import attachments_are_there
from selfeval.domain.checks.points_not_moved_off_failing_indicators import points_not_moved_off_failing_indicators
from selfeval.domain.checks.satisfaction_has_survey import satisfaction_has_survey
from selfeval.domain.checks.spending_items_were_budgeted import spending_items_were_budgeted
from selfeval.domain.evidence import EvidenceFact
from selfeval.domain.filing import Filing, IndicatorEntry, Item
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework, Severity
from selfeval.domain.scoring import score_sheet
from tests.domain.narrative.long_report import whole
from tests.domain.narrative.reading import case_of
from tests.fixtures_data.published import filing, framework

RULES, FULL = framework("jinzhong-2021"), filing("jinzhong-2021")
SATISFACTION = "effect.performance_benefit.satisfaction"
UTILISATION = "process.asset_management.fixed_asset_utilisation_rate"


def case(given: Filing, rules: Framework = RULES) -> Case:
    return Case(framework=rules, filing=given, sheet=score_sheet(rules, given))


def entered(code: str, **values: object) -> Filing:
    return Filing(framework="", fiscal_year=2021, indicators={code: IndicatorEntry(**values)})  # type: ignore[arg-type]


def items(*labels: str) -> tuple[Item, ...]:
    return tuple(Item(label=label, amount=Decimal(10_000)) for label in labels)


@pytest.mark.parametrize(
    ("budgeted", "spent", "missing"),
    [
        (["修路"], ["修路"], []),
        (["修路", "绿化"], ["修路"], []),
        (["修路", "绿化"], ["修路", "看护", "照明"], ["看护", "照明"]),
        (["修路"], ["修路", "绿化"], ["绿化"]),
        (["用于环保管家专项经费"], ["环保管家"], []),
        (["行政运行、机关服务"], ["行政运行，机关服务"], []),
        ([], ["绿化"], []),
        (["修路"], [], []),
    ],
)
def test_spending_items_were_budgeted(budgeted: list[str], spent: list[str], missing: list[str]) -> None:
    fields = {"project_budget_items": items(*budgeted), "project_actual_items": items(*spent)}
    found = list(spending_items_were_budgeted(case(replace(FULL, fields=fields))))

    assert [(each.found, label in each.message) for each, label in zip(found, missing, strict=True)] == [
        ("1.00", True) for _ in missing
    ]


def test_lists_by_different_heads_are_told_once() -> None:
    fields = {"project_budget_items": items("全部项目"), "project_actual_items": items("修路", "绿化", "看护", "照明")}
    (found,) = spending_items_were_budgeted(case(replace(FULL, fields=fields)))

    assert "“修路、绿化、看护等4项”支出4.00万元" in found.message


@pytest.mark.parametrize(
    ("points", "score", "is_found"),
    [
        ("1", "0", True),
        ("2", "1.19", True),
        ("2", "1.2", False),
        ("3", "0", False),
        (None, "0", False),
        # Without a score filed the computed one counts, which is 0 here.
        ("1", None, True),
    ],
)
def test_points_not_moved_off_failing_indicators(points: str | None, score: str | None, is_found: bool) -> None:
    given = entered(UTILISATION, set_points=points and Decimal(points), self_score=score and Decimal(score))

    assert bool(list(points_not_moved_off_failing_indicators(case(given)))) is is_found


def test_points_of_what_does_not_apply_may_go() -> None:
    given = entered(UTILISATION, set_points=Decimal(0), self_score=Decimal(0), is_applicable=False)

    assert not list(points_not_moved_off_failing_indicators(case(given)))


CUT = "process.asset_management.asset_safety"
GAINING = next(leaf.code for leaf in RULES.leaves if leaf.name.startswith("重点工作"))


def moved(*, to: Decimal, score: Decimal, freed: bool = False) -> Filing:
    """完成率 3 分改设 2 分，得 0 分；另一项得 `score` 分，改设 `to` 分。"""
    codes = {leaf.code: leaf for leaf in RULES.leaves}
    cut, gaining = codes[CUT], codes[GAINING]
    entries = {
        CUT: IndicatorEntry(set_points=cut.points - Decimal("0.5"), self_score=Decimal(0)),
        GAINING: IndicatorEntry(set_points=gaining.points + to, self_score=score),
    }
    if freed:
        entries["effect.performance_benefit.economic_benefit"] = IndicatorEntry(is_applicable=False)
    return Filing(framework="", fiscal_year=2021, indicators=entries)


def test_points_moved_to_what_has_full_marks() -> None:
    (found,) = points_not_moved_off_failing_indicators(case(moved(to=Decimal("0.5"), score=Decimal("6.5"))))

    assert found.where == (f"indicators.{CUT}.set_points",)
    assert "得满分的“重点工作完成情况”分值调高" in found.message
    assert found.explanation is None


@pytest.mark.parametrize(("score", "freed"), [("5", False), ("6.5", True)])
def test_points_moved_to_what_lost_some_or_set_free_by_another(score: str, freed: bool) -> None:
    given = moved(to=Decimal("0.5"), score=Decimal(score), freed=freed)

    assert not list(points_not_moved_off_failing_indicators(case(given)))


def test_the_reason_for_lost_points_does_not_explain_why_they_were_few() -> None:
    given = entered(UTILISATION, set_points=Decimal(1), self_score=Decimal(0), reason="实际在用的资产算不出来")
    (found,) = points_not_moved_off_failing_indicators(case(given))
    answered = replace(given, explanations={found.check: "年初与财政部门商定"})

    assert (found.explanation, found.blocks_submission) == (None, True)
    assert not next(iter(points_not_moved_off_failing_indicators(case(answered)))).blocks_submission


def with_survey_fields(**filled: str) -> Case:
    """A framework that has data items of the survey, not required."""
    rules = framework("hunan-2017")
    optional = tuple(replace(each, is_required=False) for each in rules.fields)
    given = filing("jinzhong-2021")
    leaf = next(leaf for leaf in rules.leaves if "满意度" in leaf.name)
    entry = IndicatorEntry(self_score=Decimal(5))
    given = replace(given, fields=filled, indicators={leaf.code: entry}, narratives={}, own_indicators=())
    return case(given, replace(rules, fields=optional))


def test_where_the_form_has_boxes_for_the_survey_an_empty_one_is_an_error() -> None:
    (found,) = satisfaction_has_survey(with_survey_fields(survey_method="问卷"))

    assert (found.severity, found.where) == (Severity.ERROR, ("fields.surveyed_people", "fields.survey_date"))
    assert found.blocks_submission
    assert found.expected == "满意度调查有效样本数、满意度调查日期"


def test_all_boxes_of_the_survey_filled() -> None:
    filled = {"survey_method": "问卷", "surveyed_people": Decimal(120), "survey_date": date(2021, 12, 1)}

    assert not list(satisfaction_has_survey(with_survey_fields(**filled)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("满意度为100%。", "调查方法、样本数、时间"),
        ("12月发放问卷320份，收回312份，满意度98%。", None),
        ("发放问卷320份，满意度98%。", "时间"),
        ("12月做了问卷调查，满意度98%。", "样本数"),
    ],
)
def test_satisfaction_has_survey(text: str, missing: str | None) -> None:
    given = entered(SATISFACTION, self_score=Decimal(5), analysis=text)
    found = list(satisfaction_has_survey(case(given)))

    assert [each.expected for each in found] == ([missing] if missing else [])
    for each in found:
        assert each.offset is not None
        assert text[each.offset :].startswith(each.quote or "-")


def test_a_sample_that_is_a_linked_value_counts_as_it_is_read() -> None:
    told = "12月发放调查表{在职人员数}份，逐份收回。满意度98%。"
    given = entered(SATISFACTION, self_score=Decimal(5), analysis=told)
    asked = replace(given, fields={"staff_on_post": Decimal(51)})

    assert [each.expected for each in satisfaction_has_survey(case(asked))] == []
    assert [each.expected for each in satisfaction_has_survey(case(given))] == ["样本数"]


@pytest.mark.parametrize("values", [{"self_score": Decimal(0)}, {}, {"is_applicable": False}])
def test_satisfaction_that_scores_nothing_needs_no_survey(values: dict[str, object]) -> None:
    assert not list(satisfaction_has_survey(case(entered(SATISFACTION, **values))))


def loose(text: str) -> Case:
    rules = replace(RULES, indicators=())
    given = Filing(framework="", fiscal_year=2021, narratives={"mandate": text})
    return Case(framework=rules, filing=given, sheet=score_sheet(rules, given))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("总结。\n四、附件\n部门整体支出绩效自评表，以及有关资料等。", ["部门整体支出绩效自评表"]),
        ("总结。\n附件：\n《满意度问卷》", ["《满意度问卷》"]),
        ("总结。\n附件：\n自评表\n" + "\t指标\t分值\t得分\n" * 3, []),
        ("总结。\n附件：\n自评表\n" + "附上的内容很长。" * 60, []),
        ("总结中提到附件。", []),
    ],
)
def test_attachments_are_there(text: str, found: list[str]) -> None:
    assert [each.found for each in attachments_are_there(loose(text))] == found


def test_a_form_keeps_its_attachments_elsewhere() -> None:
    """As long as it is not known to have none."""
    form = case_of("总结。\n附件：\n《满意度问卷》")
    files = (EvidenceFact(name="问卷.pdf", sha256="0" * 64, indicators=(), uploaded_on=date(2022, 1, 5)),)

    assert not list(attachments_are_there(form))
    assert not list(attachments_are_there(replace(form, evidence=files)))
    (found,) = attachments_are_there(replace(form, evidence=()))
    assert found.message == "文末列了附件“《满意度问卷》”，佐证材料一件也没有上传"


EVERY: tuple[Callable[[Case], Iterable[Finding]], ...] = (
    spending_items_were_budgeted, points_not_moved_off_failing_indicators, satisfaction_has_survey,
    attachments_are_there,
)  # fmt: skip


@pytest.mark.parametrize("check", EVERY)
def test_a_long_clean_report_gives_nothing(check: Callable[[Case], Iterable[Finding]]) -> None:
    given = {"performance_analysis": whole()}
    found = [each for each in check(case_of(given)) if each.check != "points_not_moved_off_failing_indicators"]

    assert found == []


@pytest.mark.parametrize("check", EVERY)
def test_nothing_filled_gives_nothing(check: Callable[[Case], Iterable[Finding]]) -> None:
    assert list(check(case(Filing(framework="", fiscal_year=2021)))) == []
