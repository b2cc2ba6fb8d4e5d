"""The unit's own indicators: stored as typed, versioned and recorded like other rows, refused where no file could hold
them."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.files import filing_from_document, filing_to_document, read_filing
from selfeval.domain.filing import Filing as Content
from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.models import Event, Filing, IndicatorScore, OwnIndicatorRow
from selfeval.queries.snapshots import assessment_of, filing_snapshot
from selfeval.services.applying import applied
from selfeval.services.changes import EntryChange, OwnIndicatorsChange
from selfeval.services.errors import BadValue, UnknownBox
from selfeval.services.whole_filings import changes_by_section
from tests.factories import World, make_filing, save
from tests.goals_2020 import goals_framework, make_goals_world, own

WORDS = own(
    "经费支出合规性",
    15,
    group="质量指标",
    sign=TargetSign.QUALITATIVE,
    target=None,
    target_words="严格执行制度\n无违规支出",
    actual=None,
    actual_words="达成预期指标",
    unit="",
    entry=IndicatorEntry(tier="达成预期指标", coefficient=Decimal("0.95"), reason="个别凭证补签", measure="每季抽查"),
)
SHARE = own(
    "培训合格率",
    15,
    group="质量指标",
    target=Quantity(value=Decimal("0.95"), is_percent=True),
    adjusted_target=Quantity(value=Decimal("0.333333333333"), is_percent=True),
    actual=Quantity(value=Decimal("0.96"), is_percent=True),
    is_core=True,
    entry=IndicatorEntry(self_score=Decimal("14.50"), analysis="按结业考试计"),
)
OUTPUTS = (own("培训人次", 20), WORDS, SHARE)
SURVEY = own(
    "满意度", 10, under="satisfaction.survey", group="服务对象满意度指标", entry=IndicatorEntry(coefficient=Decimal(1))
)


@pytest.fixture
def world(db: None) -> World:
    return make_goals_world()


@pytest.fixture
def filing(world: World) -> Filing:
    return make_filing(world)


def change(*rows: OwnIndicator, under: str = "outputs") -> OwnIndicatorsChange:
    return OwnIndicatorsChange(under=under, own=rows)


def test_they_come_back_as_typed_in_a_constant_number_of_queries(
    world: World, filing: Filing, django_assert_num_queries: Any
) -> None:
    save(filing, world.unit.preparer, "satisfaction", change(SURVEY, under="satisfaction.survey"))
    saved = save(filing, world.unit.preparer, "outputs", change(*OUTPUTS)).filing
    assert filing_snapshot(filing=saved).own_indicators == (*OUTPUTS, SURVEY)
    again = Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)
    with django_assert_num_queries(8):
        assert filing_snapshot(filing=again).own_indicators == (*OUTPUTS, SURVEY)


def test_saving_again_replaces_those_of_the_node_alone_and_their_scores(world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "outputs", change(*OUTPUTS))
    save(filing, world.unit.preparer, "satisfaction", change(SURVEY, under="satisfaction.survey"))
    saved = save(filing, world.unit.preparer, "outputs", change(SHARE))
    assert filing_snapshot(filing=saved.filing).own_indicators == (SHARE, SURVEY)
    codes = set(IndicatorScore.objects.filter(filing=filing).values_list("code", flat=True))
    assert codes == {"execution", "outputs.own_1", "effects.mechanism", "satisfaction.survey.own_1"}
    assert codes == set(assessment_of(filing=saved.filing).sheet.indicators)
    save(filing, world.unit.preparer, "outputs", change())
    assert not OwnIndicatorRow.objects.filter(filing=filing, under="outputs").exists()


def test_one_event_says_what_the_list_was_and_is(world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "outputs", change(OUTPUTS[0]))
    save(filing, world.unit.preparer, "outputs", change(replace(OUTPUTS[0], unit="人")))
    event = Event.objects.filter(filing=filing).last()
    assert event is not None
    (recorded,) = event.data["changes"]
    assert recorded["box"] == "own_indicators.outputs"
    assert [row["unit"] for row in recorded["old"]] == ["人次"]
    assert [row["unit"] for row in recorded["new"]] == ["人"]


def test_somebody_elses_saving_is_not_written_over(world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "outputs", change(OUTPUTS[0]))
    saved = save(filing, world.unit.preparer, "outputs", change(SHARE), seen=1)
    assert [conflict.box for conflict in saved.conflicts] == ["own_indicators.outputs"]
    assert filing_snapshot(filing=filing).own_indicators == (OUTPUTS[0],)


@pytest.mark.parametrize(
    ("section", "refused"),
    [
        ("outputs", change(under="effects")),
        ("effects", change(own("培训"))),
        ("outputs", change(under="nowhere")),
        ("outputs", EntryChange(code="outputs.own_1", attribute="reason", value="原因")),
        ("outputs", EntryChange(code="outputs", attribute="reason", value="原因")),
    ],
)
def test_a_box_no_page_has_is_refused(world: World, filing: Filing, section: str, refused: Any) -> None:
    with pytest.raises(UnknownBox):
        save(filing, world.unit.preparer, section, refused)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (own("培训", group="效益指标"), "第2个指标“培训”"),
        (own(""), "own_indicators.outputs"),
        (own("培训", points=-1), "不能小于0"),
        (own("培训", actual=Quantity(value=Decimal("0.9"), is_percent=True)), "写法不同"),
        (own("培训", entry=IndicatorEntry(coefficient=Decimal("0.9"))), "只用于定性指标"),
        (replace(WORDS, entry=IndicatorEntry(tier="达成预期指标", coefficient=Decimal("0.7"))), "不在“达成预期指标”"),
        (replace(WORDS, entry=IndicatorEntry(tier="优秀")), "不是这个指标的档次"),
        (own("培训", under="effects.benefit"), "不是这一栏的类型"),
        (own("培训", points=Decimal("Infinity")), "不是数字"),
        (own("培训", unit="人\x00次"), "控制字符"),
        (own("培训", is_core=1), "不是这一栏的类型"),
        (own("培训", target=Decimal(5)), "不是这一栏的类型"),
        (own("培训", target=Quantity(value=5.0)), "不是这一栏的类型"),  # type: ignore[arg-type]
        (own("培训", entry=IndicatorEntry(self_score=1)), "不是这一栏的类型"),  # type: ignore[arg-type]
        (own("培训", entry=IndicatorEntry(set_points=Decimal(5))), "不能原样保存"),
        (own("培训", target_words="多"), "不能原样保存"),
    ],
)
def test_what_no_file_could_hold_is_refused(world: World, filing: Filing, row: OwnIndicator, message: str) -> None:
    with pytest.raises(BadValue, match=message):
        save(filing, world.unit.preparer, "outputs", change(OUTPUTS[0], row))
    assert not OwnIndicatorRow.objects.filter(filing=filing).exists()


def test_line_ends_of_browsers_become_plain(world: World, filing: Filing) -> None:
    typed = replace(WORDS, target_words="一\r\n二", entry=replace(WORDS.entry, reason="三\r四"))
    saved = save(filing, world.unit.preparer, "outputs", change(typed))
    (row,) = filing_snapshot(filing=saved.filing).own_indicators
    assert (row.target_words, row.entry.reason) == ("一\n二", "三\n四")


def test_a_filing_file_goes_into_the_database_and_prints_back_equal(world: World, filing: Filing) -> None:
    framework = goals_framework()
    department = replace(filing_snapshot(filing=filing).department, head="", phone="")
    content = Content(
        framework="goals-2020@1", fiscal_year=2021, department=department, own_indicators=(*OUTPUTS, SURVEY)
    )
    text = json.dumps(filing_to_document(framework, content), ensure_ascii=False)
    for section, changes in changes_by_section(framework, read_filing(framework, text)).items():
        save(filing, world.unit.preparer, section, *changes)
    stored = filing_snapshot(filing=Filing.objects.get(pk=filing.pk))
    stored = replace(stored, department=department)
    assert json.dumps(filing_to_document(framework, stored), ensure_ascii=False) == text


def test_rows_of_several_nodes_stand_in_the_order_of_the_form() -> None:
    framework = goals_framework()
    made = Content(framework="goals-2020@1", fiscal_year=2021)
    made = applied(framework, made, [change(SURVEY, under="satisfaction.survey"), change(OUTPUTS[0])])
    assert [each.under for each in made.own_indicators] == ["outputs", "satisfaction.survey"]
    assert filing_from_document(framework, filing_to_document(framework, made)) == made
