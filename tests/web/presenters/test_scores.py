"""The right column says what the score sheet says."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.amounts import Rounding
from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.filing import Filing
from selfeval.web.presenters.scores import score_panel
from tests.factories import domain_framework, sample


def assessment(filing: Filing | None = None) -> Assessment:
    return assess(domain_framework(), filing or sample())


def with_total(total: str) -> Assessment:
    whole = assessment()
    sheet = replace(whole.sheet, total=replace(whole.sheet.total, self_score=Decimal(total)))
    return replace(whole, sheet=replace(sheet, grade=domain_framework().grade_for(Decimal(total))))


def test_the_real_form() -> None:
    panel = score_panel(assessment())
    assert (panel.total, panel.of, panel.grade, panel.computed_total) == ("92.00", "100", "优", "91.00")
    assert [(bar.name, bar.score, bar.points, bar.share) for bar in panel.bars] == [
        ("投入", "18.00", "18", "100.0%"),
        ("过程", "31.00", "39", "79.5%"),
        ("产出", "23.00", "23", "100.0%"),
        ("效果", "20.00", "20", "100.0%"),
    ]
    assert panel.note == "比“优”的线高 2.00 分"


def test_the_scale_points_into_the_grade() -> None:
    for total, grade in (("0", "差"), ("59.99", "差"), ("60", "中"), ("85", "良"), ("90", "优"), ("100", "优")):
        scale = score_panel(with_total(total)).scale
        on = next(step for step in scale.steps if step.is_on)
        assert on.name == grade
        left, width = Decimal(on.left), Decimal(on.width)
        assert left <= Decimal(scale.pointer) <= left + width + 2, total


def test_the_way_to_the_next_grade() -> None:
    assert score_panel(with_total("85")).note == "距“优” 5.00 分"
    assert score_panel(with_total("40.5")).note == "距“中” 19.50 分"


def test_an_empty_form_has_no_grade() -> None:
    empty = Filing(framework="jinzhong-2021", fiscal_year=2021)
    panel = score_panel(assessment(empty))
    assert (panel.total, panel.grade) == ("0.00", "—")
    assert panel.note.endswith("项没有得分，等次待定")
    assert {bar.share for bar in panel.bars} == {"0.0%"}


def test_a_cap_is_said() -> None:
    whole = assessment()
    capped = replace(whole.sheet, total=replace(whole.sheet.total, capped_at=Decimal(89)))
    assert score_panel(replace(whole, sheet=capped)).capped_at == "89"
    assert score_panel(whole).capped_at == ""


def test_scores_have_the_decimals_they_are_computed_with() -> None:
    framework = replace(domain_framework(), rounding=Rounding(points_places=3))
    whole = assess(framework, sample())
    sheet = replace(whole.sheet, total=replace(whole.sheet.total, self_score=Decimal("89.125")), grade="良")
    panel = score_panel(replace(whole, sheet=sheet))
    assert (panel.total, panel.computed_total, panel.note) == ("89.125", "91.000", "距“优” 0.875 分")
    assert panel.bars[0].score == "18.000"
    assert panel.scale.words == "89.125 分，良"


def test_a_score_filed_with_more_decimals_is_not_shown_rounded() -> None:
    assert score_panel(with_total("93.125")).total == "93.125"
