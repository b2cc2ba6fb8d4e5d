"""Publishing by two people: steps, stale versions, other versions of the filing, and one event a step."""

import json
from datetime import timedelta

import pytest

from selfeval.domain.after_review import DisclosureState
from selfeval.domain.filing import Evaluator
from selfeval.domain.redaction import MASK, Redaction
from selfeval.domain.verification import content_hash, verification_code
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Disclosure, Event, Filing, Submission, User
from selfeval.queries.disclosures import Standing, disclosure_counts, published, published_years, to_disclose, verified
from selfeval.queries.filings import UnknownChoice
from selfeval.services.changes import EvaluatorsChange, NarrativeChange
from selfeval.services.disclosures import (
    MOST_REDACTIONS,
    PublishedMany,
    begin,
    publish_many,
    redactions_of,
    send_for_approval,
    take_step,
)
from selfeval.services.errors import NotAllowed, StaleVersion, Unfit
from selfeval.services.public_files import kept_once
from tests.factories import NOW, World, bring_to, fill, make_filing, make_user, move, save


@pytest.fixture
def second(world: World) -> User:
    """Another administrator: who approves."""
    return make_user("second", Role.ADMINISTRATOR)


@pytest.fixture
def begun(world: World) -> Disclosure:
    return begin(actor=world.administrator, filing_id=bring_to(world, State.FINALISED).pk)


def send(row: Disclosure, actor: User, *more: Redaction) -> Disclosure:
    return send_for_approval(
        actor=actor,
        disclosure_id=row.pk,
        expected_version=row.version,
        redactions=(*redactions_of(row), *more),
        now=NOW,
    )


def step(row: Disclosure, actor: User, code: str, reason: str = "") -> Disclosure:
    return take_step(
        actor=actor,
        disclosure_id=row.pk,
        code=f"disclose_{code}",
        expected_version=row.version,
        reason=reason,
        now=NOW + timedelta(hours=1),
    )


def published_by_two(row: Disclosure, world: World, second: User) -> Disclosure:
    return step(send(row, world.administrator), second, "publish")


def events_of(row: Disclosure) -> list[str]:
    told = Event.objects.filter(filing=row.filing, action__startswith="disclosure.").order_by("sequence")
    return list(told.values_list("action", flat=True))


def unlocked_and_finalised_anew(world: World, filing: Filing) -> Filing:
    filing = move(filing, world.unit.head, Action.ASK_UNLOCK, comment="决算数有误")
    filing = move(filing, world.administrator, Action.UNLOCK, comment="同意")
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="决算数已更正。"))
    filing.refresh_from_db()
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    return move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)


def test_two_people_publish_and_the_copy_holds_nothing_blacked_out(world: World, second: User) -> None:
    filing = fill(make_filing(world), world.unit.preparer)
    secret = "꽃집아가씨"
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text=f"由{secret}牵头。"))
    save(
        filing,
        world.unit.preparer,
        "evaluators",
        EvaluatorsChange(evaluators=(Evaluator(name="李乙丙", title="科长", office="综合科"),)),
    )
    filing.refresh_from_db()
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    filing = move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)
    row = begin(actor=world.administrator, filing_id=filing.pk)
    assert {each["why"] for each in row.redactions} == {"联系电话", "评价人员姓名"}
    taken = Redaction(place="narratives/other", start=1, length=len(secret), why="个人姓名")
    row = step(send(row, world.administrator, taken), second, "publish")
    document = json.loads(row.document)
    assert document["narratives"]["other"] == f"由{MASK}牵头。"
    assert document["evaluators"][0]["name"] == f"李{MASK}"
    for gone in (secret, "李乙丙", "0354-0000000"):
        assert gone not in row.document + row.result, gone
    assert "explanations" not in document
    result, frozen = json.loads(row.result), json.loads(row.submission.result)
    assert "findings" not in result
    assert (result["total"], result["indicators"]) == (frozen["total"], frozen["indicators"])
    assert row.sha256 == content_hash(document) != row.submission.sha256
    assert events_of(row) == ["disclosure.redacted", "disclosure.published"]
    last = Event.objects.filter(action="disclosure.published").get()
    assert (last.data["sha256"], last.content_hash) == (row.sha256, row.submission.sha256)
    assert secret not in json.dumps(list(Event.objects.filter(action__startswith="disclosure.").values_list("data")))


def test_who_blacked_out_does_not_approve_by_any_of_their_accounts(
    world: World, second: User, begun: Disclosure
) -> None:
    row = send(begun, world.administrator)
    with pytest.raises(NotAllowed, match="另一个人"):
        step(row, world.administrator, "publish")
    User.objects.filter(pk__in=[second.pk, world.administrator.pk]).update(person_number="G001")
    second.refresh_from_db()
    with pytest.raises(NotAllowed, match="另一个人"):
        step(row, second, "publish")
    assert events_of(row) == ["disclosure.redacted"]
    assert not published().exists()


def test_withdrawn_is_gone_at_once_and_can_be_published_again(world: World, second: User, begun: Disclosure) -> None:
    row = published_by_two(begun, world, second)
    assert list(published(year=2021, search="综合")) == [row]
    assert not published(year=2021, search="没有").exists()
    assert published_years() == [(2021, 1)]
    with pytest.raises(Unfit, match="请写明事由"):
        step(row, second, "withdraw")
    row = step(row, second, "withdraw", "有误")
    assert (row.current_state, row.reason) == (DisclosureState.WITHDRAWN, "有误")
    assert row.withdrawn_at is not None
    assert not published().exists()
    assert published_years() == []
    # Who approved the first time may do the other part now.
    row = step(send(row, second), world.administrator, "publish")
    assert (row.current_state, row.withdrawn_at) == (DisclosureState.PUBLISHED, None)


