"""The pages of rectification: the list, one item, what a filing gives reason to issue."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from selfeval.domain.after_review import RectificationState
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.workflow import Action, Level, Role, State
from selfeval.models import Filing, RectificationItem, ReviewPin, User
from selfeval.queries.filings import last_submission
from selfeval.queries.finding_rows import finding_rows
from selfeval.queries.rectification_sources import proposals_for
from selfeval.services.rectification import Demand, issue, take_step
from selfeval.services.spot_checks import settle
from tests import sample_files as samples
from tests.factories import NOW, World, bring_to, make_user, move
from tests.replay import replayed
from tests.spot_checks import ask, make_draw, reply
from tests.web.conftest import SignedIn

LIST, XLSX, CLOSE = "/rectification/", "/rectification/rectification.xlsx", "/rectification/close/"
Source = RectificationItem.Source


def issued(world: World, filing: Filing, *words: str, in_days: int = 30) -> list[RectificationItem]:
    """Items of the administrator's own, due so many days from today."""
    today = timezone.localdate()
    wanted = [
        Demand(source=Source.OTHER, words=each, demand="请附凭证", due_on=today + timedelta(days=in_days))
        for each in words
    ]
    return issue(actor=world.administrator, filing_id=filing.pk, wanted=wanted, now=timezone.now(), today=today)


def reported(item: RectificationItem, actor: User) -> RectificationItem:
    return take_step(
        actor=actor, item_id=item.pk, code="rectify_report", expected_version=1, words="已改", now=timezone.now()
    )


@pytest.fixture
def finalised(world: World) -> Filing:
    return bring_to(world, State.FINALISED)


@pytest.fixture
def item(world: World, finalised: Filing) -> RectificationItem:
    return issued(world, finalised, "年末结转数与账面不符")[0]


