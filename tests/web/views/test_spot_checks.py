"""The pages of spot checks: each shown to whom it is for, each step by a form, files as they should be."""

import csv
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from selfeval.domain.after_review import CheckState
from selfeval.domain.workflow import Role, State
from selfeval.models import SpotCheck, SpotCheckItem
from selfeval.queries.filings import last_submission
from selfeval.web import throttle
from tests import sample_files as samples
from tests.factories import World, bring_to, make_user
from tests.spot_checks import ask, entries, give, make_checker, make_draw, make_item, reply, score
from tests.web.conftest import SignedIn
from tests.web.views.test_access import own_patterns

LIST = "/spot-checks/"
NOTHING = "00000000-0000-4000-8000-000000000000"
OF_DRAWS = ("", "assign/", "population.csv", "working-paper.xlsx")
OF_ITEMS = ("", "scores/", "ask/", "due/", "settle/", "working-paper.xlsx", "opinion/")


@pytest.fixture
def item(world: World) -> SpotCheckItem:
    return make_item(world)


def of_draw(check: SpotCheck, rest: str = "") -> str:
    return f"{LIST}{check.public_id}/{rest}"


def of_item(item: SpotCheckItem, rest: str = "") -> str:
    return f"{LIST}items/{item.public_id}/{rest}"


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def boxes(item: SpotCheckItem) -> dict[str, Any]:
    """Every box of the page, as a checker would fill it."""
    said = entries(item)
    scores = {f"score.{code}": str(entry.score) for code, entry in said.items()}
    return {"version": item.version, **scores, **{f"remark.{code}": each.remark for code, each in said.items()}}


def fresh(item: SpotCheckItem) -> SpotCheckItem:
    item.refresh_from_db()
    return item


def test_this_module_knows_every_address_and_all_are_behind_the_login(db: None) -> None:
    known = {f"spot-checks/<uuid:public_id>/{rest}" for rest in OF_DRAWS}
    known |= {f"spot-checks/items/<uuid:public_id>/{rest}" for rest in OF_ITEMS}
    known |= {"spot-checks/", "spot-checks/draw/", "spot-checks/items/<uuid:public_id>/files/<uuid:file_id>/"}
    assert {each for each in own_patterns() if each.startswith("spot-checks/")} == known
    for address in known:
        url = "/" + address.replace("<uuid:public_id>", NOTHING).replace("<uuid:file_id>", NOTHING)
        assert Client().get(url)["Location"].startswith("/login/")
        assert Client().post(url)["Location"].startswith("/login/")


def test_who_reaches_which_page(world: World, item: SpotCheckItem, signed_in: SignedIn) -> None:
    checker, stranger = make_checker(), make_checker("stranger")
    give(world, item, checker)
    draw, own = of_draw(item.spot_check), of_item(item)
    expected = {
        world.administrator: (200, 200, 200, 403),
        world.reviewer: (200, 200, 200, 403),
        make_user("auditor", Role.AUDITOR): (200, 200, 200, 403),
        checker: (403, 403, 200, 403),
        stranger: (403, 403, 404, 403),
        world.unit.head: (403, 403, 403, 404),
        make_user("nobody", Role.UNASSIGNED): (403, 403, 403, 403),
    }
    for person, statuses in expected.items():
        client = signed_in(person)
        assert tuple(client.get(each).status_code for each in (LIST, draw, own, f"{own}opinion/")) == statuses
        is_drawer = person == world.administrator
        assert client.get(f"{LIST}draw/").status_code == (200 if is_drawer else 403)
        assert client.post(f"{draw}assign/").status_code == (422 if is_drawer else 403)
        paper = client.get(f"{own}working-paper.xlsx").status_code
        assert paper == statuses[2]
        assert client.get(f"{draw}population.csv").status_code == statuses[1]
        assert client.post(f"{own}settle/").status_code in ((403, 404) if not is_drawer else (409,))
    assert text_of(signed_in(checker), "/").count("去复核") == 1
    assert "综合办" in text_of(signed_in(checker), "/")
    assert "还没有分派给您的" in text_of(signed_in(stranger), "/")


