"""核查结果: counted by check, severity and cycle; every count leads to its filings; rounds are held side by side."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import Action, State
from selfeval.models import FilingCycle, FindingRow
from selfeval.services.changes import NarrativeChange
from tests.factories import World, bring_to, make_filing, move, save
from tests.web.conftest import SignedIn
from tests.web.views.test_access import own_patterns

ADDRESS = "/findings/"
REQUIRED = "required_fields_filled"
DOUBLED = NarrativeChange(code="other", text="本年共受理受理来信3件。")


def text_of(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_this_module_knows_every_address_and_all_are_behind_the_login(db: None) -> None:
    prefixes = ("findings/", "cycles/<slug:code>/checks/")
    assert {each for each in own_patterns() if each.startswith(prefixes)} == set(prefixes)
    for address in (ADDRESS, "/cycles/2021/checks/"):
        assert Client().get(address)["Location"].startswith("/login/")


@pytest.mark.parametrize("person", ["preparer", "head"])
def test_units_do_not_see_the_counts_of_others(world: World, signed_in: SignedIn, person: str) -> None:
    answer = signed_in(getattr(world.unit, person)).get(ADDRESS)
    assert answer.status_code == 403
    assert "由财政局汇总查看" in answer.content.decode()


def test_counts_lead_to_the_filings_and_to_what_stands_open(world: World, signed_in: SignedIn) -> None:
    for unit in (world.unit, world.other):
        make_filing(world, unit)
    client = signed_in(world.administrator)
    rows = FindingRow.objects.filter(check_code=REQUIRED)
    text = text_of(client)

    assert f'data-l="条数">{rows.count()}<' in text
    assert 'data-l="涉及自评表">2<' in text
    # Of the cycle: so many filings, so many with findings.
    assert 'data-l="自评表">2</td><td class="num" data-l="有问题的">2<' in text
    assert f"?severity=error&check={REQUIRED}" in text or f"?check={REQUIRED}&severity=error" in text
    listed = text_of(client, f"{ADDRESS}?check={REQUIRED}")
    assert "综合办" in listed
    assert "服务中心" in listed
    assert '共 <b class="ink tn" data-list-count>2</b> 份' in listed
    assert rows.first().message in listed  # type: ignore[union-attr]
    assert "没有这样的自评表" in text_of(client, f"{ADDRESS}?check={REQUIRED}&answer=waived")


def test_what_was_explained_and_waived_is_counted(world: World, signed_in: SignedIn) -> None:
    filing = make_filing(world)
    first, second = FindingRow.objects.filter(filing=filing)[:2]
    FindingRow.objects.filter(pk=first.pk).update(check_code="a_check", explanation="由财政收回", severity="warning")
    FindingRow.objects.filter(pk=second.pk).update(
        check_code="a_check", severity="warning", waiver={"key": "", "reason": "测试", "by": "甲", "until": None}
    )
    client = signed_in(world.administrator)
    text = text_of(client, f"{ADDRESS}?severity=warning&cycle=2021")

    assert '条数">2<' in text
    assert '已说明">1<' in text
    assert '已豁免">1<' in text
    assert '未说明也未豁免">0<' in text
    assert "单位说明：由财政收回" in text_of(client, f"{ADDRESS}?check=a_check&answer=explained")
    assert "已豁免：测试（甲）" in text_of(client, f"{ADDRESS}?check=a_check&answer=waived")


def test_reviewers_count_what_was_submitted_only(world: World, signed_in: SignedIn) -> None:
    make_filing(world, world.other)
    client = signed_in(world.reviewer)
    assert "还没有核查结果" in text_of(client)
    filing = bring_to(world, State.SUBMITTED)
    expected = FindingRow.objects.filter(submission=None, filing=filing)

    assert f"data-list-count>{expected.count()}</b> 条" in text_of(client)
    finding = expected[0]
    assert f"/filings/{filing.public_id}/bureau-review/" in text_of(client, f"{ADDRESS}?check={finding.check_code}")


@pytest.mark.parametrize("filters", ["severity=x", "answer=x", "check=y&answer=x"])
def test_an_unknown_filter_is_refused(world: World, signed_in: SignedIn, filters: str) -> None:
    assert signed_in(world.administrator).get(f"{ADDRESS}?{filters}").status_code == 400


def test_nothing_found_for_a_filter_says_so(world: World, signed_in: SignedIn) -> None:
    make_filing(world)
    assert "没有符合条件的核查结果" in text_of(signed_in(world.administrator), f"{ADDRESS}?cycle=nowhere")


@pytest.mark.parametrize("filters", ["", f"?check={REQUIRED}"])
def test_queries_do_not_grow_with_filings(world: World, signed_in: SignedIn, filters: str) -> None:
    client = signed_in(world.administrator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            text_of(client, f"{ADDRESS}{filters}")
        return len(counted)

    make_filing(world, world.unit)
    before = queries()
    make_filing(world, world.other)
    make_filing(world, world.third)
    assert queries() == before <= 10


def test_a_cycle_says_what_it_checks_by(world: World, signed_in: SignedIn) -> None:
    address = "/cycles/2021/checks/"
    assert "级别和界限都照一般的" in text_of(signed_in(world.unit.preparer), address)
    FilingCycle.objects.filter(code="2021").update(
        check_settings={"thresholds": {"december_most": "0.3"}, "severities": {"year_end_rush": "warning"}}
    )
    text = text_of(signed_in(world.reviewer), address)

    assert "级别一般为信息；12月支出占比上限一般为25%" in text
    assert "12月支出占比上限30%" in text
    missing = signed_in(world.reviewer).get("/cycles/nowhere/checks/")
    assert (missing.status_code, "没有这个批次" in missing.content.decode()) == (404, True)


def test_a_review_tells_what_became_of_the_findings_of_the_round_before(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.RETURNED)
    people = world.unit
    filing = save(filing, people.preparer, "narratives", DOUBLED).filing
    filing = move(filing, people.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, people.head, Action.SIGN)
    text = text_of(signed_in(world.reviewer), f"/filings/{filing.public_id}/bureau-review/")

    assert "与上一轮相比：" in text
    assert '新出现 <b class="tn">1</b> 处' in text
    assert '<span class="badge is-accent">新出现</span>' in text