@pytest.fixture
def bureau(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


def address(item: RectificationItem) -> str:
    return f"{LIST}{item.public_id}/"


def text(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


class TestList:
    def test_counts_filters_and_the_register(self, world: World, bureau: Client, item: RectificationItem) -> None:
        late = issued(world, item.filing, "公务用车超编", in_days=0)[0]
        RectificationItem.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(days=2))
        shown = text(bureau, LIST)
        for words in ("综合办", "公务用车超编", "逾期 2 天", "data-list-count>2<", "整改台账"):
            assert words in shown, words
        assert "年末结转数" not in text(bureau, f"{LIST}?state=overdue")
        assert "公务用车" not in text(bureau, f"{LIST}?q=年末结转")
        assert "没有符合条件的整改事项" in text(bureau, f"{LIST}?state=closed&cycle=2021")
        assert bureau.get(f"{LIST}?state=nothing").status_code == 400
        sheet = load_workbook(BytesIO(bureau.get(f"{XLSX}?state=overdue").getvalue())).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        assert (rows[0][1], rows[1][1], rows[1][5], rows[1][9]) == ("单位", "综合办", "公务用车超编", "逾期 2 天")
        assert len(rows) == 2

    def test_each_has_a_first_page_of_their_own(self, world: World, signed_in: SignedIn, bureau: Client) -> None:
        assert "还没有下达过整改" in text(bureau, LIST)
        assert "没有要整改的" in text(signed_in(world.unit.preparer), LIST)
        assert "财政局下达以后" in text(signed_in(make_user("auditor", Role.AUDITOR)), LIST)
        for role in (Role.THIRD_PARTY, Role.SYSTEM_ADMINISTRATOR):
            text(signed_in(make_user(role.value, role)), LIST, 403)
        assert Client().get(LIST).url.startswith("/login/")

    def test_another_unit_sees_nothing_of_it(self, world: World, signed_in: SignedIn, item: RectificationItem) -> None:
        stranger = signed_in(world.other.preparer)
        assert "年末结转数" not in text(stranger, LIST)
        assert stranger.get(address(item)).status_code == 404
        assert stranger.post(address(item), {"step": "begin", "version": 1}).status_code == 404
        assert "要整改的" not in text(stranger, "/")
        for person in (world.unit.preparer, world.unit.head):
            assert "年末结转数与账面不符" in text(signed_in(person), "/")

    def test_several_are_closed_at_once(
        self, world: World, bureau: Client, signed_in: SignedIn, finalised: Filing
    ) -> None:
        first, second, third = issued(world, finalised, "甲", "乙", "丙")
        reported(first, world.unit.head)
        reported(second, world.unit.head)
        assert text(bureau, LIST).count('name="chosen"') == 2
        assert "还没有勾选" in bureau.post(CLOSE).content.decode()
        chosen = [f"{first.pk}.2", f"{second.pk}.1", f"{third.pk}.1", "x.1", "1"]
        told = bureau.post(CLOSE, {"chosen": chosen}).content.decode()
        for words in ("销号 1 项", "另有 2 项没有销号", "您看到的不是最新内容", "“已下达”的不能销号"):
            assert words in told, words
        states = RectificationItem.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["closed", "reported", "issued"]
        for person in (world.unit.head, world.reviewer):
            assert signed_in(person).post(CLOSE, {"chosen": chosen}).status_code == 403
        assert bureau.get(CLOSE).status_code == 405

    def test_rows_cost_no_queries(self, world: World, bureau: Client, item: RectificationItem) -> None:
        with CaptureQueriesContext(connection) as one:
            bureau.get(LIST)
        issued(world, bring_to(world, State.FINALISED, world.other), "乙", "丙")
        with CaptureQueriesContext(connection) as three:
            bureau.get(LIST)
        assert len(one) == len(three)


@pytest.mark.django_db(transaction=True)
class TestItem:
    def test_reported_with_files_sent_back_and_closed(
        self, world: World, bureau: Client, signed_in: SignedIn, item: RectificationItem
    ) -> None:
        unit, url = signed_in(world.unit.preparer), address(item)
        assert "反馈整改情况" in text(unit, url)
        assert "等单位整改和反馈" in text(bureau, url)
        assert unit.post(url, {"step": "begin", "version": 1}).url == url
        files = [SimpleUploadedFile(name, samples.docx(salt=name)) for name in ("凭证.docx", "说明.docx")]
        unit.post(url, {"step": "report", "version": 2, "words": "已更正", "file": files})
        shown = text(bureau, url)
        for words in ("已更正", "凭证.docx", "说明.docx", "改到位了，销号"):
            assert words in shown, words
        file = item.files.get(name="凭证.docx")
        answer = bureau.get(f"{url}files/{file.public_id}/")
        assert answer.getvalue() == samples.docx(salt="凭证.docx")
        assert answer["Content-Security-Policy"].startswith("sandbox")
        assert signed_in(world.other.head).get(f"{url}files/{file.public_id}/").status_code == 404
        bureau.post(url, {"step": "send_back", "version": 3, "words": "凭证看不清"})
        assert "凭证看不清" in text(unit, url)
        unit.post(url, {"step": "report", "version": 4, "words": "重新扫描"})
        bureau.post(url, {"step": "close", "version": 5})
        assert "这一项已经销号" in text(unit, url)

    def test_what_is_wrong_is_told_at_its_box(self, world: World, signed_in: SignedIn, item: RectificationItem) -> None:
        unit, url = signed_in(world.unit.preparer), address(item)
        response = unit.post(url, {"step": "report", "version": 1})
        assert response.status_code == 422
        assert "请写明整改情况" in response.content.decode()
        bad = SimpleUploadedFile("病毒.exe", b"MZ")
        response = unit.post(url, {"step": "report", "version": 1, "words": "已改", "file": [bad]})
        assert response.status_code == 422
        assert "“病毒.exe”没有收下" in response.content.decode()
        assert "已改</textarea>" in response.content.decode()
        assert unit.post(url, {"step": "nothing", "version": 1}).status_code == 400
        assert unit.post(url, {"step": "begin"}).status_code == 409
        assert RectificationItem.objects.get().current_state is RectificationState.ISSUED

    def test_old_pages_and_other_people_do_nothing(
        self, world: World, bureau: Client, signed_in: SignedIn, item: RectificationItem
    ) -> None:
        unit, url = signed_in(world.unit.preparer), address(item)
        assert bureau.post(url, {"step": "begin", "version": 1}).status_code == 403
        assert bureau.post(url, {"step": "close", "version": 1}).status_code == 409
        unit.post(url, {"step": "begin", "version": 1})
        old = unit.post(url, {"step": "report", "version": 1, "words": "已改"})
        assert old.status_code == 409
        assert "刚才的操作没有生效" in old.content.decode()
        assert unit.post(url, {"step": "close", "version": 2}).status_code == 403


class TestIssuing:
    def test_what_the_form_gives_reason_for_is_proposed_and_issued_once(
        self, world: World, bureau: Client, signed_in: SignedIn, finalised: Filing
    ) -> None:
        give_reasons(world, finalised)
        url = f"/filings/{finalised.public_id}/rectification-items/"
        shown = text(bureau, url)
        for words in ("结转数对不上", "单位说明：次年已调", "请补充依据", "没有下达", "另写一项"):
            assert words in shown, words
        proposals = proposals_for(filing=finalised)
        prefix = next(f"{each.source.value}.{each.key}" for each in proposals if each.words == "结转数对不上")
        empty = bureau.post(url, {"due_on": ""})
        assert empty.status_code == 422
        assert "请填整改期限" in empty.content.decode()
        nothing = bureau.post(url, {"due_on": "2099-06-30"}).content.decode()
        assert "还没有选" in nothing
        ticked = {f"{prefix}-is_chosen": "on", f"{prefix}-words": "结转数对不上，请更正", "due_on": "2099-06-30"}
        blank = bureau.post(url, {**ticked, f"{prefix}-words": " "})
        assert blank.status_code == 422
        assert "请写明问题" in blank.content.decode()
        past = bureau.post(url, {**ticked, "due_on": "2001-01-01"})
        assert "已经过了" in past.content.decode()
        done = bureau.post(url, {**ticked, "own_words": "补办采购手续"}, follow=True).content.decode()
        assert "已下达 2 项整改" in done
        assert done.count("　已下达") == 1
        made = RectificationItem.objects.order_by("pk").values_list("source", "words", "place")
        assert list(made) == [
            (Source.FINDING.value, "结转数对不上，请更正", "年末结余金额"),
            (Source.OTHER.value, "补办采购手续", ""),
        ]
        assert bureau.post(url, ticked).status_code == 422
        assert RectificationItem.objects.count() == 2
        assert "补办采购手续" in text(signed_in(world.unit.head), url)

    def test_who_may_not_issue_only_reads(self, world: World, signed_in: SignedIn, finalised: Filing) -> None:
        url = f"/filings/{finalised.public_id}/rectification-items/"
        for person in (world.unit.head, make_user("auditor", Role.AUDITOR)):
            client = signed_in(person)
            assert "没有下达过整改" in text(client, url)
            assert client.post(url, {"due_on": "2099-06-30", "own_words": "甲"}).status_code == 403
        assert signed_in(world.other.head).get(url).status_code == 404
        assert "整改</a>" in text(signed_in(world.reviewer), f"/filings/{finalised.public_id}/bureau-review/")

    def test_a_draft_gives_no_reason(self, world: World, bureau: Client) -> None:
        filing = bring_to(world, State.FILLING)
        url = f"/filings/{filing.public_id}/rectification-items/"
        assert "报送以后" in text(bureau, url)
        assert bureau.post(url, {"due_on": "2099-06-30", "own_words": "甲"}).status_code == 409


def give_reasons(world: World, filing: Filing) -> None:
    """A finding that was answered, one for reading only, and a remark of the last reviewer."""
    submission = last_submission(filing=filing)
    assert submission is not None
    submission.findings.all().delete()
    where = ("fields.closing_balance",)
    findings = [
        Finding(check="c1", severity=Severity.WARNING, where=where, message="结转数对不上", explanation="次年已调"),
        Finding(check="c2", severity=Severity.INFO, where=where, message="供参考"),
    ]
    for row in finding_rows(filing, findings, submission):
        row.save()
    ReviewPin.objects.create(
        submission=submission, level=Level.FINAL.value, place=where[0], words="请补充依据", by=world.reviewer, at=NOW
    )


def test_a_submitted_form_and_a_settled_spot_check_lead_there(
    world: World, finalised: Filing, signed_in: SignedIn
) -> None:
    there = f'href="/filings/{finalised.public_id}/rectification-items/"'
    form = f"/filings/{finalised.public_id}/official-form/"
    for person in (world.administrator, make_user("auditor", Role.AUDITOR)):
        assert there in text(signed_in(person), form)
    for person in (world.unit.preparer, world.unit.head):
        assert there not in text(signed_in(person), form)
    drawn = reply(ask(make_draw(world).items.get(), world.reviewer), world.unit.head)
    checked, bureau = f"/spot-checks/items/{drawn.public_id}/", signed_in(world.administrator)
    assert there not in text(bureau, checked)
    total = drawn.check_total
    settle(actor=world.administrator, item_id=drawn.pk, expected_version=drawn.version, settled_total=total, now=NOW)
    assert there in text(bureau, checked)


def test_remarks_and_cuts_are_proposed_after_the_verdict_only(world: World) -> None:
    filing = replayed("submitted to cut", lambda: bring_to(world, State.SUBMITTED))
    submission = last_submission(filing=filing)
    assert submission is not None
    code = "process.budget_execution.completion_rate"
    submission.review_scores.create(code=code, score="1", remark="支出进度慢", by=world.reviewer, at=NOW)

    def reviews() -> list[str]:
        return [each.words for each in proposals_for(filing=filing) if each.source is Source.REVIEW]

    assert reviews() == []
    move(filing, world.reviewer, Action.RETURN, comment="请补充")
    assert reviews() == ["绩效科审核扣 1 分（满分 2 分）：支出进度慢"]