def test_a_sample_is_drawn_on_the_page_and_can_be_drawn_again_from_it(world: World, administrator: Client) -> None:
    assert "还没有抽查" in text_of(administrator, LIST)
    assert "还没有定稿的自评表" in text_of(administrator, f"{LIST}draw/")
    for unit in (world.unit, world.other):
        bring_to(world, State.FINALISED, unit)
    assert "2021年度绩效自评抽查" in text_of(administrator, f"{LIST}draw/?cycle=2021")
    typed = {
        "cycle": world.cycle.pk,
        "title": "第一次抽查",
        "method": "random",
        "amount": "50",
        "unit": "percent",
        "seed": "S",
    }
    wrong = {"title": " ", "amount": "", "method": "best", "cycle": "0"}
    for name, value in wrong.items():
        answer = administrator.post(f"{LIST}draw/", {**typed, name: value})
        assert answer.status_code == 422
        assert answer.context["form"].errors[name]
    for amount, unit in (("3", "count"), ("1.5", "count"), ("0", "count"), ("101", "percent"), ("0", "percent")):
        answer = administrator.post(f"{LIST}draw/", {**typed, "amount": amount, "unit": unit})
        assert answer.context["form"].errors["amount"]
    check = SpotCheck.objects.get(public_id=administrator.post(f"{LIST}draw/", typed).url.split("/")[2])
    assert (check.size, check.seed) == (1, "S")

    text = text_of(administrator, of_draw(check))
    assert "结果与抽中的一致" in text
    assert "printf '%s\\n%s' S 单位编码 | sha256sum" in text
    content = administrator.get(of_draw(check, "population.csv")).getvalue().decode()
    rows = list(csv.DictReader(StringIO(content.removeprefix("\ufeff"))))
    assert rows == sorted(rows, key=lambda row: row["签号"])
    drawn = check.items.get().filing.department.code
    assert [row["单位编码"] for row in rows if row["是否抽中"]] == [drawn]
    assert "第一次抽查" in text_of(administrator, f"{LIST}?cycle=2021")
    assert "这个批次还没有抽查" in text_of(administrator, f"{LIST}?cycle=1999")


