"""Remarks on a frozen copy: whose they are, what a return with them opens, and that each is answered."""

from decimal import Decimal

import pytest

from selfeval.domain.workflow import Action, State
from selfeval.models import Event, EventAction, Filing, ReviewPhrase, ReviewPin, Submission, User
from selfeval.queries.filings import last_submission
from selfeval.queries.pins import open_places, pins_to_answer, returned_record
from selfeval.review.preconditions import Refused
from selfeval.services.carried_texts import carry_texts
from selfeval.services.changes import EntryChange, FigureChange, NarrativeChange
from selfeval.services.errors import BadValue, ClosedBoxes, NotAllowed, NotEditable, StaleVersion, UnknownBox
from selfeval.services.moved_points import move_points
from selfeval.services.phrases import add_phrase
from selfeval.services.pins import add_pin, answer_pin, change_pin, remove_pin
from tests.evidence import attach
from tests.factories import NOW, World, bring_to, domain_framework, move, save

RATE = "process.budget_execution.carryover_rate"
READ = "fields.closing_balance"
TEXT = "narratives.mandate"


@pytest.fixture
def submitted(world: World) -> Filing:
    return bring_to(world, State.SUBMITTED)


def copy_of(filing: Filing) -> Submission:
    found = last_submission(filing=filing)
    assert found is not None
    return found


def pin(actor: User, filing: Filing, place: str = RATE, words: str = "请按年末结余重算") -> ReviewPin:
    return add_pin(actor=actor, submission_id=copy_of(filing).pk, place=place, words=words, now=NOW)


def returned(world: World, filing: Filing, *places: str) -> Filing:
    for place in places:
        pin(world.reviewer, filing, place)
    return move(filing, world.reviewer, Action.RETURN, comment="请按批注修改")


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)


def answer_all(world: World, filing: Filing) -> None:
    for each in pins_to_answer(filing=filing):
        answer_pin(actor=world.unit.preparer, filing_id=filing.pk, pin_id=each.pk, was="", answer="已改", now=NOW)


def test_a_remark_is_made_changed_and_taken_back_with_an_event_each(world: World, submitted: Filing) -> None:
    made = pin(world.reviewer, submitted)
    change_pin(actor=world.reviewer, pin_id=made.pk, was=made.words, words="请附凭证", now=NOW)
    assert ReviewPin.objects.get().words == "请附凭证"
    with pytest.raises(StaleVersion):
        change_pin(actor=world.reviewer, pin_id=made.pk, was=made.words, words="别的", now=NOW)
    remove_pin(actor=world.reviewer, pin_id=made.pk, now=NOW)
    assert not ReviewPin.objects.exists()
    told = Event.objects.filter(filing=submitted, action__in=(EventAction.PINNED, EventAction.PIN_REMOVED))
    assert [each.data["words"] for each in told] == [
        ["", "请按年末结余重算"],
        ["请按年末结余重算", "请附凭证"],
        ["请附凭证", ""],
    ]


@pytest.mark.parametrize(("place", "words"), [("fields.nothing", "好"), (RATE, " "), (RATE, "长" * 501)])
def test_a_remark_without_a_place_or_words_is_refused(world: World, submitted: Filing, place: str, words: str) -> None:
    with pytest.raises(BadValue):
        pin(world.reviewer, submitted, place, words)
    assert not ReviewPin.objects.exists()


def test_nobody_else_pins(world: World, submitted: Filing) -> None:
    made = pin(world.reviewer, submitted)
    for person in (world.unit.preparer, world.unit.head, world.administrator):
        with pytest.raises(NotAllowed):
            pin(person, submitted)
        with pytest.raises(NotAllowed):
            remove_pin(actor=person, pin_id=made.pk, now=NOW)


def test_phrases_in_a_remark_count_as_used(world: World, submitted: Filing) -> None:
    add_phrase(actor=world.administrator, words="请附凭证", now=NOW)
    add_phrase(actor=world.reviewer, words="口径不一致", now=NOW)
    pin(world.reviewer, submitted, words="口径不一致，请附凭证")
    pin(world.reviewer, submitted, words="请附凭证")
    assert dict(ReviewPhrase.objects.values_list("words", "times_used")) == {"请附凭证": 2, "口径不一致": 1}


def test_a_return_with_pins_opens_their_places_and_what_their_rules_read(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE)
    assert open_places(filing=filing) == (RATE,)
    unit = world.unit.preparer
    save(filing, unit, "budget", FigureChange(code="closing_balance", value=Decimal("5478400.01")))
    save(
        filing,
        unit,
        "process",
        EntryChange(code=RATE, attribute="reason", value="项目资金在十二月末才收回国库，没有来得及列支"),
    )
    with pytest.raises(ClosedBoxes, match="退回时没有开放“单位职能概况”"):
        save(filing, unit, "narratives", NarrativeChange(code="mandate", text="改一改"))
    # What is sent as it stands is no change.
    as_it_is = copy_text(filing)
    saved = save(filing, unit, "narratives", NarrativeChange(code="mandate", text=as_it_is))
    assert saved.stored == {TEXT}
    other = next(leaf.code for leaf in domain_framework().leaves if leaf.code != RATE and leaf.formula is None)
    change = EntryChange(code=other, attribute="set_points", value=Decimal(1))
    with pytest.raises(ClosedBoxes):
        move_points(actor=unit, filing_id=filing.pk, changes=[change], seen=fresh(filing).version, now=NOW)


