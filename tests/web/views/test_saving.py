"""Saving with others in the same filing: both values are shown, nothing typed is lost, each sending counts once."""

import json
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import Role, State
from selfeval.models import Event, Filing
from selfeval.services.changes import NarrativeChange
from tests.factories import World, bring_to, make_user, save
from tests.web.conftest import SignedIn
from tests.web.pages import Page, post, section_url, stored, version_of

BUDGET, CLOSING = "fields.original_budget", "fields.closing_balance"
PROCUREMENT = "fields.procurement_budget"


@pytest.fixture
def colleague(world: World, signed_in: SignedIn) -> Client:
    return signed_in(make_user("colleague", Role.PREPARER, world.unit.department))


def told(page: Page) -> dict[str, object]:
    found = json.loads(page.headers["X-Selfeval-Saved"])
    assert page.headers["X-Selfeval-Saved"].isascii()
    return dict(found)


def test_the_answer_says_what_became_of_each_box(filled: Filing, preparer: Client) -> None:
    page = post(preparer, filled, "budget", {BUDGET: "1", CLOSING: "12万", PROCUREMENT: ""})
    assert told(page) == {
        "version": version_of(filled),
        "boxes": {BUDGET: "saved", CLOSING: "refused", PROCUREMENT: "saved"},
        "stored": {},
    }


def test_different_boxes_of_one_page_are_both_kept(filled: Filing, preparer: Client, colleague: Client) -> None:
    seen = version_of(filled)
    post(colleague, filled, "budget", {PROCUREMENT: "900"}, seen=seen)
    page = post(preparer, filled, "budget", {BUDGET: "1"}, seen=seen)
    assert page.attribute(f"state-{BUDGET}", "data-state") == "saved"
    found = stored(filled).fields
    assert (found["original_budget"], found["procurement_budget"]) == (Decimal(10_000), Decimal(9_000_000))


def test_c01_the_same_box_shows_the_others_value_and_asks(filled: Filing, preparer: Client, colleague: Client) -> None:
    seen = version_of(filled)
    post(colleague, filled, "budget", {BUDGET: "900"}, seen=seen)
    page = post(preparer, filled, "budget", {BUDGET: "1", PROCUREMENT: "5"}, seen=seen)
    assert (page.status, told(page)["boxes"]) == (200, {BUDGET: "conflict", PROCUREMENT: "saved"})
    state = f"state-{BUDGET}"
    assert (page.attribute(state, "data-state"), page.attribute(state, "data-sent")) == ("conflict", "1")
    assert "colleague甲" in page.words(state)
    assert "已改为 900.00 用我的用对方的" in page.words(state)
    assert f'data-choice="mine" data-box="{BUDGET}" data-version="{seen + 1}"' in page.text
    assert 'data-theirs="900.00"' in page.text
    assert page.words("save-state").startswith("1 处未保存，其余")
    found = stored(filled).fields
    assert (found["original_budget"], found["procurement_budget"]) == (Decimal(9_000_000), Decimal(50_000))


def test_mine_is_kept_only_over_the_value_that_was_shown(filled: Filing, preparer: Client, colleague: Client) -> None:
    seen = version_of(filled)
    post(colleague, filled, "budget", {BUDGET: "900"}, seen=seen)
    mine = {BUDGET: "1", f"seen.{BUDGET}": str(seen + 1)}
    post(colleague, filled, "budget", {BUDGET: "901"}, seen=seen + 1)
    assert told(post(preparer, filled, "budget", mine, seen=seen))["boxes"] == {BUDGET: "conflict"}
    mine[f"seen.{BUDGET}"] = str(seen + 2)
    assert told(post(preparer, filled, "budget", mine, seen=seen))["boxes"] == {BUDGET: "saved"}
    assert stored(filled).fields["original_budget"] == Decimal(10_000)


def test_a_long_text_of_the_other_is_shown_whole(world: World, filled: Filing, preparer: Client) -> None:
    seen = version_of(filled)
    colleague = make_user("colleague", Role.PREPARER, world.unit.department)
    save(filled, colleague, "narratives", NarrativeChange(code="mandate", text="第一行<b>\n" + "职能" * 50))
    page = post(preparer, filled, "narratives", {"narratives.mandate": "我的"}, seen=seen)
    assert "也改了这里" in page.words("state-narratives.mandate")
    assert "第一行&lt;b&gt;\n" + "职能" * 50 in page.text
    assert "第一行<b>" not in page.text


