"""The reviewer's own scores: kept beside the unit's, recorded, refused where not theirs to give, and held against."""

from decimal import Decimal

import pytest

from selfeval.domain.review import ReviewEntry
from selfeval.domain.workflow import Action, State
from selfeval.models import Event, EventAction, Filing, IndicatorScore, ReviewScore, Submission, User
from selfeval.queries.filings import last_submission
from selfeval.queries.reviews import review_of
from selfeval.queries.snapshots import submission_assessment
from selfeval.review.preconditions import Refused
from selfeval.services.changes import FigureChange
from selfeval.services.errors import BadValue, NotAllowed, StaleVersion
from selfeval.services.review_scores import save_review_scores
from tests.factories import NOW, World, bring_to, move
from tests.factories import save as save_page

DISCLOSURE = "process.budget_management.information_disclosure"
SOCIAL = "effect.performance_benefit.social_benefit"
ECONOMIC = "effect.performance_benefit.economic_benefit"


@pytest.fixture
def submitted(world: World) -> Filing:
    return bring_to(world, State.SUBMITTED)


def copy_of(filing: Filing) -> Submission:
    found = last_submission(filing=filing)
    assert found is not None
    return found


def save(actor: User, filing: Filing, **said: tuple[str | None, str]) -> None:
    codes = {"disclosure": DISCLOSURE, "social": SOCIAL, "economic": ECONOMIC}
    entries = {
        codes[word]: ReviewEntry(score=None if score is None else Decimal(score), remark=remark)
        for word, (score, remark) in said.items()
    }
    save_review_scores(actor=actor, submission_id=copy_of(filing).pk, entries=entries, now=NOW)


def all_as_filed(actor: User, filing: Filing, **changed: tuple[str, str]) -> None:
    copy = copy_of(filing)
    review = review_of(submission=copy, assessment=submission_assessment(submission=copy))
    entries = {code: ReviewEntry(score=each.self_score) for code, each in review.scored.items()}
    save_review_scores(actor=actor, submission_id=copy.pk, entries=entries, now=NOW)
    if changed:
        save(actor, filing, **changed)


def test_scores_are_kept_beside_those_of_the_unit(world: World, submitted: Filing) -> None:
    before = list(IndicatorScore.objects.filter(filing=submitted).values_list("code", "self_score"))
    document = copy_of(submitted).document
    save(world.reviewer, submitted, disclosure=("1.5", "晚公开12天，扣1.5分"), social=("10", ""))

    rows = {row.code: row for row in ReviewScore.objects.filter(submission__filing=submitted)}
    assert (rows[DISCLOSURE].score, rows[DISCLOSURE].remark, rows[DISCLOSURE].by) == (
        Decimal("1.5"),
        "晚公开12天，扣1.5分",
        world.reviewer,
    )
    assert list(IndicatorScore.objects.filter(filing=submitted).values_list("code", "self_score")) == before
    assert copy_of(submitted).document == document


