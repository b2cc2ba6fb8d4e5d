"""Scores by indicator on the reviewer's page: boxes, refusals in their place, findings, the proposed total."""

from typing import Any

import pytest
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing, ReviewScore
from selfeval.queries.filings import last_submission
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn

DISCLOSURE = "process.budget_management.information_disclosure"


def address(filing: Filing, rest: str = "bureau-review") -> str:
    return f"/filings/{filing.public_id}/{rest}/"


@pytest.fixture
def submitted(world: World) -> Filing:
    return bring_to(world, State.SUBMITTED)


def post(client: Client, filing: Filing, **typed: str) -> Any:
    copy = last_submission(filing=filing)
    assert copy is not None
    return client.post(address(filing, "review-scores"), {"submission": copy.pk, **typed})


def filed(client: Client, filing: Filing) -> dict[str, str]:
    """Every box of the page, the scores as the unit filed them."""
    sheet = client.get(address(filing)).context["sheet"]
    return {row.score.html_name: row.filed for row in sheet.rows}


def test_the_page_has_boxes_for_every_indicator_that_applies(submitted: Filing, reviewer: Client) -> None:
    text = reviewer.get(address(submitted)).content.decode()

    assert text.count("复核意见，与自评不同时必填") == len(filed(reviewer, submitted)) == 24
    assert "可以不填，填了一项就要填全" in text
    assert f'id="review.{DISCLOSURE}.score"' in text


def test_saving_shows_what_is_left_and_what_is_wrong(submitted: Filing, reviewer: Client) -> None:
    response = post(reviewer, submitted, **{f"score.{DISCLOSURE}": "２", f"remark.{DISCLOSURE}": ""})
    assert response.url.endswith("/bureau-review/#review-scores")
    text = reviewer.get(address(submitted)).content.decode()

    assert "还有 23 项没有给分" in text
    assert "还有23项指标没有复核得分" in text
    assert f'href="#review.{DISCLOSURE}.remark"' in text
    assert 'value="2.00"' in text


def test_when_all_are_scored_their_sum_is_proposed(submitted: Filing, reviewer: Client) -> None:
    typed = {**filed(reviewer, submitted), f"score.{DISCLOSURE}": "1.5", f"remark.{DISCLOSURE}": "晚公开，扣1.5分"}
    post(reviewer, submitted, **typed)
    page = reviewer.get(address(submitted))

    assert page.context["sheet"].total == "90.50"
    assert page.context["finalise_form"].initial["confirmed_total"] == 90.5
    assert page.context["sheet"].problems == ()


@pytest.mark.parametrize(
    ("score", "words"), [("4", "不能大于分值 3"), ("-1", "不能小于 0"), ("1.555", "最多2位"), ("好", "不是数字")]
)
def test_a_score_that_cannot_stand_is_refused_in_its_place(
    submitted: Filing, reviewer: Client, score: str, words: str
) -> None:
    response = post(reviewer, submitted, **{f"score.{DISCLOSURE}": score})
    text = response.content.decode()

    assert response.status_code == 422
    assert words in text
    assert f'id="review.{DISCLOSURE}.score-error"' in text
    assert not ReviewScore.objects.exists()


def test_the_verdict_says_what_keeps_it_back(submitted: Filing, reviewer: Client) -> None:
    post(reviewer, submitted, **{f"score.{DISCLOSURE}": "2"})
    data = {"version": Filing.objects.get(pk=submitted.pk).version, "confirmed_total": "92"}
    response = reviewer.post(address(submitted, "finalise-filing"), data)

    assert response.status_code == 422
    assert "没有写复核意见" in response.content.decode()


def test_an_old_page_stores_nothing(submitted: Filing, reviewer: Client) -> None:
    assert reviewer.post(address(submitted, "review-scores"), {"submission": "1" * 10}).status_code in (404, 409)
    assert reviewer.post(address(submitted, "review-scores"), {}).status_code == 422


def test_who_does_not_review_reads_them(world: World, submitted: Filing, reviewer: Client, signed_in: SignedIn) -> None:
    administrator = signed_in(world.administrator)
    assert "逐项复核" not in administrator.get(address(submitted)).content.decode()
    post(reviewer, submitted, **{f"score.{DISCLOSURE}": "2", f"remark.{DISCLOSURE}": "晚公开，扣1分"})
    text = administrator.get(address(submitted)).content.decode()

    assert "晚公开，扣1分" in text
    assert "保存逐项复核" not in text
    assert post(administrator, submitted).status_code == 403