def test_without_scripts_the_page_comes_back_with_both_values(
    filled: Filing, preparer: Client, colleague: Client
) -> None:
    seen = version_of(filled)
    post(colleague, filled, "budget", {BUDGET: "900"}, seen=seen)
    page = post(preparer, filled, "budget", {BUDGET: "77", CLOSING: "66"}, seen=seen, in_background=False)
    assert page.status == 409
    assert (page.attribute(BUDGET, "value"), page.attribute(CLOSING, "value")) == ("77", "66.00")
    assert "有 1 格在您填的时候别人也改了" in page.words("page-alert")
    assert "已改为 900.00" in page.words(f"state-{BUDGET}")
    assert f'name="use_mine.{BUDGET}" value="{seen + 1}"' in page.text
    assert f'name="seen" value="{seen}"' in page.text
    assert f'name="seen.{CLOSING}" value="{seen + 2}"' in page.text
    again = post(preparer, filled, "budget", {BUDGET: "77"}, seen=seen, in_background=False)
    assert again.status == 409
    mine = {BUDGET: "77", CLOSING: "66", f"use_mine.{BUDGET}": str(seen + 1), f"seen.{CLOSING}": str(seen + 2)}
    assert "已保存" in post(preparer, filled, "budget", mine, seen=seen, in_background=False).text
    assert stored(filled).fields["original_budget"] == Decimal(770_000)


def test_without_scripts_theirs_may_be_taken(filled: Filing, preparer: Client, colleague: Client) -> None:
    seen = version_of(filled)
    post(colleague, filled, "budget", {BUDGET: "900"}, seen=seen)
    data = {BUDGET: "77", CLOSING: "66万", f"use_theirs.{BUDGET}": str(seen + 1)}
    page = post(preparer, filled, "budget", data, seen=seen, in_background=False)
    assert page.status == 422
    assert (page.attribute(BUDGET, "value"), page.attribute(CLOSING, "value")) == ("900.00", "66万")
    assert f'name="seen.{BUDGET}" value="{seen + 1}"' in page.text
    assert stored(filled).fields["original_budget"] == Decimal(9_000_000)


def test_without_scripts_boxes_left_alone_are_no_conflict(filled: Filing, preparer: Client, colleague: Client) -> None:
    """The whole page is sent, also what a colleague changed since; what the person did not touch is not theirs."""
    seen = version_of(filled)
    procurement = Page(preparer.get(section_url(filled, "budget"))).attribute(PROCUREMENT, "value")
    post(colleague, filled, "budget", {BUDGET: "900", PROCUREMENT: "800"}, seen=seen)
    data = {BUDGET: "2,424.03", PROCUREMENT: procurement, CLOSING: "66"}
    assert "已保存" in post(preparer, filled, "budget", data, seen=seen, in_background=False).text
    found = stored(filled).fields
    assert [found[code] for code in ("original_budget", "procurement_budget", "closing_balance")] == [
        Decimal(9_000_000),
        Decimal(8_000_000),
        Decimal(660_000),
    ]


def test_without_scripts_a_long_text_left_alone_is_no_conflict(
    filled: Filing, preparer: Client, colleague: Client
) -> None:
    before, seen = stored(filled).narratives, version_of(filled)
    mandate = before["mandate"]
    assert len(mandate) > 200
    post(colleague, filled, "narratives", {"narratives.mandate": mandate[::-1]}, seen=seen)
    alone = {"narratives.mandate": mandate, "narratives.other": "补一句。"}
    assert "已保存" in post(preparer, filled, "narratives", alone, seen=seen, in_background=False).text
    touched = {"narratives.mandate": mandate + "。"}
    assert post(preparer, filled, "narratives", touched, seen=seen, in_background=False).status == 409
    after = stored(filled).narratives
    assert (after["mandate"], after["other"]) == (mandate[::-1], "补一句。")


def test_without_scripts_a_page_that_comes_back_shows_what_others_changed(
    filled: Filing, preparer: Client, colleague: Client
) -> None:
    seen = version_of(filled)
    post(colleague, filled, "budget", {BUDGET: "900"}, seen=seen)
    page = post(preparer, filled, "budget", {BUDGET: "2,424.03", CLOSING: "66万"}, seen=seen, in_background=False)
    assert (page.status, page.attribute(BUDGET, "value")) == (422, "900.00")
    assert f'name="seen.{BUDGET}" value="{seen + 1}"' in page.text


@pytest.mark.parametrize("version", ["", "-1", "一", "1.5", "9" * 20])
def test_a_page_without_its_version_is_refused(filled: Filing, preparer: Client, version: str) -> None:
    for data in ({"seen": version}, {"seen": "1", f"seen.{BUDGET}": version}):
        response = preparer.post(section_url(filled, "budget"), {**data, BUDGET: "1"})
        assert response.status_code == 400
    assert stored(filled).fields["original_budget"] == Decimal(24_240_300)


def test_what_is_sent_again_because_its_answer_got_lost_is_stored_once(filled: Filing, preparer: Client) -> None:
    seen = version_of(filled)
    data = {BUDGET: "77", "request_id": str(uuid4())}
    first = post(preparer, filled, "budget", data, seen=seen)
    again = post(preparer, filled, "budget", data, seen=seen)
    assert told(first) == told(again)
    assert again.attribute(f"state-{BUDGET}", "data-state") == "saved"
    assert Event.objects.filter(filing=filled, version__gt=seen).count() == 1


