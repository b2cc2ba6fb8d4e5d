"""代填 as pages show it: begun with a reason, marked wherever the filing is named, and signed by somebody else."""

from django.test import Client

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Filing, User
from selfeval.services.bureau_filling import begin_bureau_filling
from tests.factories import NOW, World, fill, make_filing, make_user, move
from tests.web.conftest import SignedIn
from tests.web.pages import Page, post


def at(filing: Filing, rest: str) -> str:
    return f"/filings/{filing.public_id}/{rest}/"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def filled_in(world: World) -> Filing:
    """The first unit's form, filled by an administrator and sent for signature."""
    filing = make_filing(world)
    filing = begin_bureau_filling(
        actor=world.administrator, filing_id=filing.pk, expected_version=1, reason="单位撤并", now=NOW
    )
    return move(fill(filing, world.administrator), world.administrator, Action.SEND_FOR_SIGNATURE)


def test_an_administrator_begins_fills_and_ends(world: World, filing: Filing, signed_in: SignedIn) -> None:
    client = signed_in(world.administrator)
    assert at(filing, "bureau-filling") in text_of(client, at(filing, "official-form"))
    assert "开始代填" in text_of(client, at(filing, "bureau-filling"))
    empty = client.post(at(filing, "bureau-filling"), {"version": 1, "reason": ""})
    assert (empty.status_code, "请写明代填的事由" in empty.content.decode()) == (422, True)
    assert client.post(at(filing, "bureau-filling"), {"reason": "x"}).status_code == 422
    assert client.post(at(filing, "bureau-filling"), {"version": 7, "reason": "x"}).status_code == 409
    begun = client.post(at(filing, "bureau-filling"), {"version": 1, "reason": "单位撤并"}, follow=True)
    assert begun.redirect_chain[-1][0] == at(filing, "face")
    assert "财政代填" in begun.content.decode()
    assert Page(client.get("/")).text.count("去代填") == 1
    assert post(client, filing, "face", {"department.phone": "0354-9"}).status == 200
    # The unit looks on.
    theirs = signed_in(world.unit.preparer)
    assert "财政代填" in text_of(theirs, "/")
    for words in ("事由：单位撤并", "本单位现在只能看", 'class="is-readonly"'):
        assert words in text_of(theirs, at(filing, "face")), words
    refused = post(theirs, filing, "face", {"department.phone": "0354-8"})
    assert "财政部门正在代填" in refused.text
    filing.refresh_from_db()
    assert filing.phone == "0354-9"
    assert client.post(at(filing, "end-bureau-filling"), {}).status_code == 409
    assert client.post(at(filing, "end-bureau-filling"), {"version": 1}).status_code == 409
    ended = client.post(at(filing, "end-bureau-filling"), {"version": filing.version}, follow=True)
    assert "已停止代填" in ended.content.decode()
    assert post(theirs, filing, "face", {"department.phone": "0354-8"}).status == 200


def test_nobody_else_begins_or_ends(world: World, filing: Filing, signed_in: SignedIn) -> None:
    for person in (world.unit.preparer, world.unit.head):
        client = signed_in(person)
        assert client.get(at(filing, "bureau-filling")).status_code == 403
        for rest in ("bureau-filling", "end-bureau-filling"):
            assert client.post(at(filing, rest), {"version": 1, "reason": "x"}).status_code == 403
    assert Filing.objects.get().bureau_filling_reason == ""


def test_it_is_said_on_the_form_and_in_the_review(world: World, signed_in: SignedIn) -> None:
    filing = filled_in(world)
    head = signed_in(world.unit.head)
    assert "本表由财政部门代填：单位撤并" in text_of(head, at(filing, "sign-off"))
    sent = {"version": filing.version, "action": "pass", "is_confirmed": "on"}
    assert head.post(at(filing, "sign-off"), sent).status_code == 302
    reviewer = signed_in(world.reviewer)
    text = text_of(reviewer, at(filing, "bureau-review"))
    assert "本表由财政部门代填：单位撤并，由head001甲签发" in text
    assert '<p class="remark">本表由财政部门代填</p>' in text
    assert "财政代填" in text_of(reviewer, "/")


def test_without_a_head_another_administrator_signs(world: World, signed_in: SignedIn) -> None:
    User.objects.filter(pk=world.unit.head.pk).update(is_active=False)
    filing = filled_in(world)
    another = signed_in(make_user("another", Role.ADMINISTRATOR))
    assert at(filing, "sign-off") in text_of(another, "/?state=awaiting_signature")
    assert at(filing, "sign-off") in text_of(another, at(filing, "official-form"))
    sent = {"version": filing.version, "action": "pass", "is_confirmed": "on"}
    assert signed_in(world.administrator).post(at(filing, "sign-off"), sent).status_code == 403
    assert another.post(at(filing, "sign-off"), sent).status_code == 302
    assert Filing.objects.get().current_state is State.SUBMITTED
