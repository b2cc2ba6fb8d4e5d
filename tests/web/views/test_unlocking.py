"""Asking to have a finalised form opened again, and the answer; handing a review over on its page."""

from decimal import Decimal
from typing import Any

from django.test import Client

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Filing, ReviewPin, Submission
from selfeval.queries.pins import open_places
from tests.factories import World, bring_to, make_user, move
from tests.web.conftest import SignedIn


def post(client: Client, filing: Filing, rest: str, **data: object) -> Any:
    current = Filing.objects.get(pk=filing.pk)
    return client.post(f"/filings/{filing.public_id}/{rest}/", {"version": current.version, **data})


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)


def test_the_head_asks_and_an_administrator_decides(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FINALISED)
    head, administrator = signed_in(world.unit.head), signed_in(world.administrator)
    page = f"/filings/{filing.public_id}/"
    assert "申请解锁</a>" in head.get(f"{page}official-form/").content.decode()
    assert signed_in(world.unit.preparer).get(f"{page}unlock-request/").status_code in (403, 409)
    assert administrator.get(f"{page}unlock-request/").status_code in (403, 409)
    assert "写明理由" in head.get(f"{page}unlock-request/").content.decode()
    assert post(head, filing, "unlock-request", step="ask").status_code == 422
    assert post(head, filing, "unlock-request", step="ask", comment="年末结余写错").url == "/"
    assert "答复解锁" in administrator.get("/").content.decode()
    assert "年末结余写错" in administrator.get(f"{page}unlock-request/").content.decode()
    assert post(administrator, filing, "unlock-request", step="refuse", comment="与决算一致").url == "/"
    assert fresh(filing).final_total == filing.final_total is not None
    post(head, filing, "unlock-request", step="ask", comment="确实写错")
    assert post(administrator, filing, "unlock-request", step="grant", comment="同意").url == "/"
    opened = fresh(filing)
    assert (opened.current_state, opened.round) == (State.FILLING, 2)
    assert (opened.review_total, opened.final_total, opened.final_grade) == (None, None, "")
    # The old version stays, and the whole form is open.
    assert Submission.objects.filter(filing=filing).count() == 1
    assert open_places(filing=opened) is None
    assert "92.00" in head.get(f"{page}official-form/?round=1").content.decode()


def test_a_review_is_handed_over_on_its_page(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    client, page = signed_in(world.reviewer), f"/filings/{filing.public_id}/review-hand-over/"
    # Nobody but the reviewer who asks: it is not in anybody's hands yet, so it may be named theirs.
    assert world.reviewer.full_name in client.get(page).content.decode()
    second = make_user("second", Role.REVIEWER)
    assert post(client, filing, "review-hand-over").status_code == 422
    assert post(client, filing, "review-hand-over", reviewer=world.administrator.pk).status_code == 422
    assert client.post(page, {"version": 1, "reviewer": second.pk}).status_code == 409
    assert post(client, filing, "review-hand-over", reviewer=second.pk, comment="请假").url == "/"
    assert "由second甲审核" in client.get(f"/filings/{filing.public_id}/bureau-review/").content.decode()
    assert client.get(page).status_code in (403, 409)


def test_all_three_scores_and_the_one_that_counts_are_shown(world: World, signed_in: SignedIn) -> None:
    for rule, total in (("review", "91.50"), ("self", "92.00"), ("computed", "91.00"), ("lowest", "91.00")):
        world.cycle.final_score_rule = rule
        world.cycle.save(update_fields=["final_score_rule"])
        unit = {"review": world.unit, "self": world.other, "computed": world.third}.get(rule)
        if unit is None:
            # The form of the first unit, finalised anew under another rule.
            filing = fresh(Filing.objects.get(department=world.unit.department))
            filing = move(filing, world.unit.head, Action.ASK_UNLOCK, comment="写错")
            filing = move(filing, world.administrator, Action.UNLOCK, comment="同意")
            filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
            filing = move(filing, world.unit.head, Action.SIGN)
            unit = world.unit
        else:
            filing = bring_to(world, State.SUBMITTED, unit)
        filing = move(filing, world.reviewer, Action.FINALISE, confirmed_total=Decimal("91.5"), comment="扣半分")
        assert f"{filing.final_total:.2f}" == total, rule
        assert (filing.self_total, filing.computed_total, filing.review_total) == (92, 91, Decimal("91.5"))
        assert filing.final_grade == "优"
        for page in (f"/filings/{filing.public_id}/sign-off/", "/?state=all"):
            text = signed_in(unit.head).get(page).content.decode()
            assert total in text, (rule, page)
    text = signed_in(world.reviewer).get(f"/filings/{filing.public_id}/bureau-review/").content.decode()
    assert "以三个总分中最低的为准" in text
    assert not ReviewPin.objects.exists()
