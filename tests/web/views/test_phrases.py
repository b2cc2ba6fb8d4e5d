"""The pages of the phrase library, and phrases put into a remark without scripts."""

from selfeval.domain.workflow import State
from selfeval.models import ReviewPhrase, ReviewPin
from selfeval.queries.filings import last_submission
from selfeval.services.phrases import add_phrase
from tests.factories import NOW, World, bring_to
from tests.web.conftest import SignedIn

PAGE = "/review-phrases/"
RATE = "process.budget_execution.carryover_rate"


def test_phrases_are_added_and_taken_out(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.reviewer)
    assert "还没有" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"words": ""}).status_code == 422
    assert client.post(PAGE, {"words": "请附凭证"}).url == PAGE
    assert "已有“请附凭证”这一条" in client.post(PAGE, {"words": "请附凭证"}).content.decode()
    phrase = ReviewPhrase.objects.get()
    assert signed_in(world.administrator).post(f"{PAGE}{phrase.pk}/remove/").status_code == 404
    assert signed_in(world.unit.head).post(f"{PAGE}{phrase.pk}/remove/").status_code == 403
    assert client.post(f"{PAGE}{phrase.pk}/remove/").url == PAGE
    assert not ReviewPhrase.objects.exists()
    assert "所有审核人都看得到" in signed_in(world.administrator).get(PAGE).content.decode()
    assert signed_in(world.unit.head).get(PAGE).status_code == 403


def test_remarks_are_made_changed_and_taken_back_on_the_page(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    phrase = add_phrase(actor=world.administrator, words="请附凭证", now=NOW)
    client, page = signed_in(world.reviewer), f"/filings/{filing.public_id}/"
    copy = last_submission(filing=filing)
    assert copy is not None
    assert f'<option value="{RATE}" selected>' in client.get(f"{page}bureau-review/?pin={RATE}").content.decode()
    data = {"submission": copy.pk, "place": RATE, "words": "按年末数重算"}
    inserted = client.post(f"{page}review-pins/", {**data, "insert": phrase.pk}).content.decode()
    assert "按年末数重算；请附凭证</textarea>" in inserted
    assert not ReviewPin.objects.exists()
    for wrong in ({"place": "fields.nothing"}, {"words": ""}, {"words": "长" * 501}):
        assert client.post(f"{page}review-pins/", {**data, **wrong}).status_code == 422
    assert client.post(f"{page}review-pins/", {**data, "submission": copy.pk + 1}).status_code == 404
    assert client.post(f"{page}review-pins/", data).status_code == 302
    pin = ReviewPin.objects.get()
    text = client.get(f"{page}bureau-review/").content.decode()
    assert f'<a class="se-pin" href="#pin-{pin.pk}">' in text
    assert "退回，请单位修改 1 处" in text
    one = f"{page}review-pins/{pin.pk}/"
    client.post(one, {"was": pin.words, "words": "按年末数重算，附凭证", "step": "change"})
    assert ReviewPin.objects.get().words == "按年末数重算，附凭证"
    assert client.post(one, {"was": "旧的", "words": "别的", "step": "change"}).status_code == 409
    client.post(one, {"was": "按年末数重算，附凭证", "words": " ", "step": "change"})
    assert ReviewPin.objects.get().words == "按年末数重算，附凭证"
    assert client.post(one, {"step": "remove"}).status_code == 302
    assert client.post(one, {"step": "remove"}).status_code == 404
