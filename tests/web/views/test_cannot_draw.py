"""A document that cannot be drawn whole: whoever asks for it reads why, and what to do."""

from django.test import Client

from selfeval.domain.workflow import State
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn

UNKNOWN = "\U0001f600"


def test_a_character_without_a_glyph_is_named_with_its_place(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    text = filing.narratives.first()
    assert text is not None
    text.text = f"首段{UNKNOWN}"
    text.save()
    client: Client = signed_in(world.unit.preparer)
    answer = client.get(f"/filings/{filing.public_id}/form.pdf")
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("这份文件导出不了", "第1段的“\U0001f600”（U+1F600）", "没有变动"):
        assert words in page
    # What needs no face of ours is drawn.
    assert client.get(f"/filings/{filing.public_id}/form.xlsx").status_code == 200
