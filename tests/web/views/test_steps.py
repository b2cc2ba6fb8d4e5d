"""The steps between the pages: each is taken once, or refused in words, with nothing changed."""

import pytest
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn


def address(filing: Filing, step: str) -> str:
    return f"/filings/{filing.public_id}/{step}/"


def state_of(filing: Filing) -> State:
    return Filing.objects.get(pk=filing.pk).current_state


def answer(client: Client, filing: Filing, step: str, **data: object) -> str:
    """The page after a step, wherever it leads."""
    response = client.post(address(filing, step), {"version": filing.version, **data}, follow=True)
    return response.content.decode()


def test_a_clean_form_goes_to_the_head_and_may_be_taken_back(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    client = signed_in(world.unit.preparer)
    assert "已送负责人签发" in answer(client, filing, "send-for-signature")
    assert state_of(filing) is State.AWAITING_SIGNATURE
    check = client.get(address(filing, "check")).content.decode()
    assert "取回修改" in check
    filing.refresh_from_db()
    assert "已取回" in answer(client, filing, "take-back")
    assert state_of(filing) is State.FILLING


def test_what_is_not_finished_is_refused_with_the_way_to_each_box(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.TO_FILL)
    response = signed_in(world.unit.preparer).post(address(filing, "send-for-signature"), {"version": filing.version})
    text = response.content.decode()
    assert response.status_code == 409
    assert "年初预算金额还没有填" in text
    assert f'href="{address(filing, "budget")}#fields.original_budget"' in text
    assert state_of(filing) is State.TO_FILL


def test_a_returned_form_must_come_back_different(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.RETURNED)
    assert "退回后还没有任何修改" in answer(signed_in(world.unit.preparer), filing, "send-for-signature")
    assert state_of(filing) is State.RETURNED


@pytest.mark.parametrize("version", ["1", "", "x", "99999999999999"])
def test_an_old_or_missing_version_changes_nothing(world: World, signed_in: SignedIn, version: str) -> None:
    filing = bring_to(world, State.FILLING)
    response = signed_in(world.unit.preparer).post(address(filing, "send-for-signature"), {"version": version})
    assert response.status_code == 409
    assert "刚才的操作没有生效" in response.content.decode()
    assert state_of(filing) is State.FILLING


def test_a_step_out_of_turn_is_refused(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    response = signed_in(world.unit.preparer).post(address(filing, "send-for-signature"), {"version": filing.version})
    assert response.status_code == 409
    assert "不能送负责人签发" in response.content.decode()


def test_the_head_may_withdraw_until_a_reviewer_has_opened_it(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    head = signed_in(world.unit.head)
    assert "撤回修改" in head.get(address(filing, "sign-off")).content.decode()
    assert "须写明意见" in answer(head, filing, "withdraw-submission")
    assert "已撤回" in answer(head, filing, "withdraw-submission", comment="数字要改")
    assert state_of(filing) is State.FILLING


def test_not_once_it_was_opened(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    signed_in(world.reviewer).get(address(filing, "bureau-review"))
    filing.refresh_from_db()
    head = signed_in(world.unit.head)
    assert "撤回修改" not in head.get(address(filing, "sign-off")).content.decode()
    assert "审核人已经打开" in answer(head, filing, "withdraw-submission", comment="数字要改")
    assert state_of(filing) is State.SUBMITTED


def test_words_too_long_are_refused(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    text = answer(signed_in(world.unit.head), filing, "withdraw-submission", comment="长" * 2001)
    assert "最多 2,000 个" in text
    assert state_of(filing) is State.SUBMITTED
