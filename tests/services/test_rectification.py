"""Every step of rectification by who may take it, and by who may not; nothing is left of what failed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from selfeval.domain.after_review import RectificationState
from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, Filing, Notice, RectificationFile, RectificationItem, User
from selfeval.models.evidence import private_storage
from selfeval.queries.rectification import item_counts, items_of, items_to_rectify, list_items, visible_items
from selfeval.services.errors import AlreadyThere, NotAllowed, NotNow, StaleVersion, Unfit
from selfeval.services.file_store import store_faults
from selfeval.services.kept_files import Received
from selfeval.services.rectification import MAX_WORDS, MOST_FILES, Demand, close_several, issue, take_step
from tests.evidence import looked_at
from tests.factories import NOW, World, bring_to, make_user
from tests.replay import replayed

TODAY = date(2022, 3, 1)
WANTED = Demand(
    source=RectificationItem.Source.FINDING,
    source_key="k1",
    place="fields.closing_balance",
    words="结转结余与年末数不一致",
    demand="请核对账表后更正",
    due_on=TODAY + timedelta(days=30),
)
OWN = Demand(source=RectificationItem.Source.OTHER, words="补办政府采购手续", due_on=TODAY)


def issue_one(world: World, wanted: Demand = WANTED, actor: User | None = None) -> RectificationItem:
    filing = Filing.objects.get(department=world.unit.department)
    return issue(actor=actor or world.administrator, filing_id=filing.pk, wanted=[wanted], now=NOW, today=TODAY)[0]


@pytest.fixture
def item(world: World) -> RectificationItem:
    """One item issued to the first unit, whose form is finalised."""
    bring_to(world, State.FINALISED)
    return replayed("rectification item", lambda: issue_one(world))


def step(
    item: RectificationItem, actor: User, code: str, words: str = "已改", files: tuple[Received, ...] = ()
) -> RectificationItem:
    """At the version the row has now."""
    version = RectificationItem.objects.values_list("version", flat=True).get(pk=item.pk)
    return take_step(
        actor=actor,
        item_id=item.pk,
        code=f"rectify_{code}",
        expected_version=version,
        words=words,
        files=files,
        now=NOW,
    )


def told() -> list[tuple[str, str]]:
    """Who was told what, the newest last."""
    notices = Notice.objects.filter(kind=Notice.Kind.RECTIFICATION).order_by("pk")
    return [(notice.user.username, notice.title.partition("：")[0]) for notice in notices.select_related("user")]


class TestIssuing:
    def test_it_is_issued_with_event_and_one_notice_for_all(self, world: World) -> None:
        filing = bring_to(world, State.FINALISED)
        items = issue(actor=world.reviewer, filing_id=filing.pk, wanted=[WANTED, OWN, OWN], now=NOW, today=TODAY)
        assert [each.current_state for each in items] == [RectificationState.ISSUED] * 3
        events = list(Event.objects.filter(action=EventAction.RECTIFICATION_ISSUED).order_by("pk"))
        assert [event.comment for event in events] == [each.words for each in items]
        assert events[0].data["due_on"] == "2022-03-31"
        assert events[0].data["item"] == str(items[0].public_id)
        assert told() == [("head001", "请整改（3项）"), ("preparer001", "请整改（3项）")]
        assert [each.words for each in items_of(filing=filing)[0].steps.all()] == [WANTED.words]

    @pytest.mark.parametrize("who", ["preparer", "head", "other", "auditor", "own_administrator"])
    def test_others_issue_nothing(self, world: World, who: str) -> None:
        filing = bring_to(world, State.FINALISED)
        actor = {
            "preparer": lambda: world.unit.preparer,
            "head": lambda: world.unit.head,
            "other": lambda: world.other.preparer,
            "auditor": lambda: make_user("auditor", Role.AUDITOR),
            "own_administrator": lambda: make_user("own", Role.ADMINISTRATOR, world.unit.department),
        }[who]()
        with pytest.raises((NotAllowed, Filing.DoesNotExist)):
            issue(actor=actor, filing_id=filing.pk, wanted=[WANTED], now=NOW, today=TODAY)
        assert not RectificationItem.objects.exists()

    def test_nothing_is_issued_before_a_form_was_submitted(self, world: World) -> None:
        filing = bring_to(world, State.TO_FILL)
        with pytest.raises(NotNow, match="还没有提交"):
            issue(actor=world.administrator, filing_id=filing.pk, wanted=[WANTED], now=NOW, today=TODAY)

    def test_the_same_source_is_not_issued_twice_and_then_nothing_is(
        self, world: World, item: RectificationItem
    ) -> None:
        with pytest.raises(AlreadyThere, match="已经下达过"):
            issue(actor=world.administrator, filing_id=item.filing_id, wanted=[OWN, WANTED], now=NOW, today=TODAY)
        assert RectificationItem.objects.count() == 1
        assert Event.objects.filter(action=EventAction.RECTIFICATION_ISSUED).count() == 1
        # What has no source may be the same words again.
        issue_one(world, OWN)
        issue_one(world, OWN)

    @pytest.mark.parametrize(
        ("wanted", "box", "words"),
        [
            (replace(WANTED, words=" "), "1-words", "请写明问题"),
            (replace(WANTED, words="长" * (MAX_WORDS + 1)), "1-words", "太长"),
            (replace(WANTED, demand="长" * (MAX_WORDS + 1)), "1-demand", "太长"),
            (replace(WANTED, due_on=TODAY - timedelta(days=1)), "due_on", "2022年2月28日”已经过了"),
        ],
    )
    def test_what_does_not_fit_is_told_at_its_box(self, world: World, wanted: Demand, box: str, words: str) -> None:
        filing = bring_to(world, State.FINALISED)
        with pytest.raises(Unfit, match=words) as caught:
            issue(actor=world.administrator, filing_id=filing.pk, wanted=[OWN, wanted], now=NOW, today=TODAY)
        assert caught.value.box == box
        assert not RectificationItem.objects.exists()
        with pytest.raises(Unfit, match="还没有选"):
            issue(actor=world.administrator, filing_id=filing.pk, wanted=[], now=NOW, today=TODAY)


@pytest.mark.django_db(transaction=True)
class TestSteps:
    def test_reported_sent_back_and_closed(self, world: World, item: RectificationItem) -> None:
        step(item, world.unit.preparer, "begin", "")
        step(item, world.unit.preparer, "report", "已更正", (looked_at("更正凭证.docx"),))
        step(item, world.administrator, "send_back", "凭证看不清")
        step(item, world.unit.head, "report", "重新扫描")
        done = step(item, world.administrator, "close", "")
        assert (done.current_state, done.version, done.closed_at) == (RectificationState.CLOSED, 6, NOW)
        assert [(each.step, each.words) for each in done.steps.all()] == [
            ("rectify_issue", WANTED.words),
            ("rectify_begin", ""),
            ("rectify_report", "已更正"),
            ("rectify_send_back", "凭证看不清"),
            ("rectify_report", "重新扫描"),
            ("rectify_close", ""),
        ]
        event = Event.objects.filter(action=EventAction.RECTIFICATION_REPORTED).order_by("pk")[0]
        assert event.data["state"] == ["rectifying", "reported"]
        assert event.data["files"][0]["name"] == "更正凭证.docx"
        unit = ["head001", "preparer001"]
        assert told() == [
            *((name, "请整改") for name in unit),
            ("administrator", "等您核对整改"),
            *((name, "整改退回，请再改") for name in unit),
            ("administrator", "等您核对整改"),
            *((name, "整改已销号") for name in unit),
        ]

    @pytest.mark.parametrize(
        ("code", "before", "wrong"),
        [
            ("begin", [], ["administrator", "reviewer", "other"]),
            ("report", [], ["administrator", "reviewer", "other"]),
            ("send_back", ["report"], ["preparer", "head", "reviewer", "other"]),
            ("close", ["report"], ["preparer", "head", "reviewer", "other"]),
        ],
    )
    def test_the_wrong_person_takes_no_step(
        self, world: World, item: RectificationItem, code: str, before: list[str], wrong: list[str]
    ) -> None:
        for each in before:
            step(item, world.unit.preparer, each)
        people = {
            "preparer": world.unit.preparer,
            "head": world.unit.head,
            "other": world.other.preparer,
            "administrator": world.administrator,
            "reviewer": world.reviewer,
        }
        events = Event.objects.count()
        for name in wrong:
            with pytest.raises(NotAllowed) as caught:
                step(item, people[name], code)
            assert not isinstance(caught.value, NotNow), name
        assert Event.objects.count() == events

    def test_the_right_person_in_the_wrong_state_is_told_so(self, world: World, item: RectificationItem) -> None:
        for code in ("close", "send_back"):
            with pytest.raises(NotNow, match="“已下达”的不能"):
                step(item, world.administrator, code)
        step(item, world.unit.preparer, "report")
        for code in ("begin", "report"):
            with pytest.raises(NotNow, match="“已反馈”的不能"):
                step(item, world.unit.preparer, code)
        step(item, world.administrator, "close")
        with pytest.raises(NotNow, match="“已销号”的不能"):
            step(item, world.administrator, "send_back")

    def test_of_two_who_saw_the_same_one_is_told_that_it_is_old(self, world: World, item: RectificationItem) -> None:
        step(item, world.unit.preparer, "begin")
        kept = set(RectificationFile.objects.values_list("file", flat=True))
        with pytest.raises(StaleVersion):
            take_step(
                actor=world.unit.head,
                item_id=item.pk,
                code="rectify_report",
                expected_version=1,
                words="已改",
                files=(looked_at(),),
                now=NOW,
            )
        assert set(RectificationFile.objects.values_list("file", flat=True)) == kept
        assert item.steps.count() == 2

    def test_what_came_with_a_step_is_held_against_the_storage(self, world: World, item: RectificationItem) -> None:
        words = {
            "actor": world.unit.preparer,
            "item_id": item.pk,
            "code": "rectify_report",
            "words": "已改",
            "now": NOW,
        }
        take_step(**words, expected_version=item.version, files=(looked_at(),))
        kept = RectificationFile.objects.get()
        kept.file.storage.delete(kept.file.name)
        assert any(kept.file.name in fault.what and fault.kind == "missing" for fault in store_faults())

    def test_words_are_asked_for(self, world: World, item: RectificationItem) -> None:
        with pytest.raises(Unfit, match="请写明整改情况") as caught:
            step(item, world.unit.preparer, "report", "  ")
        assert caught.value.box == "words"
        with pytest.raises(Unfit, match="只有反馈"):
            step(item, world.unit.preparer, "begin", "", (looked_at(),))

    def test_files_are_kept_together_or_not_at_all(
        self, world: World, item: RectificationItem, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        saved: list[str] = []
        storage = private_storage()
        save = type(storage).save

        def noting(self: object, name: str, content: object) -> str:
            saved.append(save(self, name, content))  # type: ignore[arg-type]
            return saved[-1]

        monkeypatch.setattr(type(storage), "save", noting)
        monkeypatch.setattr("selfeval.services.rectification.MOST_FILES", 2)
        step(item, world.unit.preparer, "report", files=(looked_at("一.docx"),))
        step(item, world.administrator, "send_back")
        assert [storage.exists(path) for path in saved] == [True]
        with pytest.raises(Unfit, match="已有1个"):
            step(item, world.unit.preparer, "report", files=(looked_at("二.docx"), looked_at("三.docx")))
        assert [storage.exists(path) for path in saved] == [True, False, False]
        assert RectificationItem.objects.get(pk=item.pk).current_state is RectificationState.SENT_BACK
        with pytest.raises(Unfit, match="现在选了3个"):
            step(item, world.unit.preparer, "report", files=tuple(looked_at(f"{n}.docx") for n in range(3)))
        assert len(saved) == 3
        assert MOST_FILES > 2


@pytest.mark.django_db(transaction=True)
def test_several_are_closed_one_by_one(world: World, item: RectificationItem) -> None:
    other = issue_one(world, OWN)
    step(item, world.unit.preparer, "report")
    chosen = [(item.pk, 2), (other.pk, 1), (item.pk, 2), (999, 1)]
    outcomes = close_several(actor=world.administrator, chosen=chosen, now=NOW)
    assert [each.is_closed for each in outcomes] == [True, False, False, False]
    assert [each.words for each in outcomes] == [
        "已销号",
        "“已下达”的不能销号。",
        "“已销号”的不能销号。",
        "没有这一项，或无权办理。",
    ]
    assert not any(each.is_closed for each in close_several(actor=world.other.head, chosen=chosen, now=NOW))


def test_what_a_reviewer_issued_is_told_to_who_may_close_it(world: World) -> None:
    bring_to(world, State.FINALISED)
    make_user("own", Role.ADMINISTRATOR, world.unit.department)
    item = issue_one(world, OWN, actor=world.reviewer)
    Notice.objects.all().delete()
    step(item, world.unit.preparer, "report")
    assert {name for name, _ in told()} == {"reviewer", "administrator"}


class TestReading:
    def test_each_sees_their_own(self, world: World, item: RectificationItem) -> None:
        third = make_user("third", Role.THIRD_PARTY)
        for user, count in (
            (world.administrator, 1),
            (world.reviewer, 1),
            (world.unit.preparer, 1),
            (world.other.preparer, 0),
            (third, 0),
        ):
            assert visible_items(user=user).count() == count, user
        assert list(items_to_rectify(user=world.unit.head)) == [item]
        assert not items_to_rectify(user=world.other.head)
        assert not items_to_rectify(user=world.administrator)

    def test_filters_and_counts(self, world: World, item: RectificationItem) -> None:
        late = issue_one(world, OWN)
        day = TODAY + timedelta(days=1)

        def found(**asked: object) -> list[RectificationItem]:
            return list(list_items(user=world.administrator, today=day, **asked))  # type: ignore[arg-type]

        assert found() == [late, item]
        assert found(is_overdue=True) == [late]
        assert found(search="综合办 采购") == [late]
        assert found(state="reported") == []
        assert found(cycle="2021") == [late, item]
        assert found(cycle="1999") == []
        counts = item_counts(user=world.administrator, today=day)
        assert (counts.by_state[RectificationState.ISSUED], counts.overdue) == (2, 1)
