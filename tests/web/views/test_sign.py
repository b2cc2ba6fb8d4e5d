"""The head's page says everything that matters and takes one decision."""

from typing import Any

from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing, Submission
from tests.factories import World, bring_to
from tests.two_years import with_last_year
from tests.web.conftest import SignedIn
from tests.web.pages import Page


def sign_page(filing: Filing) -> str:
    return f"/filings/{filing.public_id}/sign-off/"


def decide(client: Client, filing: Filing, action: str, **data: object) -> Any:
    return client.post(sign_page(filing), {"version": filing.version, "action": action, **data})


def test_one_page_with_score_money_warnings_and_losses(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    text = Page(signed_in(world.unit.head).get(sign_page(filing))).text
    for words in ("92.00", "优", "计算得分 91.00", "3,043.01", "结转结余填16.07万元", "5 项，共 8.00 分", "签发并提交"):
        assert words in text, words
    assert '<dt>金额单位</dt><dd class="muted">万元</dd>' in text
    assert "受疫情影响" in text
    assert f"/filings/{filing.public_id}/process/#indicators.process.budget_execution.completion_rate" in text


def test_signing_needs_the_statement(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    client = signed_in(world.unit.head)
    response = decide(client, filing, "sign")
    assert response.status_code == 422
    assert "签发前请勾选" in response.content.decode()
    assert decide(client, filing, "sign", is_confirmed="on").url == "/"
    assert Filing.objects.get(pk=filing.pk).current_state is State.SUBMITTED
    assert Submission.objects.filter(filing=filing).count() == 1


def test_giving_back_needs_words(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    client = signed_in(world.unit.head)
    response = decide(client, filing, "decline")
    assert response.status_code == 422
    assert "须写明意见" in response.content.decode()
    assert decide(client, filing, "decline", comment="请核对结余").url == "/"
    assert Filing.objects.get(pk=filing.pk).current_state is State.FILLING
    preparer = signed_in(world.unit.preparer)
    assert "请核对结余" in preparer.get(f"/filings/{filing.public_id}/face/").content.decode()


def test_an_old_page_signs_nothing(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    filing.version -= 1
    response = decide(signed_in(world.unit.head), filing, "sign", is_confirmed="on")
    assert response.status_code == 409
    assert not Submission.objects.exists()


def test_signing_twice_keeps_one_copy(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    client = signed_in(world.unit.head)
    decide(client, filing, "sign", is_confirmed="on")
    assert decide(client, filing, "sign", is_confirmed="on").status_code == 409
    assert Submission.objects.count() == 1


def test_who_filled_it_does_not_sign_it(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    filing.fillers.add(world.unit.head)
    client = signed_in(world.unit.head)
    assert "签发并提交</button>" not in client.get(sign_page(filing)).content.decode().replace("\n", "")
    response = decide(client, filing, "sign", is_confirmed="on")
    assert response.status_code == 403
    assert "您填报过这份自评表" in response.content.decode()


def test_nothing_to_sign_is_said(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    assert "没有要您签发的" in signed_in(world.unit.head).get(sign_page(filing)).content.decode()


def test_queries_of_the_page(world: World, signed_in: SignedIn, django_assert_max_num_queries: Any) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    client = signed_in(world.unit.head)
    with django_assert_max_num_queries(19):
        client.get(sign_page(filing))


def test_last_year_stands_beside(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(with_last_year(world), State.FILLING)
    text = Page(signed_in(world.unit.head).get(sign_page(filing))).text
    for words in ("上年 92.00 优，今年相同", "上年 3,043.01", "上年 0.00 / 2"):
        assert words in text, words


def test_without_last_year_nothing_is_said_of_it(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    assert "sg-then" not in signed_in(world.unit.head).get(sign_page(filing)).content.decode()