def test_the_same_sending_never_undoes_what_others_did_since(
    filled: Filing, preparer: Client, colleague: Client
) -> None:
    seen = version_of(filled)
    data = {BUDGET: "77", "request_id": str(uuid4())}
    post(preparer, filled, "budget", data, seen=seen)
    post(colleague, filled, "budget", {BUDGET: "78"})
    assert told(post(preparer, filled, "budget", data, seen=seen))["version"] == seen + 1
    assert stored(filled).fields["original_budget"] == Decimal(780_000)
    assert told(post(preparer, filled, "budget", {BUDGET: "79"}, seen=seen + 1))["boxes"] == {BUDGET: "conflict"}


def test_a_number_used_twice_for_different_things_is_told(filled: Filing, preparer: Client) -> None:
    number = str(uuid4())
    post(preparer, filled, "budget", {BUDGET: "77", "request_id": number})
    page = post(preparer, filled, "budget", {CLOSING: "66", "request_id": number})
    assert told(page)["boxes"] == {CLOSING: "refused"}
    assert page.words(f"state-{CLOSING}") == "未保存"


def test_a_number_nobody_can_record_is_none(filled: Filing, preparer: Client) -> None:
    assert told(post(preparer, filled, "budget", {BUDGET: "77", "request_id": "x"}))["boxes"] == {BUDGET: "saved"}


def test_a_script_may_read_json(filled: Filing, preparer: Client, colleague: Client) -> None:
    seen = version_of(filled)
    post(colleague, filled, "budget", {BUDGET: "900"}, seen=seen)
    colleague.post(f"/filings/{filled.public_id}/who-is-here/", {"section": "budget"})
    data = {"seen": seen, BUDGET: "1", CLOSING: "12万", PROCUREMENT: "5"}
    response = preparer.post(section_url(filled, "budget"), data, headers={"Accept": "application/json"})
    answer = response.json()
    assert answer["boxes"] == {BUDGET: "conflict", CLOSING: "refused", PROCUREMENT: "saved"}
    assert answer["conflicts"][BUDGET] | {"told": ""} == {
        "told": "",
        "words": "900.00",
        "text": "900.00",
        "version": seen + 1,
    }
    assert answer["conflicts"][BUDGET]["told"].startswith("colleague甲 ")
    assert "12万" in answer["refused"][CLOSING]
    assert [each["words"] for each in answer["here"]] == ["colleague甲也正在编辑这一部分"]


def test_so_many_boxes_that_no_header_holds_them_are_told_in_json(filled: Filing, preparer: Client) -> None:
    reasons = dict.fromkeys(_texts(preparer, filled), "原因")
    data = {"seen": version_of(filled), **reasons}
    response = preparer.post(section_url(filled, "process"), data, headers={"HX-Request": "true"})
    assert "X-Selfeval-Saved" not in response
    assert response.json()["boxes"] == dict.fromkeys(reasons, "saved")


def _texts(client: Client, filing: Filing) -> list[str]:
    page = Page(client.get(section_url(filing, "process")))
    return sorted(name for name in page.ids if name.endswith((".reason", ".measure", ".analysis")) and name[0] == "i")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_the_state_forbids_is_409_and_what_rights_forbid_403(
    world: World, signed_in: SignedIn, accept: str
) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    for person, status in ((world.unit.preparer, 409), (world.unit.head, 403)):
        response = signed_in(person).post(
            section_url(filing, "budget"), {"seen": 1, BUDGET: "1"}, headers={"HX-Request": "true", "Accept": accept}
        )
        assert response.status_code == status
        words = response.json()["words"] if accept == "application/json" else response.content.decode()
        assert "不能修改" in words or "由填报人办理" in words


def test_what_one_person_typed_is_not_saved_in_the_name_of_another(
    world: World, filled: Filing, preparer: Client, colleague: Client
) -> None:
    token = colleague.get("/account/outbox-key/").json()["user"]
    page = post(preparer, filled, "budget", {BUDGET: "1", "typed_by": token})
    assert page.status == 403
    assert "另一位同事填的" in page.words("page-alert")
    own = preparer.get("/account/outbox-key/").json()["user"]
    assert post(preparer, filled, "budget", {BUDGET: "1", "typed_by": own}).status == 200


def test_the_answer_to_a_save_tells_who_else_is_here(filled: Filing, preparer: Client, colleague: Client) -> None:
    colleague.post(f"/filings/{filled.public_id}/who-is-here/", {"section": "staff"})
    page = post(preparer, filled, "budget", {BUDGET: "1"})
    assert page.words("who-is-here") == "colleague甲正在编辑第三部分“人员情况”"


def test_saving_costs_the_same_for_one_box_and_for_many(filled: Filing, preparer: Client) -> None:
    counts = []
    for boxes in ({BUDGET: "1"}, {BUDGET: "2", CLOSING: "3", PROCUREMENT: "4", "fields.actual_expenditure": "5"}):
        seen = version_of(filled)
        with CaptureQueriesContext(connection) as captured:
            post(preparer, filled, "budget", boxes, seen=seen)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 52