def copy_text(filing: Filing) -> str:
    return str(filing.narratives.get(code="mandate").text)


def test_evidence_of_a_locked_indicator_is_locked(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE)
    attach(filing, world.unit.preparer, "凭证.docx", RATE)
    with pytest.raises(NotAllowed, match="佐证材料"):
        attach(filing, world.unit.preparer, "别的.docx", "input.budget_allocation.staff_control_rate")
    with pytest.raises(NotAllowed, match="未对应指标"):
        attach(filing, world.unit.preparer, "没有指标.docx")


def test_texts_of_last_year_do_not_go_round_it(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE)
    with pytest.raises(UnknownBox):
        carry_texts(actor=world.unit.preparer, filing_id=filing.pk, boxes=[TEXT], replacing=filing.version, now=NOW)


def test_without_pins_the_whole_form_is_open(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted)
    assert open_places(filing=filing) is None
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="改一改"))


def test_every_remark_is_answered_before_it_goes_back(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE, TEXT)
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text=copy_text(filing) + "。"))
    first, second = pins_to_answer(filing=fresh(filing))
    unit = world.unit.preparer
    answer_pin(actor=unit, filing_id=filing.pk, pin_id=first.pk, was="", answer="已按年末数", now=NOW)
    with pytest.raises(StaleVersion):
        answer_pin(actor=unit, filing_id=filing.pk, pin_id=first.pk, was="", answer="另一位同事写的", now=NOW)
    with pytest.raises(Refused) as refused:
        move(fresh(filing), unit, Action.SEND_FOR_SIGNATURE)
    assert [each.box for each in refused.value.refusals] == [f"pins.{second.pk}"]
    answer_pin(actor=unit, filing_id=filing.pk, pin_id=second.pk, was="", answer="已补充", now=NOW)
    assert move(fresh(filing), unit, Action.SEND_FOR_SIGNATURE).current_state is State.AWAITING_SIGNATURE
    answered = Event.objects.filter(action=EventAction.PIN_ANSWERED).values_list("data__answer", flat=True)
    assert list(answered) == [["", "已按年末数"], ["", "已补充"]]


def test_answers_alone_are_no_change(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE)
    answer_all(world, filing)
    with pytest.raises(Refused, match="还没有任何修改"):
        move(fresh(filing), world.unit.preparer, Action.SEND_FOR_SIGNATURE)


def test_only_the_unit_answers_and_only_while_it_has_the_form(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE)
    made = ReviewPin.objects.get()
    for person in (world.reviewer, world.other.preparer):
        with pytest.raises(NotAllowed):
            answer_pin(actor=person, filing_id=filing.pk, pin_id=made.pk, was="", answer="好", now=NOW)
    save(
        filing,
        world.unit.preparer,
        "process",
        EntryChange(code=RATE, attribute="reason", value="项目资金在十二月末才收回国库，没有来得及列支"),
    )
    answer_all(world, filing)
    move(fresh(filing), world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    with pytest.raises(NotEditable):
        answer_pin(actor=world.unit.preparer, filing_id=filing.pk, pin_id=made.pk, was="已改", answer="好", now=NOW)


def test_to_withdraw_and_send_again_opens_nothing_more(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE)
    unit = world.unit
    reason = filing.entries.get(code=RATE).reason
    save(
        filing,
        unit.preparer,
        "process",
        EntryChange(code=RATE, attribute="reason", value="项目资金在十二月末才收回国库，没有来得及列支"),
    )
    answer_all(world, filing)
    move(fresh(filing), unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(fresh(filing), unit.head, Action.SIGN)
    filing = move(fresh(filing), unit.head, Action.WITHDRAW, comment="再看看")
    assert open_places(filing=filing) == (RATE,)
    record = returned_record(filing=filing)
    assert record is not None
    assert record.submission.round == 1
    save(filing, unit.preparer, "process", EntryChange(code=RATE, attribute="reason", value=reason))
    with pytest.raises(Refused, match="还没有任何修改"):
        move(fresh(filing), unit.preparer, Action.SEND_FOR_SIGNATURE)


def test_a_box_that_became_wrong_can_be_mended(world: World, submitted: Filing) -> None:
    filing = returned(world, submitted, RATE)
    wrong = {"check_code": "any_check", "severity": "error", "message": "相差", "key": "k"}
    filing.findings.create(position=900, where=[TEXT], **wrong)
    assert open_places(filing=filing) == (RATE, TEXT)
