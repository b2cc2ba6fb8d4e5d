"""What anybody reads without signing in: the published forms, their files, and what a code is worth."""

import csv
import hashlib
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from selfeval.domain.after_review import CheckState
from selfeval.domain.redaction import MASK, Redaction
from selfeval.domain.verification import verification_code
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Disclosure, Filing, User
from selfeval.services.changes import NarrativeChange
from selfeval.services.disclosures import begin, redactions_of, send_for_approval, take_step
from tests.exports.pdf_text import text_of
from tests.factories import NOW, Unit, World, bring_to, make_user, move, sample, save
from tests.replay import replayed
from tests.spot_checks import make_draw
from tests.web.conftest import SignedIn

FORM = "/public/2021/001/2021/"
FILES = ("form.pdf", "form.xlsx", "data.json", "data.csv")
PHONE = "0354-0000000"


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    cache.clear()


def make_public(world: World, second: User, unit: Unit, *more: Redaction) -> Disclosure:
    row = begin(actor=world.administrator, filing_id=bring_to(world, State.FINALISED, unit).pk)
    step = {"disclosure_id": row.pk, "now": NOW}
    row = send_for_approval(
        actor=world.administrator, expected_version=row.version, redactions=(*redactions_of(row), *more), **step
    )
    return take_step(actor=second, code="disclose_publish", expected_version=row.version, **step)


@pytest.fixture
def second(world: World) -> User:
    return make_user("second", Role.ADMINISTRATOR)


@pytest.fixture
def row(world: World, second: User) -> Disclosure:
    return replayed("public form", lambda: make_public(world, second, world.unit))


def withdraw(row: Disclosure, actor: User) -> None:
    row.refresh_from_db()
    version = row.version
    take_step(
        actor=actor,
        disclosure_id=row.pk,
        code="disclose_withdraw",
        expected_version=version,
        reason="有误",
        now=NOW,
    )


def test_years_and_units_are_found_without_signing_in(row: Disclosure) -> None:
    client = Client()
    assert "2021年度" in client.get("/public/").content.decode()
    for address in ("/public/2021/", "/public/2021/?q=综合", "/public/2021/?q=001&page=9"):
        text = client.get(address).content.decode()
        assert FORM in text, address
    assert "没有找到这个单位" in client.get("/public/2021/?q=服务").content.decode()
    for address in ("/public/2020/", "/public/99999/", "/public/2021/002/2021/", "/public/2021/001/2020/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/public/2021/%00/2021/").status_code == 404
    assert client.post("/public/").status_code == 405


def test_a_form_says_what_was_spent_and_reached(row: Disclosure) -> None:
    text = Client().get(FORM).content.decode()
    total = json.loads(row.result)["total"]["self_score"]
    for words in (
        "综合办",
        "钱花了多少",
        "自评结果",
        total,
        "official-form",
        verification_code(row.sha256),
        row.sha256,
    ):
        assert words in text, words
    for gone in (PHONE, row.submission.verification_code, row.submission.sha256):
        assert gone not in text, gone


def test_nothing_blacked_out_is_in_any_file(world: World, second: User) -> None:
    code, text = next((code, text) for code, text in sample().narratives.items() if len(text) > 40)
    taken = Redaction(place=f"narratives/{code}", start=0, length=len(text), why="其他")
    gone = "".join(text.split())[:12]
    make_public(world, second, world.unit, taken)
    client = Client()
    for name in ("", *FILES):
        content = client.get(FORM + name).content
        match name:
            case "form.pdf":
                text = text_of(content)
            case "form.xlsx":
                sheets = load_workbook(io.BytesIO(content)).worksheets
                text = "\n".join(str(cell.value) for sheet in sheets for line in sheet.iter_rows() for cell in line)
            case _:
                text = content.decode()
        plain = "".join(text.split())
        assert gone not in plain, name
        assert PHONE not in plain, name
        if name != "data.csv":
            assert MASK in plain, name


def test_files_open_and_formulas_are_text(row: Disclosure) -> None:
    client = Client()
    assert client.get(f"{FORM}form.pdf").content.startswith(b"%PDF")
    data = json.loads(client.get(f"{FORM}data.json").content)
    assert (data["sha256"], data["document"]) == (row.sha256, json.loads(row.document))
    assert data["result"] == json.loads(row.result)
    lines = list(csv.reader(io.StringIO(client.get(f"{FORM}data.csv").content.decode("utf-8-sig"))))
    assert lines[-2][1:5] == [
        "合计",
        *(data["result"]["total"][key] for key in ("points", "computed_score", "self_score")),
    ]
    result = json.loads(row.result)
    code = next(iter(result["indicators"]))
    result["indicators"][code]["name"] = "=1+1"
    Disclosure.objects.filter(pk=row.pk).update(result=json.dumps(result))
    text = client.get(f"{FORM}data.csv").content.decode("utf-8-sig")
    assert f"{code},'=1+1," in text


