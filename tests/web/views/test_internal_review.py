"""The accountant's page before the head's, and the head who also filled."""

from django.test import Client

from selfeval.domain.workflow import Role, State
from selfeval.models import Filing, FilingCycle, User
from tests.factories import World, bring_to, make_user, name_accountant
from tests.web.conftest import SignedIn


def at(filing: Filing, rest: str) -> str:
    return f"/filings/{filing.public_id}/{rest}/"


def inside(world: World) -> User:
    person = make_user("accountant", Role.PREPARER, world.unit.department)
    name_accountant(world.unit, person)
    return person


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_from_the_preparer_past_the_accountant(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    preparer, accountant = signed_in(world.unit.preparer), signed_in(inside(world))
    page = text_of(preparer, at(filing, "check"))
    assert "送内部审核" in page
    assert "accountant甲审核通过后到负责人" in page
    straight = preparer.post(at(filing, "send-for-signature"), {"version": filing.version})
    assert straight.status_code == 403
    assert "请先送内部审核" in straight.content.decode()
    sent = preparer.post(at(filing, "send-for-internal-review"), {"version": filing.version}, follow=True)
    for words in ("已送内部审核", "等内部审核", 'aria-current="step">内部审核'):
        assert words in sent.content.decode(), words
    home = text_of(accountant, "/")
    assert "去审核" in home
    assert at(filing, "internal-review") in home
    assert at(filing, "internal-review") in text_of(accountant, at(filing, "official-form"))
    review = text_of(accountant, at(filing, "internal-review"))
    for words in ("92.00", "审核通过，送负责人", "我已核对以上数据", "内部审核意见"):
        assert words in review, words
    filing.refresh_from_db()
    version = {"version": filing.version}
    unticked = accountant.post(at(filing, "internal-review"), {**version, "action": "pass"})
    assert (unticked.status_code, "通过前请勾选" in unticked.content.decode()) == (422, True)
    silent = accountant.post(at(filing, "internal-review"), {**version, "action": "decline"})
    assert (silent.status_code, "须写明意见" in silent.content.decode()) == (422, True)
    done = accountant.post(at(filing, "internal-review"), {**version, "action": "pass", "is_confirmed": "on"})
    assert done.status_code == 302
    filing.refresh_from_db()
    assert filing.current_state is State.AWAITING_SIGNATURE
    assert "没有要您内部审核的" in text_of(accountant, at(filing, "internal-review"))


def test_given_back_the_words_meet_who_fills(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.INTERNAL_REVIEW)
    client = signed_in(world.unit.preparer)
    given = {"version": filing.version, "action": "decline", "comment": "结余请核对"}
    assert client.post(at(filing, "internal-review"), given).status_code == 302
    assert "结余请核对" in text_of(client, at(filing, "face"))


def test_nobody_else_reviews_inside(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    inside(world)
    Filing.objects.update(state=State.INTERNAL_REVIEW)
    sent = {"version": filing.version, "action": "pass", "is_confirmed": "on"}
    for person, status in (
        (world.unit.preparer, 403),
        (world.unit.head, 403),
        (world.administrator, 403),
        (world.reviewer, 404),
        (world.other.head, 404),
    ):
        client = signed_in(person)
        assert client.get(at(filing, "internal-review")).status_code == status
        assert client.post(at(filing, "internal-review"), sent).status_code == status
    assert Filing.objects.get().current_state is State.INTERNAL_REVIEW


def test_one_person_fills_and_signs_where_the_cycle_allows_it(world: World, signed_in: SignedIn) -> None:
    FilingCycle.objects.update(allows_filler_to_sign=True)
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    filing.fillers.add(world.unit.head)
    client = signed_in(world.unit.head)
    assert "签发后表上注明填报与签发为同一人" in text_of(client, at(filing, "sign-off"))
    client.post(at(filing, "sign-off"), {"version": filing.version, "action": "pass", "is_confirmed": "on"})
    form = text_of(client, at(filing, "official-form"))
    assert '<p class="remark">填报与签发为同一人（本批次允许）</p>' in form
    review = text_of(signed_in(world.reviewer), at(filing, "bureau-review"))
    assert "填报与签发为同一人（head001甲），本批次允许" in review


def test_there_the_head_finds_the_form_to_fill(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    client = signed_in(world.unit.head)
    assert "去填报" not in text_of(client, "/")
    FilingCycle.objects.update(allows_filler_to_sign=True)
    for page in ("/", "/?state=all"):
        assert text_of(client, page).count("去填报") == 1
    assert client.get(f"/filings/{filing.public_id}/").url == at(filing, "face")
