"""The page on which points move: seen before they are stored, kept to their sum, usable without scripts."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Event, EventAction, Filing, FilingCycle
from selfeval.services.changes import EntryChange
from selfeval.services.filings import open_filing
from selfeval.services.frameworks import load_framework
from tests.factories import NOW, World, bring_to, framework_text, make_filing, make_framework, save
from tests.web.conftest import SignedIn
from tests.web.pages import Page, stored

EFFECT = "effect.performance_benefit"
ECONOMIC, SOCIAL = f"indicators.{EFFECT}.economic_benefit", f"indicators.{EFFECT}.social_benefit"
SATISFACTION = f"indicators.{EFFECT}.satisfaction"
IN_USE = "process.asset_management.fixed_asset_utilisation_rate"


def address(filing: Filing) -> str:
    return f"/filings/{filing.public_id}/move-points/"


def send(client: Client, filing: Filing, step: str, boxes: dict[str, str], **more: Any) -> Page:
    return Page(client.post(address(filing), {"seen": filing.version, "step": step, **boxes}, **more))


def not_involved(box: str, reason: str = "没有这方面的职责") -> dict[str, str]:
    return {f"{box}.applicable.sent": "yes", f"{box}.applicable": "on", f"{box}.reason": reason}


def value(page: Page, box: str) -> str:
    return page.attribute(f"{box}.set_points", "value")


def test_all_indicators_stand_on_it_with_their_points(preparer: Client, filled: Filing) -> None:
    page = Page(preparer.get(address(filled)))
    assert page.status == 200
    assert page.words("sum-all") == "100 / 100 正好"
    assert (value(page, ECONOMIC), value(page, SOCIAL)) == ("5", "10")
    assert page.has_attribute(f"{ECONOMIC}.applicable", "checked")
    assert not page.has_attribute(f"{SOCIAL}.applicable", "checked")
    assert "分值由本单位在参考分值基础上设定，各项分值合计不能变。" in page.text


def test_a_move_is_stored_in_one_write(preparer: Client, filing: Filing) -> None:
    boxes = {f"{ECONOMIC}.set_points": "2", f"{SOCIAL}.set_points": "8", f"{SATISFACTION}.set_points": "5"}
    page = send(preparer, filing, "save", boxes, follow=True)
    assert "分值已保存。" in page.text
    entries = stored(filing).indicators
    assert {code.rpartition(".")[2]: entry.set_points for code, entry in entries.items()} == {
        "economic_benefit": 2,
        "social_benefit": 8,
    }
    assert Event.objects.filter(filing=filing).latest("id").action == EventAction.POINTS_MOVED


@pytest.mark.parametrize(
    ("points", "words"),
    [("2", "分值合计应为100分，现在97分，还差3分"), ("-1", "不能小于 0"), ("1.234", "小数位太多")],
)
def test_what_cannot_be_stored_is_told_and_kept_as_typed(
    preparer: Client, filing: Filing, points: str, words: str
) -> None:
    page = send(preparer, filing, "save", {f"{ECONOMIC}.set_points": points})
    assert page.status == 422
    assert words in page.text
    assert value(page, ECONOMIC) == points
    assert stored(filing).indicators == {}


def test_points_of_what_is_not_involved_are_proposed_before_they_move(preparer: Client, filing: Filing) -> None:
    refused = send(preparer, filing, "save", not_involved(ECONOMIC, ""))
    assert refused.status == 422
    assert "请写明为什么不涉及" in refused.text
    page = send(preparer, filing, "propose", not_involved(ECONOMIC))
    assert page.status == 200
    assert "这是分配方案，还没有保存" in page.text
    shares = {box: value(page, box) for box in (SOCIAL, SATISFACTION)}
    assert shares == {SOCIAL: "6.68", SATISFACTION: "6.66"}
    assert page.words("sum-all") == "100 / 100 正好"
    assert stored(filing).indicators == {}
    ecological = f"indicators.{EFFECT}.ecological_benefit"
    shares |= {ecological: value(page, ecological)}
    boxes = not_involved(ECONOMIC) | {f"{box}.set_points": each for box, each in shares.items()}
    assert "分值已保存。" in send(preparer, filing, "save", boxes, follow=True).text
    kept = stored(filing)
    assert not kept.entry(f"{EFFECT}.economic_benefit").is_applicable
    assert sum(kept.entry(box.removeprefix("indicators.")).set_points or 0 for box in shares) == 20


def test_a_refused_page_shows_the_ticks_as_they_were_sent(preparer: Client, filing: Filing) -> None:
    unticked = {f"{SOCIAL}.applicable.sent": "yes", f"{SOCIAL}.set_points": "4"}
    page = send(preparer, filing, "save", {**not_involved(ECONOMIC), **unticked})
    assert page.status == 422
    assert page.has_attribute(f"{ECONOMIC}.applicable", "checked")
    assert not page.has_attribute(f"{SOCIAL}.applicable", "checked")


def test_points_without_anybody_to_take_them_stay(preparer: Client, filing: Filing) -> None:
    page = Page(preparer.get(address(filing)))
    ticks = [name.removesuffix(".applicable") for name in page.ids if name.endswith(".applicable")]
    everything: dict[str, str] = {}
    for box in ticks:
        everything |= not_involved(box)
    told = send(preparer, filing, "propose", everything)
    # Those that must be filled in take what is left.
    assert told.status == 200
    assert told.words("sum-all") == "100 / 100 正好"


def test_one_click_brings_the_reference_points_back(preparer: Client, filled: Filing) -> None:
    # Whatever was changed on the page before, and is not stored.
    typed = {f"{ECONOMIC}.applicable.sent": "yes", f"{ECONOMIC}.set_points": "3", f"{SOCIAL}.set_points": ""}
    page = send(preparer, filled, "undo", typed, follow=True)
    assert "已恢复参考分值。" in page.text
    assert all(entry.set_points is None and entry.is_applicable for entry in stored(filled).indicators.values())
    assert page.words("sum-all") == "100 / 100 正好"


def test_moving_points_off_what_fails_is_told_while_it_is_typed(preparer: Client, filled: Filing) -> None:
    box = f"indicators.{IN_USE}"
    page = send(preparer, filled, "preview", {f"{box}.set_points": "2"}, headers={"HX-Request": "true"})
    assert page.words("sum-all") == "101 / 100 多 1 分"
    assert "设定只有2.00分" in page.words(f"points-note-{IN_USE}")
    assert "<table" not in page.text
    assert stored(filled).entry(IN_USE).set_points == 1


def test_what_a_colleague_changed_meanwhile_is_told(world: World, preparer: Client, filing: Filing) -> None:
    save(
        filing,
        world.unit.preparer,
        "effect",
        EntryChange(code=f"{EFFECT}.economic_benefit", attribute="set_points", value=Decimal(4)),
    )
    page = send(preparer, filing, "save", {f"{ECONOMIC}.set_points": "2", f"{SOCIAL}.set_points": "8"})
    assert page.status == 409
    assert "您看到的不是最新内容" in page.text
    assert stored(filing).entry(f"{EFFECT}.social_benefit").set_points is None


def test_who_does_not_fill_the_form_only_reads(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    for person, status in ((world.unit.head, 403), (world.unit.preparer, 409)):
        client = signed_in(person)
        assert "保存分值" not in client.get(address(filing)).content.decode()
        assert client.post(address(filing), {"seen": 1, "step": "undo"}).status_code == status
    assert signed_in(world.unit.preparer).post(address(make_filing(world, world.other))).status_code == 404


def test_a_page_without_its_version_saves_nothing(preparer: Client, filing: Filing) -> None:
    assert preparer.post(address(filing), {"step": "save"}).status_code == 400


def under(world: World, framework: Any) -> Filing:
    cycle = FilingCycle.objects.create(
        code="other",
        fiscal_year=2022,
        title="另一批",
        framework=framework,
        opens_at=NOW,
        deadline=NOW + timedelta(days=9),
    )
    return open_filing(actor=None, cycle=cycle, department=world.unit.department, now=NOW)


def test_points_the_bureau_sets_are_not_the_units_to_change(world: World, preparer: Client) -> None:
    page = Page(preparer.get(address(under(world, make_framework("general-2020")))))
    assert "分值由财政部门在指标体系里定，本单位不能调整" in page.text
    assert "保存分值" not in page.text
    assert "set_points" not in page.text


def test_of_points_the_bureau_sets_only_those_not_involved_move(world: World, preparer: Client) -> None:
    text = framework_text().replace("slug: jinzhong-2021", "slug: by-bureau").replace("by: unit", "by: bureau")
    filing = under(world, load_framework(text=text, path="by-bureau.yaml", actor=None, now=NOW).version)
    assert "本单位只能把不涉及的指标的分值移到别的指标" in Page(preparer.get(address(filing))).text
    cut = send(preparer, filing, "save", {f"{ECONOMIC}.set_points": "2", f"{SOCIAL}.set_points": "8"})
    assert cut.status == 422
    assert "分值只能从不涉及的指标调出" in cut.text
    moved = not_involved(ECONOMIC) | {f"{SOCIAL}.set_points": "10"}
    assert "分值已保存。" in send(preparer, filing, "save", moved, follow=True).text
    assert stored(filing).entry(f"{EFFECT}.social_benefit").set_points == 10