def test_it_is_sent_back_and_withheld_with_reasons(world: World, second: User, begun: Disclosure) -> None:
    row = step(send(begun, world.administrator), second, "redo", "还有姓名")
    assert (row.current_state, row.reason) == (DisclosureState.TO_REDACT, "还有姓名")
    row = step(row, second, "withhold", "涉及工作秘密")
    assert row.current_state is DisclosureState.WITHHELD
    assert events_of(row) == ["disclosure.redacted", "disclosure.sent_back", "disclosure.withheld"]
    with pytest.raises(NotAllowed, match="不予公开"):
        step(row, second, "publish")
    counts = disclosure_counts(user=second)
    assert counts == {"none": 0, "to_redact": 0, "to_approve": 0, "published": 0, "withheld": 1, "withdrawn": 0}
    assert [each.pk for each in to_disclose(user=second, state="withheld", cycle="2021", search="001")] == [
        row.filing_id
    ]
    with pytest.raises(UnknownChoice):
        to_disclose(user=second, state="nothing")


def test_who_saw_an_older_version_changes_nothing(world: World, second: User, begun: Disclosure) -> None:
    old = begun.version
    row = send(begun, world.administrator)
    for code in ("publish", "redo", "withhold"):
        with pytest.raises(StaleVersion):
            take_step(
                actor=second,
                disclosure_id=row.pk,
                code=f"disclose_{code}",
                expected_version=old,
                reason="x",
                now=NOW,
            )
    assert events_of(row) == ["disclosure.redacted"]


@pytest.mark.parametrize("person", ["reviewer", "preparer", "head"])
def test_others_do_nothing(world: World, begun: Disclosure, person: str) -> None:
    actor = world.reviewer if person == "reviewer" else getattr(world.unit, person)
    with pytest.raises(NotAllowed):
        begin(actor=actor, filing_id=begun.filing_id)
    with pytest.raises(NotAllowed):
        send(begun, actor)
    with pytest.raises(NotAllowed):
        step(begun, actor, "withhold", "x")
    with pytest.raises(NotAllowed):
        publish_many(actor=actor, versions={begun.pk: begun.version}, now=NOW)


def test_only_what_is_finalised_begins(world: World) -> None:
    with pytest.raises(NotAllowed, match="定稿后才能办理"):
        begin(actor=world.administrator, filing_id=bring_to(world, State.SUBMITTED).pk)


def test_passages_that_do_not_fit_are_refused(world: World, begun: Disclosure) -> None:
    for wrong in ("narratives/nothing", "department/name"):
        with pytest.raises(Unfit, match="没有要脱敏的这一段"):
            send(begun, world.administrator, Redaction(place=wrong, start=0, length=1, why=""))
    many = [Redaction(place="department/phone", start=0, length=1, why=str(at)) for at in range(MOST_REDACTIONS + 1)]
    with pytest.raises(Unfit, match="太多"):
        send(begun, world.administrator, *many)


def test_a_new_final_version_is_blacked_out_anew(world: World, second: User, begun: Disclosure) -> None:
    row = send(begun, world.administrator)
    filing = unlocked_and_finalised_anew(world, row.filing)
    with pytest.raises(NotAllowed, match="已有新的定稿"):
        step(row, second, "publish")
    row = step(row, second, "redo", "有新的定稿")
    fresh = begin(actor=world.administrator, filing_id=filing.pk)
    assert fresh.submission_id == Submission.objects.filter(filing=filing).latest("round").pk != row.submission_id
    assert (fresh.state, fresh.reason, fresh.redacted_by) == (DisclosureState.TO_REDACT, "", None)
    row = published_by_two(fresh, world, second)
    assert json.loads(row.document)["narratives"]["other"] == "决算数已更正。"


def test_codes_tell_what_a_printed_form_is_worth(world: World, second: User, begun: Disclosure) -> None:
    row = published_by_two(begun, world, second)
    official, public = row.submission.verification_code, verification_code(row.sha256)

    def worth(code: str) -> Standing:
        found = verified(code=code)
        assert found is not None
        assert verification_code(found.sha256) == code
        return found.standing

    assert (worth(official), worth(public)) == (Standing.OFFICIAL, Standing.PUBLIC)
    assert verified(code="0000-0000-0000-0000") is None
    filing = move(row.filing, world.unit.head, Action.ASK_UNLOCK, comment="决算数有误")
    move(filing, world.administrator, Action.UNLOCK, comment="同意")
    assert (worth(official), worth(public)) == (Standing.REOPENED, Standing.PUBLIC_OLD)
    step(row, second, "withdraw", "原稿有误")
    assert worth(public) is Standing.WITHDRAWN


def test_several_are_approved_each_on_its_own(world: World, second: User, begun: Disclosure) -> None:
    row = send(begun, world.administrator)
    theirs = begin(actor=second, filing_id=bring_to(world, State.FINALISED, world.other).pk)
    theirs = send(theirs, second)
    told = publish_many(actor=second, versions={row.pk: row.version, theirs.pk: theirs.version, 10**9: 1}, now=NOW)
    assert isinstance(told, PublishedMany)
    assert [each.pk for each in told.done] == [row.pk]
    assert [name for name, _ in told.refused] == ["服务中心"]
    assert events_of(theirs) == ["disclosure.redacted"]


def test_a_file_is_made_once() -> None:
    made: list[int] = []

    def make() -> bytes:
        made.append(1)
        return b"%PDF"

    for _ in range(3):
        assert kept_once("a", "b", ending=".pdf", make=make) == b"%PDF"
    assert kept_once("a", "c", ending=".pdf", make=make) == b"%PDF"
    assert len(made) == 2
