"""Saving boxes: what is kept, what is refused, what it records. Whose value counts is in test_merging."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.filing import Evaluator, Item
from selfeval.domain.sections import sections_of
from selfeval.domain.workflow import EDITABLE, Role, State
from selfeval.models import Event, Filing, FilingSection, IndicatorScore
from selfeval.queries.filings import section_stamps
from selfeval.queries.snapshots import assessment_of, filing_snapshot
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
)
from selfeval.services.errors import BadValue, NotAllowed, NotEditable, UnknownBox
from selfeval.services.filings import Known, save_boxes
from selfeval.services.whole_filings import changes_by_section
from tests.factories import (
    NOW,
    World,
    bring_to,
    domain_framework,
    fill,
    make_filing,
    make_user,
    sample,
    save,
)

BUDGET = FigureChange(code="original_budget", value=Decimal("24240300.00"))
COMPLETION = "process.budget_execution.completion_rate"
COMPLIANCE = "process.budget_management.fund_compliance"


@pytest.fixture
def filing(world: World) -> Filing:
    return make_filing(world)


def row_of(filing: Filing) -> dict[str, Any]:
    return Filing.objects.filter(pk=filing.pk).values().get()


def test_the_first_saving_begins_the_filing(world: World, filing: Filing) -> None:
    saved = save(filing, world.unit.preparer, "budget", BUDGET)
    assert (saved.filing.state, saved.filing.version) == (State.FILLING, 2)
    assert (saved.version, saved.saved_at, saved.stored, saved.written) == (2, NOW, {BUDGET.box}, {BUDGET.box})
    assert row_of(filing)["state"] == "filling"
    assert filing_snapshot(filing=saved.filing).fields == {"original_budget": Decimal("24240300.00")}
    assert list(saved.filing.fillers.all()) == [world.unit.preparer]
    stamp = section_stamps(filing=filing)["budget"]
    assert (stamp.version, stamp.saved_at, stamp.saved_by_name) == (1, NOW, world.unit.preparer.full_name)


def test_saving_a_returned_form_makes_it_filling_again(world: World) -> None:
    filing = bring_to(world, State.RETURNED)
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="已补充"))
    event = Event.objects.filter(filing=filing).last()
    assert event is not None
    assert (event.from_state, event.to_state) == ("returned", "filling")
    assert row_of(filing)["state"] == "filling"


def test_one_page_at_a_time(world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "budget", BUDGET)
    save(filing, world.unit.preparer, "staff", FigureChange(code="staff_on_post", value=Decimal(51)))
    stamps = section_stamps(filing=filing)
    assert {code: stamp.version for code, stamp in stamps.items() if stamp.version} == {"budget": 1, "staff": 1}
    assert list(stamps) == [section.code for section in sections_of(domain_framework())]


def test_what_comes_back_is_what_is_stored(world: World, filing: Filing) -> None:
    saved = save(filing, world.unit.preparer, "budget", BUDGET)
    assert saved.assessment == assessment_of(filing=Filing.objects.get(pk=filing.pk))
    full = fill(make_filing(world, world.other), world.other.preparer)
    stored = Filing.objects.get(pk=full.pk)
    assert (stored.self_total, stored.computed_total, stored.grade) == (Decimal(92), Decimal(91), "优")
    assert (stored.blocking_count, stored.warning_count) == (0, 5)
    assert (stored.head, stored.phone, stored.filed_on) == ("陈示例", "0354-0000000", date(2022, 3, 10))


def test_the_scores_of_every_indicator_are_kept(world: World) -> None:
    filing = fill(make_filing(world), world.unit.preparer)
    sheet = assessment_of(filing=filing).sheet
    rows = {row.code: row for row in IndicatorScore.objects.filter(filing=filing)}
    assert rows.keys() == sheet.indicators.keys()
    carryover = rows["process.budget_execution.carryover_rate"]
    assert (carryover.points, carryover.computed_score, carryover.self_score) == (3, 2, 3)
    assert carryover.rate == Decimal("0.180032270679")
    assert carryover.trace == sheet.indicators["process.budget_execution.carryover_rate"].trace
    save(filing, world.unit.preparer, "budget", FigureChange(code="closing_balance", value=None))
    carryover.refresh_from_db()
    assert (carryover.rate, carryover.computed_score) == (None, None)
    assert IndicatorScore.objects.filter(filing=filing).count() == 26


def test_one_event_a_save_with_old_and_new(world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "budget", BUDGET)
    before = Event.objects.count()
    save(
        filing,
        world.unit.preparer,
        "budget",
        replace(BUDGET, value=Decimal("24240400.00")),
        FigureChange(code="carryover_balance", value=Decimal("160700.00")),
        FigureChange(code="other_adjustment", value=None),
    )
    assert Event.objects.count() == before + 1
    event = Event.objects.latest("id")
    assert (event.action, event.actor, event.at, event.version) == (
        "filing.section_saved",
        world.unit.preparer,
        NOW,
        3,
    )
    assert (event.filing, event.department) == (filing, world.unit.department)
    assert event.data == {
        "sections": ["budget"],
        "changes": [
            {"box": "fields.original_budget", "old": "2424.03", "new": "2424.04"},
            {"box": "fields.carryover_balance", "old": None, "new": "16.07"},
        ],
    }


def test_long_texts_are_recorded_by_their_length(world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="职" * 201))
    assert Event.objects.latest("id").data["changes"] == [
        {"box": "narratives.mandate", "old": None, "new": "（201字）"}
    ]


def test_every_version_of_a_filing_has_one_event(world: World) -> None:
    filing = bring_to(world, State.FINALISED)
    versions = list(Event.objects.filter(filing=filing).order_by("id").values_list("version", flat=True))
    assert versions == list(range(1, row_of(filing)["version"] + 1))


@pytest.mark.parametrize("state", [state for state in State if state not in EDITABLE])
def test_a_form_on_its_way_is_not_editable(world: World, state: State) -> None:
    filing = bring_to(world, state)
    Filing.objects.filter(pk=filing.pk).update(state=state.value)
    before = row_of(filing)
    with pytest.raises(NotEditable, match=f"“{state.label}”的填报不能修改") as refused:
        save(filing, world.unit.preparer, "budget", BUDGET)
    assert refused.value.state is state
    assert row_of(filing) == before


def test_only_preparers_of_the_unit_save(world: World, filing: Filing) -> None:
    inside = make_user("inside", Role.REVIEWER, world.unit.department)
    for person in (world.unit.head, world.other.preparer, world.reviewer, world.administrator, inside):
        with pytest.raises(NotAllowed):
            save(filing, person, "budget", BUDGET)
    world.unit.preparer.is_active = False
    with pytest.raises(NotAllowed, match="没有这份填报，或无权查看"):
        save(filing, world.unit.preparer, "budget", BUDGET)
    assert row_of(filing)["version"] == 1


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("staff", BUDGET),
        ("check", FigureChange(code="no_such_field", value=Decimal(1))),
        ("budget", FigureChange(code="no_such_field", value=Decimal(1))),
        ("input", EntryChange(code=COMPLETION, attribute="reason", value="原因")),
        ("process", EntryChange(code="process.budget_execution", attribute="reason", value="原因")),
        ("process", EntryChange(code=COMPLETION, attribute="review_score", value=Decimal(1))),  # type: ignore[arg-type]
        ("budget", NarrativeChange(code="mandate", text="职能")),
        ("narratives", NarrativeChange(code="no_such_text", text="职能")),
        ("face", FaceChange(attribute="state", value="finalised")),  # type: ignore[arg-type]
        ("check", ExplanationChange(check="../etc", text="说明")),
        ("no_such_page", BUDGET),
    ],
)
def test_a_box_of_another_page_is_refused(world: World, filing: Filing, section: str, change: Change) -> None:
    with pytest.raises(UnknownBox) as refused:
        save_boxes(actor=world.unit.preparer, filing_id=filing.pk, section=section, seen=1, changes=[change], now=NOW)
    assert (refused.value.box, refused.value.section) == (change.box, section)
    assert row_of(filing)["version"] == 1


def test_a_page_that_does_not_exist_is_refused_without_changes_too(world: World, filing: Filing) -> None:
    with pytest.raises(UnknownBox):
        save_boxes(actor=world.unit.preparer, filing_id=filing.pk, section="x", seen=1, changes=(), now=NOW)
    assert row_of(filing)["version"] == 1


def test_points_are_not_set_where_the_bureau_sets_them(world: World, filing: Filing, monkeypatch: Any) -> None:
    change = EntryChange(code=COMPLETION, attribute="set_points", value=Decimal(3))
    assert save(filing, world.unit.preparer, "process", change).assessment.filing.entry(COMPLETION).set_points == 3
    bureau = replace(domain_framework(), is_points_set_by_unit=False)
    monkeypatch.setattr("selfeval.domain.framework.Framework.has_set_points", False)
    monkeypatch.setattr("selfeval.services.filings.framework_snapshot", lambda version: bureau)
    with pytest.raises(UnknownBox):
        save(filing, world.unit.preparer, "process", change)


def items(count: int) -> tuple[Item, ...]:
    return tuple(Item(label=f"第{place}项", amount=Decimal("1.00")) for place in range(count))


@pytest.mark.parametrize(
    ("section", "change", "message"),
    [
        # What a filing file may not hold, a box may not either.
        ("budget", replace(BUDGET, value=Decimal("0.001")), "fields.original_budget"),
        ("budget", replace(BUDGET, value=Decimal("-1.00")), "不能小于0"),
        ("budget", replace(BUDGET, value=Decimal("1e19")), "太大"),
        ("staff", FigureChange(code="staff_on_post", value=Decimal("50.5")), "应是整数"),
        ("process", EntryChange(code=COMPLIANCE, attribute="points", value=Decimal(3)), "只用于直接给分的指标"),
        ("process", EntryChange(code=COMPLIANCE, attribute="incidents", value=-1), "应是不小于0的整数"),
        ("process", EntryChange(code=COMPLETION, attribute="set_points", value=Decimal(-1)), "不能小于0"),
        ("process", EntryChange(code=COMPLETION, attribute="tier", value="达成"), "只用于分档计分的指标"),
        (
            "budget",
            FigureChange(code="budget_adjustment_items", value=(Item(label="", amount=Decimal(1)),)),
            r"fields.budget_adjustment_items\[0\].label",
        ),
        ("evaluators", EvaluatorsChange(evaluators=(Evaluator(name=""),)), r"evaluators\[0\].name"),
        # What no column holds.
        ("budget", replace(BUDGET, value=Decimal("NaN")), "不是数字"),
        ("budget", replace(BUDGET, value=Decimal("Infinity")), "不是数字"),
        ("budget", FigureChange(code="budget_adjustment_items", value=items(501)), "共501行，太多"),
        ("process", EntryChange(code=COMPLIANCE, attribute="incidents", value=10**15), "太大"),
        ("narratives", NarrativeChange(code="mandate", text="职" * 100_001), "共100001字，太长"),
        ("narratives", NarrativeChange(code="mandate", text="职\x00能"), "看不见的控制字符"),
        ("narratives", NarrativeChange(code="mandate", text="\ud800"), "看不见的控制字符"),
        ("face", FaceChange(attribute="head", value="甲\x1b[31m"), "看不见的控制字符"),
        # What no form should send.
        ("budget", replace(BUDGET, value="2424.03"), "不是这一栏的类型"),
        ("budget", replace(BUDGET, value=True), "不是这一栏的类型"),
        ("budget", FigureChange(code="budget_adjustment_items", value=({"label": "项"},)), "不是这一栏的类型"),
        ("process", EntryChange(code=COMPLIANCE, attribute="incidents", value=Decimal(1)), "不是这一栏的类型"),
        ("face", FaceChange(attribute="filed_on", value="2022-03-10"), "不是这一栏的类型"),
        ("face", FaceChange(attribute="filed_on", value=datetime(2022, 3, 10, tzinfo=UTC)), "不是这一栏的类型"),
    ],
)
def test_a_value_no_filing_can_hold_is_refused(
    world: World, filing: Filing, section: str, change: Change, message: str
) -> None:
    before = row_of(filing)
    with pytest.raises(BadValue, match=message) as refused:
        save(filing, world.unit.preparer, section, change)
    assert all(fault.path.startswith(change.box) for fault in refused.value.faults)
    assert row_of(filing) == before
    assert section_stamps(filing=filing)[section].version == 0


def test_line_ends_of_browsers_are_made_plain(world: World, filing: Filing) -> None:
    text = NarrativeChange(code="mandate", text="一\r\n二\r三\n")
    reason = EntryChange(code=COMPLETION, attribute="reason", value="甲\r\n乙")
    assert save(filing, world.unit.preparer, "narratives", text).assessment.filing.narratives == {
        "mandate": "一\n二\n三\n"
    }
    assert save(filing, world.unit.preparer, "process", reason).assessment.filing.entry(COMPLETION).reason == "甲\n乙"


def test_boxes_can_be_cleared(world: World) -> None:
    filing = fill(make_filing(world), world.unit.preparer)
    save(filing, world.unit.preparer, "budget", replace(BUDGET, value=None))
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text=""))
    save(filing, world.unit.preparer, "evaluators", EvaluatorsChange(evaluators=()))
    save(
        filing, world.unit.preparer, "check", ExplanationChange(check="carryover_agrees_with_closing_balance", text="")
    )
    save(filing, world.unit.preparer, "face", FaceChange(attribute="filed_on", value=None))
    content = filing_snapshot(filing=Filing.objects.get(pk=filing.pk))
    assert "original_budget" not in content.fields
    assert "mandate" not in content.narratives
    assert (content.evaluators, content.filed_on) == ((), None)
    assert "carryover_agrees_with_closing_balance" not in content.explanations
    assert len(content.fields) == len(sample().fields) - 1


def test_characters_outside_the_common_plane_are_kept(world: World, filing: Filing) -> None:
    text = "二〇二一年䶮塘镇𠮷野"
    saved = save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text=text))
    assert filing_snapshot(filing=saved.filing).narratives == {"mandate": text}


def test_an_absurd_self_score_is_kept_and_found_not_crashed_on(world: World, filing: Filing) -> None:
    change = EntryChange(code=COMPLETION, attribute="self_score", value=Decimal("999999999999999"))
    saved = save(filing, world.unit.preparer, "process", change)
    assert filing_snapshot(filing=saved.filing).entry(COMPLETION).self_score == Decimal("999999999999999")
    assert row_of(filing)["self_total"] is None
    assert IndicatorScore.objects.get(filing=filing, code=COMPLETION).self_score is None


def test_an_absurd_rate_is_left_out_of_the_list_only(world: World, filing: Filing) -> None:
    save(
        filing,
        world.unit.preparer,
        "budget",
        FigureChange(code="procurement_budget", value=Decimal("0.01")),
        FigureChange(code="procurement_actual", value=Decimal("9999999999999990000.00")),
    )
    row = IndicatorScore.objects.get(filing=filing, code="process.budget_execution.procurement_execution_rate")
    assert row.rate is None
    assert row.computed_score is not None


def test_a_filing_that_does_not_exist(world: World) -> None:
    with pytest.raises(Filing.DoesNotExist):
        save_boxes(actor=world.unit.preparer, filing_id=0, section="budget", seen=1, changes=[BUDGET], now=NOW)


def test_when_the_event_cannot_be_written_nothing_is(world: World, filing: Filing, monkeypatch: Any) -> None:
    def fail(**values: Any) -> None:
        raise OSError("disk full")

    before = row_of(filing)
    monkeypatch.setattr("selfeval.services.filings.events.record", fail)
    with pytest.raises(OSError, match="disk full"):
        save(filing, world.unit.preparer, "budget", BUDGET)
    assert row_of(filing) == before
    assert FilingSection.objects.get(filing=filing, code="budget").version == 0
    assert not filing.figures.exists()


def test_saving_takes_the_same_queries_for_one_box_and_for_all(
    world: World, filing: Filing, django_assert_max_num_queries: Any
) -> None:
    pages = changes_by_section(domain_framework(), sample())
    save(filing, world.unit.preparer, "budget", BUDGET)
    for section, changes in pages.items():
        version = row_of(filing)["version"]
        with django_assert_max_num_queries(31):
            save(filing, world.unit.preparer, section, *changes, seen=version)


def test_what_the_caller_read_counts_only_while_nobody_wrote(
    world: World, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def saved(code: str, known: Known) -> Any:
        changes, seen = [FigureChange(code=code, value=Decimal(7))], known.version
        return save_boxes(
            actor=world.unit.preparer, filing_id=filing.pk, changes=changes, seen=seen, known=known, now=NOW
        )

    before = Known(version=filing.version, content=filing_snapshot(filing=filing))
    save(filing, world.unit.preparer, "budget", BUDGET)
    both = saved("other_staff", before).assessment.filing
    assert both.fields == {"original_budget": BUDGET.value, "other_staff": Decimal(7)}

    def fail(**_: Any) -> None:
        raise AssertionError("the boxes were read again")

    monkeypatch.setattr("selfeval.services.filings.filing_snapshot", fail)
    now = Known(version=row_of(filing)["version"], content=both)
    assert saved("retired_staff", now).assessment.filing.fields == {**both.fields, "retired_staff": Decimal(7)}