@pytest.mark.parametrize("name", ["", "form.xlsx", "data.json", "data.csv"])
def test_what_is_withdrawn_is_gone_at_once(row: Disclosure, second: User, name: str) -> None:
    client = Client()
    first = client.get(FORM + name)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not first.cookies
    again = client.get(FORM + name, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    withdraw(row, second)
    assert client.get(FORM + name, headers={"If-None-Match": first.headers["ETag"]}).status_code == 404
    assert client.get("/public/2021/").status_code == 404


def test_a_form_that_was_opened_again_stays_where_it_is_and_says_so(
    world: World, row: Disclosure, signed_in: SignedIn
) -> None:
    client = Client()
    first = client.get(FORM)
    assert "修改中" not in first.content.decode()
    filing = move(row.filing, world.unit.head, Action.ASK_UNLOCK, comment="决算数有误")
    filing = move(filing, world.administrator, Action.UNLOCK, comment="同意")
    # Not even a copy kept on the way hides it.
    again = client.get(FORM, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "已解锁修改中。" in again.content.decode()
    for name, said in said_by(client, row).items():
        assert "已解锁修改中" in said, name
        assert "最终得分还没有确定" in said, name
    assert "已解锁修改中" in client.get("/public/2021/").content.decode()
    bureau = signed_in(world.administrator)
    assert "解锁修改了。公开的页面还在原处" in bureau.get(f"/disclosure/{filing.public_id}/").content.decode()
    filing = save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="已更正。")).filing
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)
    text = client.get(FORM).content.decode()
    assert "已重新定稿。" in text
    assert "已更正。" not in text
    assert "已重新定稿" in client.get("/public/2021/").content.decode()
    # The score of the new version is not that of the one that is public.
    for name, said in said_by(client, row).items():
        assert "已重新定稿" in said, name
        assert "最终得分还没有确定" in said, name


def said_by(client: Client, row: Disclosure) -> dict[str, str]:
    """What page, files and verification say, blanks and tags taken out."""
    said = {"page": client.get(FORM).content.decode(), "pdf": text_of(client.get(f"{FORM}form.pdf").content)}
    book = load_workbook(io.BytesIO(client.get(f"{FORM}form.xlsx").content))
    said["xlsx"] = "".join(str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line)
    said["xlsx"] += "".join(str(sheet.oddFooter.left.text) for sheet in book)
    data = json.loads(client.get(f"{FORM}data.json").content)
    score, change = data["final_score"], data["change"]
    told = f"最终得分 {score['score']} 分（{score['rule']}）等级{score['grade']}" if score else "最终得分还没有确定"
    said["json"] = told + (change["words"] if change else "")
    said["csv"] = client.get(f"{FORM}data.csv").content.decode("utf-8-sig")
    text = client.get("/verify/", {"code": verification_code(row.sha256)}).content.decode()
    said["verify"] = text.replace("公开文本，原稿有变动", "公开文本，已解锁修改中，已重新定稿")
    return {name: "".join(re.sub(r"<[^>]*>", "", text).split()) for name, text in said.items()}


def test_the_score_that_counts_is_told_everywhere_and_says_which_it_is(
    world: World, row: Disclosure, django_assert_num_queries: Any
) -> None:
    client = Client()
    own = json.loads(row.result)["total"]["self_score"]
    for name, said in said_by(client, row).items():
        assert "以复核总分为准" in said, name
    first = {name: client.get(FORM + name)["ETag"] for name in ("", *FILES)}
    Filing.objects.filter(pk=row.filing_id).update(final_total=Decimal("71.30"), final_grade="中")
    settle_at(world, Decimal("71.30"))
    for name, said in said_by(client, row).items():
        assert "71.30" in said, name
        assert "以抽查核定得分为准" in said, name
        assert "以复核总分为准" not in said, name
        assert "等级中" in said or name == "page", name
    page = client.get(FORM).content.decode()
    assert f'单位自评得分 <span class="tn">{own}</span>' in page
    assert page.index("71.30") < page.index(own)
    # Whoever has an older copy is given the new one.
    for name, etag in first.items():
        assert client.get(FORM + name, headers={"If-None-Match": etag}).status_code == 200, name
    cache.clear()
    with django_assert_num_queries(2):
        client.get(f"{FORM}data.json")


