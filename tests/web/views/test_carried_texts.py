"""Last year on the pages: beside figures and scores, in folds, and one click to carry a text over."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import State
from selfeval.models import Filing, ReviewRecord
from selfeval.services.changes import FigureChange, NarrativeChange
from tests.factories import World, bring_to, make_filing, sample, save
from tests.returned import judged
from tests.two_years import with_last_year
from tests.web.conftest import SignedIn
from tests.web.pages import Page, post, section_url, stored

MANDATE = "narratives.mandate"


@pytest.fixture
def filing(world: World) -> Filing:
    return make_filing(with_last_year(world))


def carry(client: Client, filing: Filing, **sent: str) -> Page:
    return Page(client.post(f"/filings/{filing.public_id}/carry-texts/", sent, follow=True))


def test_figures_stand_beside_last_years_with_their_change(world: World, preparer: Client, filing: Filing) -> None:
    budget = FigureChange(code="original_budget", value=Decimal("26664330"))
    save(filing, world.unit.preparer, "budget", budget)
    page = Page(preparer.get(section_url(filing, "budget")))
    assert "上年数取自 2020 年度报送的自评表" in page.text
    assert ">2,424.03</td>" in page.text
    assert page.words("change-original_budget") == "+10.00%"
    assert "年末结余金额</span> 547.84" in page.text
    assert "上年合计 484.00" in page.text
    after = post(preparer, filing, "budget", {"fields.original_budget": "1212.015"})
    assert after.words("change-original_budget") == "-50.00%"


def test_scores_and_reasons_of_last_year_stand_with_each_indicator(preparer: Client, filing: Filing) -> None:
    page = Page(preparer.get(section_url(filing, "process")))
    assert "上年 82.00%" in page.words("line-process.budget_execution.completion_rate")
    reason = sample().entry("process.budget_execution.completion_rate").reason
    assert reason in page.text
    assert "上年 92.00" in page.words("score-panel")


def test_a_year_without_a_year_before_shows_nothing_of_it(world: World, signed_in: SignedIn) -> None:
    filing = make_filing(world, world.other)
    client = signed_in(world.other.preparer)
    for section in ("budget", "process", "narratives", "evaluators"):
        text = client.get(section_url(filing, section)).content.decode()
        assert "上年填写" not in text
        assert "carry-form" not in text
    assert carry(client, filing, box=MANDATE).status == 400


def test_one_click_fills_an_empty_box_and_marks_it_until_changed(preparer: Client, filing: Filing) -> None:
    page = carry(preparer, filing, box=MANDATE)
    assert "带入上年文字 1 处。" in page.text
    assert stored(filing).narratives == {"mandate": sample().narratives["mandate"]}
    assert page.words(f"carried-{MANDATE}") == "上年带入·未改动"
    after = post(preparer, filing, "narratives", {MANDATE: "今年的职能"})
    assert after.words(f"carried-{MANDATE}") == ""
    assert "carried-narratives.staffing" not in after


def test_one_click_fills_what_is_empty_on_the_page(world: World, preparer: Client, filing: Filing) -> None:
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="自己写的"))
    page = carry(preparer, filing, page="narratives")
    assert "1 处已有文字，没有动" in page.text
    kept = stored(filing).narratives
    assert kept["mandate"] == "自己写的"
    assert {**kept, "mandate": ""} == {**sample().narratives, "mandate": ""}
    again = carry(preparer, filing, page="narratives")
    assert "没有动" in again.text


def test_a_text_that_would_be_replaced_is_asked_about_first(world: World, preparer: Client, filing: Filing) -> None:
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="自己写的"))
    asked = carry(preparer, filing, box=MANDATE)
    assert "用上年的文字替换现在的吗？" in asked.text
    assert "自己写的" in asked.text
    assert stored(filing).narratives["mandate"] == "自己写的"
    filing.refresh_from_db()
    carry(preparer, filing, box=MANDATE, replace=str(filing.version))
    assert stored(filing).narratives["mandate"] == sample().narratives["mandate"]


def test_what_somebody_wrote_meanwhile_is_told(world: World, preparer: Client, filing: Filing) -> None:
    seen = str(filing.version)
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="刚写的"))
    page = carry(preparer, filing, box=MANDATE, replace=seen)
    assert "没有带入：这一处已经有内容" in page.text


def test_the_evaluators_are_carried_like_a_text(preparer: Client, filing: Filing) -> None:
    page = carry(preparer, filing, box="evaluators")
    assert page.words("carried-evaluators") == "上年带入·未改动"
    assert stored(filing).evaluators == sample().evaluators
    again = carry(preparer, filing, box="evaluators", replace="x")
    assert again.status == 200


def test_last_year_takes_the_same_queries_whatever_it_holds(preparer: Client, filing: Filing) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            preparer.get(section_url(filing, "narratives"))
        counts.append(len(captured))
        carry(preparer, filing, page="narratives")
    assert counts[0] == counts[1] <= 21


def test_what_last_year_did_not_have_is_refused(preparer: Client, filing: Filing) -> None:
    for sent in ({}, {"box": "fields.original_budget"}, {"page": "nowhere"}, {"box": "narratives.x"}):
        assert carry(preparer, filing, **sent).status == 400


def test_what_cannot_be_filled_offers_no_text(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(with_last_year(world), State.FILLING)
    client = signed_in(world.unit.head)
    page = client.get(section_url(filing, "narratives")).content.decode()
    assert "上年填写" in page
    assert "带入上年文字" not in page
    assert client.post(f"/filings/{filing.public_id}/carry-texts/", {"box": MANDATE}).status_code == 403


def test_texts_are_not_offered_where_a_return_left_the_box_locked(world: World, preparer: Client) -> None:
    # With the very texts of the year before it could not be sent to a reviewer by the way the work goes.
    filing = bring_to(with_last_year(world), State.FILLING)
    judged(world, filing, ReviewRecord.RETURNED, opens=[MANDATE])
    Filing.objects.filter(pk=filing.pk).update(state=State.RETURNED.value)
    pages = [Page(preparer.get(section_url(filing, section))) for section in ("narratives", "evaluators", "process")]
    buttons = [text.partition('"')[0] for page in pages for text in page.text.split('name="box" value="')[1:]]
    assert buttons == [MANDATE]
    assert "空着的都带入上年文字" not in pages[0].text
    # What was written then is read beside the others all the same.
    assert all("上年填写" in page.text for page in pages)