def test_each_saving_is_one_event_from_old_to_new(world: World, submitted: Filing) -> None:
    save(world.reviewer, submitted, disclosure=("2", "晚公开，扣1分"))
    save(world.reviewer, submitted, disclosure=("1.5", "晚公开，扣1.5分"), social=(None, ""))
    save(world.reviewer, submitted, disclosure=("1.50", "晚公开，扣1.5分"))
    save(world.reviewer, submitted, disclosure=(None, " "))

    first, second, third = Event.objects.filter(filing=submitted, action=EventAction.REVIEW_SCORED)
    assert first.data["changes"] == [{"code": DISCLOSURE, "score": [None, "2"], "remark": ["", "晚公开，扣1分"]}]
    assert second.data["changes"][0]["score"] == ["2", "1.5"]
    assert third.data["changes"][0]["score"] == ["1.5", None]
    assert (first.version, first.actor, first.data["round"]) == (None, world.reviewer, 1)
    assert not ReviewScore.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"disclosure": ("3.5", "多给")}, "应在0到3分之间"),
        ({"disclosure": ("-1", "少给")}, "应在0到3分之间"),
        ({"disclosure": ("NaN", "不对")}, "应在0到3分之间"),
        ({"disclosure": ("1.555", "零头")}, "最多2位"),
        ({"economic": ("1", "不涉及")}, "不用复核"),
        ({"disclosure": ("1", "长" * 1001)}, "最多1000字"),
        ({"disclosure": ("1", "看不见\x00")}, "控制字符"),
    ],
)
def test_what_cannot_stand_is_refused_whole(
    world: World, submitted: Filing, said: dict[str, tuple[str, str]], words: str
) -> None:
    with pytest.raises(BadValue, match=words):
        save(world.reviewer, submitted, social=("10", ""), **said)
    assert not ReviewScore.objects.exists()
    assert not Event.objects.filter(action=EventAction.REVIEW_SCORED).exists()


@pytest.mark.parametrize("who", ["preparer", "head", "administrator"])
def test_only_the_reviewer_scores(world: World, submitted: Filing, who: str) -> None:
    actor = world.administrator if who == "administrator" else getattr(world.unit, who)
    with pytest.raises(NotAllowed):
        save(actor, submitted, social=("10", ""))


def test_after_the_verdict_and_of_an_old_copy_nothing_is_stored(world: World) -> None:
    returned = bring_to(world, State.RETURNED)
    old = copy_of(returned)
    with pytest.raises(NotAllowed):
        save(world.reviewer, returned, social=("10", ""))
    save_page(returned, world.unit.preparer, "staff", FigureChange(code="other_staff", value=Decimal(70)))
    again = move(Filing.objects.get(pk=returned.pk), world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(again, world.unit.head, Action.SIGN)
    with pytest.raises(StaleVersion):
        save_review_scores(actor=world.reviewer, submission_id=old.pk, entries={}, now=NOW)


def test_errors_of_the_own_work_keep_the_verdict_back(world: World, submitted: Filing) -> None:
    save(world.reviewer, submitted, disclosure=("2", ""))
    with pytest.raises(Refused) as refused:
        move(submitted, world.reviewer, Action.FINALISE, confirmed_total=submitted.self_total)
    words = str(refused.value)
    assert "项指标没有复核得分" in words
    assert "信息公开性复核2.00分，与自评3.00分不同，没有写复核意见" in words

    all_as_filed(world.reviewer, submitted, disclosure=("2", "晚公开，扣1分"))
    done = move(
        submitted, world.reviewer, Action.FINALISE, confirmed_total=Decimal(91), comment="信息公开扣1分，按91分确认"
    )
    assert done.current_state is State.FINALISED


def test_without_scores_by_indicator_the_verdict_is_free(world: World, submitted: Filing) -> None:
    done = move(submitted, world.reviewer, Action.FINALISE, confirmed_total=submitted.self_total)

    assert done.current_state is State.FINALISED


def test_a_return_asks_for_no_scores(world: World, submitted: Filing) -> None:
    save(world.reviewer, submitted, disclosure=("2", ""))

    assert move(submitted, world.reviewer, Action.RETURN, comment="请补").current_state is State.RETURNED


def test_the_same_defect_at_another_unit_is_known(world: World, submitted: Filing) -> None:
    other = bring_to(world, State.SUBMITTED, world.other)
    save(world.reviewer, other, disclosure=("1", "公开时间晚于规定"))
    save(world.reviewer, submitted, disclosure=("2", "公开时间晚于规定"), social=("9", ""))
    copy = copy_of(submitted)
    review = review_of(submission=copy, assessment=submission_assessment(submission=copy), with_others=True)

    (known,) = review.others
    assert (known.code, known.department, known.cut, known.points) == (DISCLOSURE, "服务中心", 2, 3)
