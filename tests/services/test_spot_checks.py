"""Drawing, giving out, scoring, asking, answering and settling: by the right person at the right time only."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from selfeval.domain.after_review import CheckState
from selfeval.domain.differences import DifferenceClass
from selfeval.domain.review import ReviewEntry
from selfeval.domain.sampling import Method
from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, Filing, Notice, SpotCheck, SpotCheckItem, User
from selfeval.queries.filings import visible_filings
from selfeval.queries.snapshots import submission_assessment
from selfeval.queries.spot_checks import (
    check_findings,
    check_review,
    items_to_answer,
    redrawn,
    visible_items,
    visible_spot_checks,
)
from selfeval.services.errors import BadValue, NotAllowed, NotNow, StaleVersion, Unfit
from selfeval.services.spot_check_draws import assign, draw_sample
from selfeval.services.spot_checks import answer, ask_opinion, save_scores, settle
from tests.evidence import looked_at
from tests.factories import NOW, World, bring_to, make_user
from tests.spot_checks import DISCLOSURE, ask, entries, give, make_checker, make_draw, make_item, reply, score, total_of


@pytest.fixture
def item(world: World) -> SpotCheckItem:
    return make_item(world)


def settled(world: World, item: SpotCheckItem, total: str, words: str = "", actor: User | None = None) -> SpotCheckItem:
    return settle(
        actor=actor or world.administrator,
        item_id=item.pk,
        expected_version=item.version,
        settled_total=Decimal(total),
        words=words,
        now=NOW,
    )


def told(action: EventAction) -> Event:
    return Event.objects.get(action=action)


def notices(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user, kind=Notice.Kind.SPOT_CHECK).values_list("title", flat=True))


def test_a_draw_keeps_all_that_is_needed_to_draw_it_again(world: World) -> None:
    for unit in (world.unit, world.other):
        bring_to(world, State.FINALISED, unit)
    check = make_draw(world)
    again, then = redrawn(check=check)
    assert [each.code for each in again] == list(then)
    assert {row["code"] for row in check.population} == {"001", "002"}
    # Of the real form: 年初预算数, in yuan.
    assert check.population[0]["money"] == "24240300"
    event = told(EventAction.SPOT_CHECK_DRAWN)
    assert (event.data["seed"], event.data["drawn"], event.data["population"]) == ("2022-0301", list(then), 2)
    made = make_draw(world, seed="", method=Method.ROTATION)
    assert len(made.seed) == 16
    # Whoever was drawn once comes after who never was.
    assert [made.items.get().filing.department.code] == [code for code in ("001", "002") if code not in then]


@pytest.mark.parametrize(
    ("size", "wanted", "words"),
    [
        (0, {}, "请填 1 到 1"),
        (2, {}, "请填 1 到 1"),
        (1, {"title": " "}, "请写明名称"),
        (1, {"seed": "一\n二"}, "种子只写一行"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    item: SpotCheckItem, world: World, size: int, wanted: dict[str, str], words: str
) -> None:
    with pytest.raises(Unfit, match=words):
        make_draw(world, size, **wanted)
    assert SpotCheck.objects.count() == 1


def test_who_draws_and_from_what(world: World) -> None:
    asked = {"cycle_id": world.cycle.pk, "title": "抽查", "method": Method.RISK, "size": 1, "now": NOW}
    with pytest.raises(Unfit, match="还没有定稿"):
        draw_sample(actor=world.administrator, **asked)
    for person in (world.reviewer, world.unit.head, make_checker()):
        with pytest.raises(NotAllowed):
            draw_sample(actor=person, **asked)
    world.cycle.stage = "archived"
    world.cycle.save(update_fields=["stage"])
    with pytest.raises(NotAllowed, match="已归档"):
        draw_sample(actor=world.administrator, **asked)


def test_it_is_given_to_who_may_check_it_and_they_are_told(world: World, item: SpotCheckItem) -> None:
    checker = make_checker()
    given = give(world, item, checker)
    assert (given.checker, given.version) == (checker, 2)
    assert notices(checker) == ["请抽查复核：综合办 2021年度部门整体支出绩效自评"]
    assert told(EventAction.SPOT_CHECK_ASSIGNED).data["checker"] == ["", "checker甲"]
    # The same again is no write.
    assert give(world, item, checker).version == 2
    for wrong in (world.administrator, make_user("colleague", Role.REVIEWER, world.unit.department)):
        with pytest.raises(Unfit):
            give(world, item, wrong)
    with pytest.raises(NotAllowed):
        assign(actor=world.reviewer, items=[(item.pk, 2)], checker=world.reviewer, now=NOW)
    with pytest.raises(StaleVersion):
        assign(actor=world.administrator, items=[(item.pk, 1)], checker=world.reviewer, now=NOW)
    assert give(world, item, None).checker is None


def test_a_third_party_sees_their_sample_and_nothing_else(world: World, item: SpotCheckItem) -> None:
    checker, other = make_checker(), make_checker("another")
    assert not visible_filings(user=checker).exists()
    give(world, item, checker)
    assert list(visible_items(user=checker)) == [item]
    assert list(visible_filings(user=checker)) == [item.filing]
    assert not visible_spot_checks(user=checker).exists()
    assert not visible_items(user=other).exists()
    second = make_draw(world).items.get()
    # Of the same filing, but drawn again and not given to them.
    assert list(visible_items(user=checker)) == [item]
    with pytest.raises(NotAllowed, match="还没有分派给您"):
        save_scores(actor=checker, item_id=second.pk, expected_version=1, entries=entries(second), now=NOW)
    with pytest.raises(NotAllowed):
        score(item, other)
    with pytest.raises(NotAllowed, match="分派给了checker甲"):
        score(item, world.reviewer)


def test_scores_are_the_checkers_own_and_told_in_the_record(world: World, item: SpotCheckItem) -> None:
    # A reviewer takes up what was given to nobody.
    scored = score(item, world.reviewer)
    assert (scored.current_state, scored.checker, scored.version) == (CheckState.REVIEWING, world.reviewer, 2)
    change = next(each for each in told(EventAction.SPOT_CHECK_SCORED).data["changes"] if each["code"] == DISCLOSURE)
    assert change["score"][0] is None
    assert score(item, world.reviewer).version == 2
    filed = Filing.objects.get(pk=item.filing_id)
    assert (filed.self_total, filed.review_total) == (item.filing.self_total, item.filing.review_total)
    blank = {DISCLOSURE: ReviewEntry()}
    asked = {"actor": world.reviewer, "item_id": item.pk, "now": NOW}
    assert save_scores(**asked, expected_version=2, entries=blank).scores.count() == scored.scores.count() == 23
    with pytest.raises(StaleVersion):
        save_scores(**asked, expected_version=2, entries=entries(item))
    for wrong in (ReviewEntry(score=Decimal(-1)), ReviewEntry(score=Decimal(101)), ReviewEntry(remark="长" * 1001)):
        with pytest.raises(BadValue):
            save_scores(**asked, expected_version=3, entries={DISCLOSURE: wrong})


def test_the_unit_is_asked_when_every_indicator_is_scored_and_the_checkers_work_has_no_error(
    world: World, item: SpotCheckItem
) -> None:
    asked = {"actor": world.reviewer, "item_id": item.pk, "opinion": "", "now": NOW}
    save_scores(
        actor=world.reviewer,
        item_id=item.pk,
        expected_version=1,
        entries={DISCLOSURE: ReviewEntry(score=Decimal(0))},
        now=NOW,
    )
    with pytest.raises(Unfit, match="还有23项指标没有打分"):
        ask_opinion(**asked, expected_version=2)
    silent = ReviewEntry(score=entries(item)[DISCLOSURE].score)
    save_scores(
        actor=world.reviewer,
        item_id=item.pk,
        expected_version=2,
        entries=entries(item, **{DISCLOSURE: silent}),
        now=NOW,
    )
    with pytest.raises(Unfit, match="意见"):
        ask_opinion(**asked, expected_version=3)
    assert not items_to_answer(user=world.unit.head).exists()
    assert not visible_items(user=world.unit.head).exists()
    found = ask(item, world.reviewer)
    assert found.check_total == item.filing.self_total - 2
    assert told(EventAction.SPOT_CHECK_OPINION_ASKED).data["check_total"] == "90"
    assert list(items_to_answer(user=world.unit.head)) == [item]
    assert not items_to_answer(user=world.other.head).exists()
    assert notices(world.unit.head) == notices(world.unit.preparer) != []
    with pytest.raises(NotAllowed, match="征求意见"):
        score(item, world.reviewer)


def test_same_defect_same_cut_looks_at_the_checkers_own_sample_only(world: World) -> None:
    for unit in (world.unit, world.other):
        bring_to(world, State.FINALISED, unit)
    one, two = make_draw(world, 2).items.all()
    checker = make_checker()
    for each in (one, two):
        give(world, each, checker)
    score(one, checker)
    filed = entries(two)[DISCLOSURE].score
    lighter = {DISCLOSURE: ReviewEntry(score=(filed or Decimal(0)) + 1, remark="决算公开晚了两个月，扣1分")}
    two.refresh_from_db()
    found = save_scores(actor=checker, item_id=two.pk, expected_version=2, entries=entries(two, **lighter), now=NOW)

    def checks(each: SpotCheckItem) -> set[str]:
        review = check_review(item=each, assessment=submission_assessment(submission=each.submission))
        return {finding.check for finding in check_findings(item=each, review=review)}

    assert "same_defect_same_cut" in checks(found)
    give(world, one, world.reviewer)
    assert "same_defect_same_cut" not in checks(found)


@pytest.mark.parametrize("is_agreed", [True, False])
def test_the_head_answers_and_the_bureau_is_told(world: World, item: SpotCheckItem, is_agreed: bool) -> None:
    asked = ask(item, world.reviewer)
    for person in (world.unit.preparer, world.other.head, world.reviewer, world.administrator):
        with pytest.raises(NotAllowed):
            reply(asked, person, is_agreed=is_agreed)
    given = {"actor": world.unit.head, "item_id": item.pk, "now": NOW}
    with pytest.raises(StaleVersion):
        answer(**given, expected_version=1, is_agreed=is_agreed, words="理由")
    if not is_agreed:
        with pytest.raises(Unfit, match="请写明单位意见"):
            answer(**given, expected_version=asked.version, is_agreed=False)
    found = reply(asked, world.unit.head, is_agreed=is_agreed)
    assert found.current_state is (CheckState.AGREED if is_agreed else CheckState.OBJECTED)
    assert found.answered_by == world.unit.head
    assert notices(world.administrator) == notices(world.reviewer) != []
    with pytest.raises(NotAllowed):
        reply(found, world.unit.head)


def test_an_objection_brings_material(world: World, item: SpotCheckItem) -> None:
    asked = ask(item, world.reviewer)
    given = {"actor": world.unit.head, "item_id": asked.pk, "expected_version": asked.version, "now": NOW}
    found = answer(**given, is_agreed=False, words="附网站截图", file=looked_at("截图.docx"))
    assert [(file.name, file.uploaded_by) for file in found.files.all()] == [("截图.docx", world.unit.head)]


def test_what_is_settled_counts_and_nothing_else_changes(world: World, item: SpotCheckItem) -> None:
    found = reply(ask(item, world.reviewer), world.unit.head)
    for person in (world.reviewer, world.unit.head):
        with pytest.raises(NotAllowed):
            settled(world, found, "90", actor=person)
    with pytest.raises(Unfit, match="应在 0 到 100"):
        settled(world, found, "100.5", "说明")
    with pytest.raises(Unfit, match="小数太多"):
        settled(world, found, "90.555", "说明")
    with pytest.raises(Unfit, match="核定说明"):
        settled(world, found, "89")
    done = settled(world, found, str(total_of(found)))
    filing = Filing.objects.get(pk=item.filing_id)
    assert (filing.final_total, filing.final_grade) == (90, "优")
    assert (filing.self_total, filing.review_total, filing.computed_total) == (
        item.filing.self_total,
        item.filing.review_total,
        item.filing.computed_total,
    )
    assert (done.difference, done.difference_class) == (-2, DifferenceClass.CONSISTENT)
    assert told(EventAction.SPOT_CHECK_SETTLED).data["difference_class"] == "consistent"
    assert notices(world.unit.head)[0] == "抽查已核定为 90 分：综合办 2021年度部门整体支出绩效自评"
    with pytest.raises(NotAllowed):
        settled(world, done, "80", "再改")


def test_a_changed_grade_is_serious_and_an_objection_is_answered(world: World, item: SpotCheckItem) -> None:
    found = reply(ask(item, world.reviewer), world.unit.head, is_agreed=False)
    with pytest.raises(Unfit, match="核定说明"):
        settled(world, found, str(total_of(found)))
    with pytest.raises(StaleVersion):
        settle(
            actor=world.administrator,
            item_id=item.pk,
            expected_version=1,
            settled_total=Decimal(90),
            words="说明",
            now=NOW,
        )
    done = settled(world, found, "89.5", "网站记录核实无误")
    assert (done.difference, done.difference_class) == (Decimal("-2.5"), DifferenceClass.SERIOUS)
    assert Filing.objects.get(pk=item.filing_id).final_grade == "良"


def test_of_a_superseded_copy_nothing_counts_any_more(world: World, item: SpotCheckItem) -> None:
    found = reply(ask(item, world.reviewer), world.unit.head)
    Filing.objects.filter(pk=item.filing_id).update(state=State.FILLING.value, round=2, final_total=None)
    assert settled(world, found, str(total_of(found))).current_state is CheckState.SETTLED
    assert Filing.objects.get(pk=item.filing_id).final_total is None


def test_a_unit_that_never_answers_is_waited_for_until_its_answer_was_due_and_no_longer(
    world: World, item: SpotCheckItem
) -> None:
    scored = score(item, world.reviewer)
    asked = {"actor": world.reviewer, "item_id": item.pk, "expected_version": scored.version, "opinion": "不及时"}
    with pytest.raises(Unfit, match="答复期限“2022年2月28日”已经过了"):
        ask_opinion(**asked, due_on=date(2022, 2, 28), now=NOW)
    found = ask_opinion(**asked, due_on=date(2022, 3, 4), now=NOW)
    assert told(EventAction.SPOT_CHECK_OPINION_ASKED).data["answer_due_on"] == "2022-03-04"
    assert Notice.objects.filter(user=world.unit.head, words="请在2022年3月4日以前答复。不及时").exists()
    on_the_day = {"item_id": item.pk, "expected_version": found.version, "settled_total": total_of(found)}
    with pytest.raises(NotNow, match="期限是2022年3月4日"):
        settle(**on_the_day, actor=world.administrator, now=NOW + timedelta(days=3))
    later = NOW + timedelta(days=4)
    with pytest.raises(NotAllowed, match="这一步由管理员办理"):
        settle(**on_the_day, actor=world.reviewer, now=later)
    done = settle(**on_the_day, actor=world.administrator, now=later)
    assert (done.current_state, done.answered_by, done.is_unanswered) == (CheckState.SETTLED, None, True)
    event = told(EventAction.SPOT_CHECK_SETTLED)
    assert event.comment == "单位到2022年3月4日没有答复。"
    assert event.data["unanswered_until"] == "2022-03-04"
    notice = Notice.objects.filter(user=world.unit.head, title__startswith="抽查已核定").get()
    assert notice.words == "单位到2022年3月4日没有答复。"
    assert Filing.objects.get(pk=item.filing_id).final_total == total_of(found)
    with pytest.raises(NotAllowed):
        reply(done, world.unit.head)


def test_without_a_day_an_answer_is_due_after_ten_and_is_taken_until_it_is_settled(
    world: World, item: SpotCheckItem
) -> None:
    found = ask(item, world.reviewer)
    assert found.answer_due == date(2022, 3, 11)
    # Of one that was asked before days were kept.
    found.answer_due_on = None
    assert found.answer_due == date(2022, 3, 11)
    late = {"actor": world.unit.head, "item_id": item.pk, "expected_version": found.version}
    answered = answer(**late, is_agreed=True, now=NOW + timedelta(days=30))
    assert not answered.is_unanswered
    assert "没有答复" not in settled(world, answered, str(total_of(answered))).settlement