def settle_at(world: World, total: Decimal) -> None:
    """A draw of the published form was settled."""
    settled = {"settled_total": total, "settled_at": NOW, "settled_by": world.administrator}
    make_draw(world).items.update(state=CheckState.SETTLED.value, difference_class="serious", **settled)


def test_a_pdf_is_drawn_once(row: Disclosure, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []

    def draw(document: object, variant: object) -> bytes:
        drawn.append(1)
        return b"%PDF-drawn\nstartxref\n0\n%%EOF\n"

    monkeypatch.setattr("selfeval.web.views.public.render_pdf", draw)
    Disclosure.objects.filter(pk=row.pk).update(sha256="ab" * 32)
    for _ in range(3):
        assert Client().get(f"{FORM}form.pdf").content.startswith(b"%PDF-drawn")
    assert len(drawn) == 1


@pytest.mark.parametrize("units", [1, 3])
def test_the_list_of_a_year_asks_the_same_for_one_and_for_three(world: World, second: User, units: int) -> None:
    for unit in (world.unit, world.other, world.third)[:units]:
        make_public(world, second, unit)
    with CaptureQueriesContext(connection) as queries:
        text = Client().get("/public/2021/").content.decode()
    assert text.count("/form.pdf") == units
    assert len(queries) == 2


def test_who_must_change_the_password_reads_what_is_public(row: Disclosure) -> None:
    User.objects.filter(pk=row.approved_by_id).update(must_change_password=True)
    client = Client()
    client.force_login(User.objects.get(pk=row.approved_by_id))
    assert client.get("/public/").status_code == 200
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "每页页脚左边"),
        ("1234", "校验码是 16 位字母和数字"),
        ("0000-0000-0000-0000", "没有查到"),
        ("%00", "校验码是 16 位字母和数字"),
    ],
)
def test_codes_that_are_none_are_told_calmly(db: None, typed: str, words: str) -> None:
    response = Client().get(f"/verify/?code={typed}")
    assert response.status_code == 200
    assert words in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


def test_codes_say_what_they_are_worth(row: Disclosure, second: User) -> None:
    official, public = row.submission.verification_code, verification_code(row.sha256)
    for typed in (
        official,
        official.lower().replace("-", " "),
        f"校验码 {official}\n综合办 2021年度",
        f"https://x/?code={official}",
    ):
        text = Client().get("/verify/", {"code": typed}).content.decode()
        for words in ("是定稿", "综合办", "2021年度", "第 1 轮", row.submission.sha256):
            assert words in text, (typed, words)
    text = Client().get("/verify/", {"code": public}).content.decode()
    assert "是公开文本" in text
    assert FORM in text
    assert row.submission.sha256 not in text
    withdraw(row, second)
    text = Client().get("/verify/", {"code": public}).content.decode()
    assert "已撤下" in text
    assert FORM not in text


def test_guessing_is_slowed_down_for_one_computer_only(db: None) -> None:
    for _ in range(30):
        assert Client().get("/verify/?code=0000-0000-0000-0000").status_code == 200
    response = Client().get("/verify/?code=0000-0000-0000-0000")
    assert response.status_code == 429
    assert "核验得太频繁" in response.content.decode()
    assert Client().get("/verify/").status_code == 200
    assert Client(REMOTE_ADDR="10.1.2.3").get("/verify/?code=0000-0000-0000-0000").status_code == 200


def test_the_login_page_leads_there(db: None) -> None:
    text = Client().get("/login/").content.decode()
    assert 'href="/public/"' in text
    assert 'href="/verify/"' in text


def test_e12_the_code_on_the_paper_is_of_what_was_frozen(world: World, signed_in: SignedIn) -> None:
    """Another character in the frozen copy is another code; the one on the paper then proves nothing."""
    filing = bring_to(world, State.SUBMITTED)
    (submission,) = filing.submissions.all()
    answer = signed_in(world.unit.preparer).get(f"/filings/{filing.public_id}/form.pdf")
    paper = "".join(text_of(b"".join(answer.streaming_content)).split())
    code = submission.verification_code
    assert code in paper
    assert code == verification_code(submission.sha256)
    assert submission.sha256 in Client().get("/verify/", {"code": code}).content.decode()
    altered = hashlib.sha256(b"another").hexdigest()
    assert verification_code(altered) not in paper
    assert altered not in Client().get("/verify/", {"code": verification_code(altered)}).content.decode()
