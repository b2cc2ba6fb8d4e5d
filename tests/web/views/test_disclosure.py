"""办理公开 by its pages: the list, blacking out, sending, approving one or several, sending back, withholding."""

import html
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.redaction import MASK
from selfeval.domain.workflow import Role, State
from selfeval.models import Disclosure, Event, Filing, User
from selfeval.services.disclosures import begin, redactions_of
from selfeval.web.forms.disclosures import passage_value
from tests.factories import World, bring_to, make_user
from tests.web.conftest import SignedIn

LIST = "/disclosure/"


@pytest.fixture
def filing(world: World) -> Filing:
    return bring_to(world, State.FINALISED)


@pytest.fixture
def second(world: World) -> User:
    return make_user("second", Role.ADMINISTRATOR)


@pytest.fixture
def one(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


@pytest.fixture
def other(second: User, signed_in: SignedIn) -> Client:
    return signed_in(second)


def page(filing: Filing) -> str:
    return f"{LIST}{filing.public_id}/"


def boxes(text: str, name: str) -> list[str]:
    """The values of the boxes `name` of a page; of the ticked ones only where they can be ticked."""
    found = re.findall(rf'<input[^>]* name="{name}" value="([^"]*)"([^>]*)>', text)
    return [html.unescape(value) for value, rest in found if name != "black" or "checked" in rest]


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def act(client: Client, filing: Filing, do: str, **sent: object) -> tuple[int, str]:
    """Post with the version of the page; where it led to and what it says."""
    row = Disclosure.objects.filter(filing=filing).first()
    response = client.post(page(filing), {"do": do, "version": row.version if row else 1, **sent}, follow=True)
    return response.status_code, response.content.decode()


def send(client: Client, filing: Filing) -> None:
    act(client, filing, "begin")
    text = read(client, page(filing))
    status, told = act(client, filing, "send", black=boxes(text, "black"), known=boxes(text, "known"))
    assert status == 200
    assert "已送批准" in told


def test_from_beginning_to_the_public_page(filing: Filing, one: Client, other: Client) -> None:
    assert "未办理" in read(one, LIST)
    assert "开始办理" in read(one, page(filing))
    assert "联系电话" in act(one, filing, "begin")[1]
    text = read(one, page(filing))
    assert any(value.startswith("department/phone|0|") for value in boxes(text, "black"))
    send(one, filing)
    text = read(one, page(filing))
    assert "请由另一个人批准" in text
    assert 'value="disclose_publish"' not in text
    assert one.post(page(filing), {"do": "disclose_publish", "version": 2}).status_code == 403
    text = read(other, page(filing))
    for words in ("涂黑的内容", "公开稿预览", "official-form", MASK):
        assert words in text, words
    assert "已公开，公开的页面可以看到了。" in act(other, filing, "disclose_publish")[1]
    assert "/public/2021/001/2021/" in read(one, page(filing))
    assert Client().get("/public/2021/001/2021/").status_code == 200
    assert "请写明事由" in act(one, filing, "disclose_withdraw")[1]
    assert "已撤下" in act(one, filing, "disclose_withdraw", reason="有误")[1]
    assert Client().get("/public/2021/001/2021/").status_code == 404


def test_words_are_added_unticked_and_previewed(filing: Filing, one: Client) -> None:
    act(one, filing, "begin")
    row = Disclosure.objects.get(filing=filing)
    narratives = json.loads(row.submission.document)["narratives"]
    code, words = next((code, text[:6]) for code, text in narratives.items() if len(text) > 40)
    text = read(one, page(filing))
    known, black = boxes(text, "known"), boxes(text, "black")
    place = f"narratives/{code}"
    status, text = act(one, filing, "more", known=known, black=black, words=words, place=place, why="名称")
    assert status == 200
    assert "加了 1 处。" in text
    more = boxes(text, "black")
    assert set(more) - set(black) == {f"{place}|0|6|名称"}
    # Unticked, it stays in sight; all of a text goes by its place alone.
    text = act(one, filing, "more", known=more, black=black, words="绝没有这几个字")[1]
    assert "没有找到" in text
    assert f"{place}|0|6|名称" in boxes(text, "known")
    assert f"{place}|0|6|名称" not in boxes(text, "black")
    text = act(one, filing, "more", known=more, black=more, place=place)[1]
    whole = f"{place}|0|{len(narratives[code])}|其他"
    assert whole in boxes(text, "black")
    assert "已经都涂黑了" in act(one, filing, "more", known=[whole], black=[whole], place=place)[1]
    assert "请写要涂黑的字" in act(one, filing, "more", known=more, black=more)[1]
    text = act(one, filing, "preview", known=[whole], black=[whole])[1]
    paper = text[text.index("公开稿预览") :]
    assert "official-form" in paper
    assert words not in paper
    # Each look has kept what was ticked; who comes back finds it so.
    text = read(one, page(filing))
    assert boxes(text, "black") == [whole]
    act(one, filing, "save", known=[*known, whole], black=[whole])
    text = read(one, page(filing))
    assert (set(boxes(text, "known")), boxes(text, "black")) == ({*known, whole}, [whole])
    assert not Event.objects.filter(action__startswith="disclosure.").exists()


def test_what_is_kept_for_later_is_nobodys_word_yet(filing: Filing, one: Client, other: Client) -> None:
    act(one, filing, "begin")
    known = boxes(read(one, page(filing)), "known")
    status, text = act(one, filing, "save", known=known, black=known[:1])
    assert (status, "已存下，还没有送批准" in text) == (200, True)
    assert other.post(page(filing), {"do": "save", "version": 1, "known": known}).status_code == 409
    assert act(one, filing, "save", known=["narratives/nothing|0|1|x"])[0] == 422
    text = read(other, page(filing))
    assert (boxes(text, "known"), boxes(text, "black")) == (known, known[:1])
    act(other, filing, "send", known=known, black=known[:1])
    row = Disclosure.objects.get(filing=filing)
    assert [passage_value(each) for each in redactions_of(row)] == known[:1]
    assert act(one, filing, "save", known=known)[0] in (403, 409)
    assert len(Disclosure.objects.get(filing=filing).redactions) == 1


def test_it_is_sent_back_or_withheld(filing: Filing, one: Client, other: Client) -> None:
    send(one, filing)
    assert "已退回重新脱敏" in act(other, filing, "disclose_redo", reason="还有姓名")[1]
    assert "还有姓名" in read(one, page(filing))
    assert "已定为不予公开" in act(one, filing, "disclose_withhold", reason="涉及工作秘密")[1]
    assert "涉及工作秘密" in read(one, f"{LIST}?state=withheld")


def test_what_does_not_fit_and_what_is_old_is_refused(filing: Filing, one: Client, other: Client) -> None:
    assert one.post(page(filing), {"do": "send"}).status_code == 409
    act(one, filing, "begin")
    status, text = act(one, filing, "send", black=["narratives/nothing|0|1|x"])
    assert status == 422
    assert "没有要脱敏的这一段" in text
    for wrong in ({"do": "nothing", "version": 1}, {"do": "send", "version": "x"}):
        assert one.post(page(filing), wrong).status_code == 400
    send(one, filing)
    response = other.post(page(filing), {"do": "disclose_redo", "version": 1, "reason": "x"})
    assert response.status_code == 409
    assert "刚才的操作没有生效" in response.content.decode()


def test_blacking_out_that_would_move_a_score_is_refused(
    filing: Filing, one: Client, other: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(one, filing)
    # No text moves a score today; that of the copy is held against the frozen one all the same.
    monkeypatch.setattr("selfeval.services.disclosures.scores_of", lambda result: "findings" in result)
    text = read(other, page(filing))
    assert "这样脱敏会改变得分，不能公开" in text
    assert "公开稿预览" not in text
    assert act(other, filing, "disclose_publish")[0] == 422
    act(other, filing, "disclose_redo", reason="会改变得分")
    assert act(one, filing, "send")[0] == 422
    wrong = act(one, filing, "preview", black=["narratives/nothing|0|1|x"])[1]
    assert "没有要脱敏的这一段" in wrong
    assert not Disclosure.objects.filter(state="published").exists()


def test_several_are_approved_from_the_list(world: World, filing: Filing, one: Client, other: Client) -> None:
    send(one, filing)
    send(other, bring_to(world, State.FINALISED, world.other))
    chosen = boxes(read(other, f"{LIST}?state=to_approve"), "chosen")
    assert len(chosen) == 1
    rows = [f"{row.pk}:{row.version}" for row in Disclosure.objects.order_by("pk")]
    text = other.post(LIST, {"chosen": [*rows, "x:1", "1"]}, follow=True).content.decode()
    assert "已批准公开 1 份" in text
    assert "服务中心没有公开" in text
    assert "没有勾选" in other.post(LIST, follow=True).content.decode()


def test_a_form_that_was_unlocked_is_told(filing: Filing, one: Client) -> None:
    act(one, filing, "begin")
    Filing.objects.filter(pk=filing.pk).update(state=State.SUBMITTED.value)
    assert "待脱敏" in read(one, LIST)
    assert act(one, filing, "send")[0] == 409


def test_only_administrators_come_here(world: World, filing: Filing, signed_in: SignedIn) -> None:
    for address in (LIST, page(filing)):
        assert Client().get(address).url.startswith("/login/")
        for person in (world.reviewer, world.unit.preparer, world.unit.head):
            client = signed_in(person)
            assert client.get(address).status_code == 403
            assert client.post(address, {"do": "begin", "chosen": "1:1"}).status_code == 403
    assert not Disclosure.objects.exists()


def test_filters_stand_in_the_address(filing: Filing, one: Client) -> None:
    assert one.get(f"{LIST}?state=nonsense").status_code == 400
    assert "没有符合条件的自评表" in read(one, f"{LIST}?q=没有这个单位")
    assert "综合办" in read(one, f"{LIST}?state=none&q=001&cycle=2021")


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(world: World, one: Client, units: int) -> None:
    for unit in (world.unit, world.other, world.third)[:units]:
        begin(actor=world.administrator, filing_id=bring_to(world, State.FINALISED, unit).pk)
    one.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        text = read(one, LIST)
    assert text.count("去脱敏</a>") == units
    assert len(queries) == 8, [query["sql"][:90] for query in queries]