@pytest.mark.parametrize("name", ["population.csv", "working-paper.xlsx"])
def test_e09_files_of_a_draw_are_given_out_so_often_a_minute(
    item: SpotCheckItem, administrator: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(throttle, "MOST_EXPORTS", 1)
    answers = [administrator.get(of_draw(item.spot_check, name)) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 429]
    assert answers[1]["Retry-After"] == "60"


def test_many_are_given_out_at_once_all_or_none(world: World, administrator: Client) -> None:
    for unit in (world.unit, world.other):
        bring_to(world, State.FINALISED, unit)
    check, checker = make_draw(world, 2), make_checker()
    both = [f"{each.pk}:{each.version}" for each in check.items.all()]
    address = of_draw(check, "assign/")
    colleague = make_user("colleague", Role.REVIEWER, world.unit.department)
    answer = administrator.post(address, {"item": both, "checker": colleague.pk})
    assert answer.status_code == 422
    assert "请换一个人" in answer.content.decode()
    assert not check.items.filter(checker__isnull=False).exists()
    assert "请先勾选要分派的" in administrator.post(address, {"checker": checker.pk}).content.decode()
    for nobody in ("", world.unit.head.pk):
        assert administrator.post(address, {"item": both, "checker": nobody}).status_code == 422
    assert administrator.post(address, {"item": both, "checker": checker.pk}).status_code == 302
    assert check.items.filter(checker=checker).count() == 2
    stale = administrator.post(address, {"item": both, "take_back": "1"})
    assert "列表已有变动" in stale.content.decode()
    again = [f"{each.pk}:{each.version}" for each in check.items.all()]
    assert "已收回 2 份" in administrator.post(address, {"item": again, "take_back": "1"}, follow=True).content.decode()


def test_pages_take_as_many_queries_for_three_as_for_one(
    world: World, administrator: Client, signed_in: SignedIn
) -> None:
    bring_to(world, State.FINALISED)
    checker = make_checker()
    counts: list[tuple[int, ...]] = []
    client = signed_in(checker)
    for units in ((), (world.other, world.third)):
        for unit in units:
            bring_to(world, State.FINALISED, unit)
        check = make_draw(world, 1 + len(units))
        for each in check.items.all():
            give(world, each, checker)
        administrator.get(LIST)
        found = []
        for who, address in ((administrator, LIST), (administrator, of_draw(check)), (client, "/")):
            with CaptureQueriesContext(connection) as queries:
                assert who.get(address).status_code == 200
            found.append(len(queries))
        counts.append(tuple(found))
    assert counts[0] == counts[1]


def test_a_checker_scores_asks_and_is_told_what_is_left(world: World, item: SpotCheckItem, signed_in: SignedIn) -> None:
    checker = make_checker()
    give(world, item, checker)
    client = signed_in(checker)
    text = text_of(client, of_item(item))
    for words in ("逐项抽查", "系统计算", "冻结件", "复核意见，与自评不同时必填"):
        assert words in text
    assert of_draw(item.spot_check) not in text
    full = boxes(fresh(item))
    partly = {name: value for name, value in full.items() if name == "version" or "information_disclosure" in name}
    assert "还有 23 项没有打分" in client.post(of_item(item, "scores/"), partly, follow=True).content.decode()
    refused = client.post(of_item(item, "ask/"), {"version": fresh(item).version})
    assert refused.status_code == 422
    assert "还有23项指标没有打分" in refused.content.decode()
    too_many = {**boxes(fresh(item)), "score.process.budget_management.information_disclosure": "99"}
    assert client.post(of_item(item, "scores/"), too_many).status_code == 422
    assert client.post(of_item(item, "scores/"), full).status_code == 409
    done = client.post(of_item(item, "scores/"), boxes(item), follow=True).content.decode()
    assert "可以征求单位意见了" in done
    assert client.post(of_item(item, "ask/"), {"version": 1}).status_code == 409
    assert client.post(of_item(item, "ask/"), {"version": fresh(item).version, "opinion": "不及时"}).status_code == 302
    assert fresh(item).current_state is CheckState.OPINION_ASKED
    assert client.post(of_item(item, "scores/"), boxes(item)).status_code == 409
    assert "单位还没有答复" in text_of(client, of_item(item))


def test_the_unit_reads_and_its_head_answers(world: World, item: SpotCheckItem, signed_in: SignedIn) -> None:
    asked = ask(item, world.reviewer)
    address = of_item(item, "opinion/")
    preparer, head = signed_in(world.unit.preparer), signed_in(world.unit.head)
    assert "抽查意见，等单位答复" in text_of(preparer, "/")
    assert "由单位负责人答复" in text_of(preparer, address)
    assert preparer.post(address, {"version": asked.version, "answer": "agree"}).status_code == 403
    assert signed_in(world.other.head).get(address).status_code == 404
    assert "去答复" in text_of(head, "/")
    text = text_of(head, address)
    assert "1 项与自评不同" in text
    assert "决算公开晚了两个月，扣2分" in text
    version = {"version": asked.version}
    assert "请选“无异议”或“有异议”" in head.post(address, version).content.decode()
    assert "请写明单位意见" in head.post(address, {**version, "answer": "object"}).content.decode()
    program = SimpleUploadedFile("程序.exe", b"MZ\x00\x00")
    assert head.post(address, {**version, "answer": "object", "words": "理由", "file": program}).status_code == 422
    assert head.post(address, {"version": 1, "answer": "object", "words": "理由"}).status_code == 409
    picture = SimpleUploadedFile("网站记录.pdf", samples.pdf(1))
    sent = head.post(
        address, {**version, "answer": "object", "words": "=1+1，以网站记录为准", "file": picture}, follow=True
    )
    assert "已答复：有异议" in sent.content.decode()
    file = fresh(item).files.get()
    download = of_item(item, f"files/{file.public_id}/")
    assert head.get(download).status_code == signed_in(world.administrator).get(download).status_code == 200
    assert signed_in(world.other.head).get(download).status_code == 404
    assert head.get(of_item(item, f"files/{NOTHING}/")).status_code == 404
    assert "异议材料" in text_of(signed_in(world.reviewer), of_item(item))


def test_settling_shows_difference_and_class_before_it_is_done(
    world: World, item: SpotCheckItem, administrator: Client
) -> None:
    found = reply(ask(item, world.reviewer), world.unit.head, is_agreed=False)
    address, version = of_item(item, "settle/"), {"version": found.version}
    assert "核定…" in text_of(administrator, of_item(item))
    assert "请填写核定得分" in administrator.post(address, version).content.decode()
    typed = {**version, "settled_total": "89.5"}
    assert "请写明核定说明" in administrator.post(address, typed).content.decode()
    typed["words"] = "<b>网站记录</b>核实无误"
    shown = administrator.post(address, typed).content.decode()
    for words in ("-2.50", "严重", "等次由“优”变为“良”", "&lt;b&gt;网站记录"):
        assert words in shown
    assert fresh(item).current_state is CheckState.OBJECTED
    typed["is_confirmed"] = "on"
    assert administrator.post(address, {**typed, "version": 1}).status_code == 409
    assert administrator.post(address, typed).status_code == 302
    text = text_of(administrator, of_item(item))
    assert "与自评相差" in text
    assert "最终得分以抽查核定得分为准" in text
    for other in (
        f"/filings/{item.filing.public_id}/bureau-review/",
        f"/filings/{item.filing.public_id}/official-form/",
    ):
        assert "以复核总分为准" not in text_of(administrator, other)
    assert "最终得分以抽查核定得分为准" in text_of(administrator, f"/filings/{item.filing.public_id}/bureau-review/")
    assert "89.50" in text
    assert "严重" in text_of(administrator, of_draw(item.spot_check))
    assert administrator.post(address, typed).status_code == 409


def test_working_papers_hold_every_score_and_keep_strings_strings(
    world: World, item: SpotCheckItem, administrator: Client
) -> None:
    world.unit.department.name = "=1+1[综合办]"
    world.unit.department.save()
    reply(ask(item, world.reviewer), world.unit.head, is_agreed=False)
    answer = administrator.get(of_item(item, "working-paper.xlsx"))
    page = load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    assert page.title == "1 =1+1综合办"
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert "=1+1[综合办]（001）" in rows[1][0]
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    total = next(row for row in rows if row[0] == "合计")
    assert total[:7] == ["合计", 100, 92, 91, 92, 90, 10]
    changed = next(row for row in rows if row[7] == "决算公开晚了两个月，扣2分")
    assert changed[2] - changed[5] == 2
    copy = last_submission(filing=item.filing)
    assert copy is not None
    assert copy.verification_code in rows[2][0]
    assert any(row[0] and "公开时间以网站记录为准" in str(row[0]) for row in rows)

    book = load_workbook(BytesIO(administrator.get(of_draw(item.spot_check, "working-paper.xlsx")).getvalue()))
    assert book.sheetnames == ["汇总", "抽取", "1 =1+1综合办"]
    assert [cell.value for cell in book["汇总"][4]][1:5] == ["001", "=1+1[综合办]", "reviewer甲", "单位有异议"]
    assert "2022-0301" in book["抽取"]["A3"].value
    assert [cell.value for cell in book["抽取"][6]][:3] == [1, "抽中", "001"]


def test_the_page_says_that_the_form_was_opened_again_meanwhile(
    world: World, item: SpotCheckItem, administrator: Client
) -> None:
    score(item, world.reviewer)
    assert "已打分 24 项" in text_of(administrator, of_draw(item.spot_check))
    item.filing.round = 2
    item.filing.save(update_fields=["round"])
    assert "又开放修改过" in text_of(administrator, of_item(item))


def test_an_answer_that_never_came_is_settled_without_and_the_pages_say_so(
    world: World, item: SpotCheckItem, administrator: Client, signed_in: SignedIn
) -> None:
    found = ask(item, world.reviewer)
    assert "3月11日 以前答复" in text_of(signed_in(world.unit.head), "/")
    address, typed = of_item(item, "settle/"), {"version": found.version, "settled_total": "90"}
    SpotCheckItem.objects.update(answer_due_on=timezone.localdate())
    assert "核定…" not in text_of(administrator, of_item(item))
    refused = administrator.post(address, typed)
    assert refused.status_code == 409
    assert "单位还没有答复，期限是" in refused.content.decode()
    SpotCheckItem.objects.update(answer_due_on=timezone.localdate() - timedelta(days=1))
    text = text_of(administrator, of_item(item))
    assert "核定…" in text
    assert "已经过了，财政局可以直接核定" in text
    assert "没有答复。核定的记录和给单位的通知里会写明" in administrator.post(address, typed).content.decode()
    assert administrator.post(address, {**typed, "is_confirmed": "on"}).status_code == 302
    for person, page in ((world.administrator, ""), (world.unit.head, "opinion/")):
        text = text_of(signed_in(person), of_item(item, page))
        assert "没有答复。" in text
        assert "单位还没有答复" not in text


def test_until_when_an_answer_is_waited_for_is_asked_with_the_opinion(
    world: World, item: SpotCheckItem, signed_in: SignedIn
) -> None:
    scored, client = score(item, world.reviewer), signed_in(world.reviewer)
    typed = {"version": scored.version, "opinion": ""}
    refused = client.post(of_item(item, "ask/"), {**typed, "due_on": "2021年3月1日"})
    assert refused.status_code == 422
    assert "答复期限“2021年3月1日”已经过了" in refused.content.decode()
    assert client.post(of_item(item, "ask/"), {**typed, "due_on": "2999年3月1日"}).status_code == 302
    assert "期限 2999年3月1日" in text_of(client, of_item(item))
