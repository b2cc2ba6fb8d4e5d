"""The page of own indicators: rows are added, changed, moved and removed, with and without scripts."""

import json
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.test import Client

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, TargetSign
from selfeval.models import Filing
from selfeval.services.changes import OwnIndicatorsChange
from tests.factories import World, make_filing, save
from tests.goals_2020 import make_goals_world, own
from tests.web.conftest import SignedIn
from tests.web.pages import Page, post, section_url, stored, version_of

BOX = "own_indicators.outputs"
ROWS = (own("培训人次", 20), own("办件数", 25), own("合格率", 5, group="质量指标"))
CELLS = ("name", "sign", "target", "actual", "unit", "points", "at", "group")


@pytest.fixture
def world(db: None) -> World:
    return make_goals_world()


@pytest.fixture
def filing(world: World) -> Filing:
    filing = make_filing(world)
    return save(filing, world.unit.preparer, "outputs", OwnIndicatorsChange(under="outputs", own=ROWS)).filing


@pytest.fixture
def preparer(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.unit.preparer)


def row(key: str, own_row: OwnIndicator, at: str = "", **cells: str) -> dict[str, str]:
    """The cells of a row as a page sends them."""
    typed = {
        "at": at,
        "group": own_row.group,
        "name": own_row.name,
        "sign": own_row.sign.value,
        "target": "500",
        "actual": "512",
        "unit": own_row.unit,
        "points": str(own_row.points),
    }
    return {f"{BOX}.{key}.{column}": text for column, text in {**typed, **cells}.items()}


def sent(*rows: dict[str, str], **buttons: str) -> dict[str, str]:
    data = {f"{BOX}.rows": "yes"}
    for each in rows:
        data |= each
    return data | {f"{BOX}.{name}": value for name, value in buttons.items()}


def all_rows() -> list[dict[str, str]]:
    return [row(str(number), each, str(number)) for number, each in enumerate(ROWS, 1)]


def plain_post(client: Client, filing: Filing, data: dict[str, str]) -> Page:
    """As a browser without scripts sends the page; follows where it is sent."""
    body = QueryDict(mutable=True)
    body.update({"seen": str(version_of(filing)), **data})
    answer = client.post(
        section_url(filing, "outputs"), body.urlencode(), content_type="application/x-www-form-urlencoded", follow=True
    )
    return Page(answer)


def test_an_empty_page_says_what_to_do(world: World, preparer: Client) -> None:
    empty = make_filing(world, world.unit)
    page = Page(preparer.get(section_url(empty, "outputs")))
    assert page.words(f"sum-{BOX}") == "已分 0 / 50 分还差 50 分"
    assert "先在下面的二级指标里加上本单位自己的指标" in page.text
    assert page.text.count("还没有指标。") == 4
    assert "加一个数量指标" in page.text


def test_each_row_shows_its_score_and_why(filing: Filing, preparer: Client) -> None:
    page = Page(preparer.get(section_url(filing, "outputs")))
    assert page.words(f"computed-{BOX}.1") == "20.00"
    assert page.words(f"trace-{BOX}.1") == "指标值≥500人次，实际完成512人次，达到指标值，得20.00分"
    assert page.words(f"sum-{BOX}") == "已分 50 / 50 分正好"
    assert page.words(f"own-count-{BOX}-0") == "2 个，45 分"
    assert "待核" in page.text
    assert "indicators.outputs.own_3" in page


def test_a_change_answers_with_fragments_of_its_rows(filing: Filing, preparer: Client) -> None:
    first, second, third = all_rows()
    page = post(
        preparer, filing, "outputs", sent(first | row("1", ROWS[0], "1", points="15", actual="400"), second, third)
    )
    assert page.status == 200
    assert page.words(f"sum-{BOX}") == "已分 45 / 50 分还差 5 分"
    assert page.words(f"computed-{BOX}.1") == "12.00"
    assert page.words(f"state-{BOX}.1").startswith("已保存 ")
    assert page.words(f"note-{BOX}.1") == "培训人次失3.00分，没写扣分原因"
    assert stored(filing).own_indicators[0].points == Decimal(15)


def test_the_answer_about_another_box_leaves_the_rows_alone(filing: Filing, preparer: Client) -> None:
    page = post(preparer, filing, "outputs", {})
    assert f"computed-{BOX}.1" not in page
    assert page.status == 200


def test_a_new_row_is_told_the_place_it_got(filing: Filing, preparer: Client) -> None:
    first, second, third = all_rows()
    begun = row("4", own("尚未想好"), points="")
    page = post(preparer, filing, "outputs", sent(begun, first, second, third, row("7", own("咨询次数", 3))))
    assert page.attribute(f"state-{BOX}.4", "data-row-state") == "incomplete"
    assert page.words(f"state-{BOX}.4") == "还没填分值，填好后一起保存"
    assert page.attribute(f"state-{BOX}.7", "data-row-state") == "saved"
    assert f'name="{BOX}.7.at" value="4"' in page.text
    assert f'name="{BOX}.4.at" value=""' in page.text
    assert [each.name for each in stored(filing).own_indicators] == ["培训人次", "办件数", "合格率", "咨询次数"]
    assert page.attribute("save-state", "data-save") == "partly"


def test_a_wrong_cell_is_named_and_the_row_stays_as_stored(filing: Filing, preparer: Client) -> None:
    _, second, third = all_rows()
    page = post(preparer, filing, "outputs", sent(row("1", ROWS[0], "1", target="五百"), second, third))
    assert page.attribute(f"state-{BOX}.1", "data-row-state") == "refused"
    assert page.attribute(f"state-{BOX}.1", "data-column") == "target"
    assert "未保存：指标值“五百”不是数字" in page.words(f"state-{BOX}.1")
    assert page.words(f"computed-{BOX}.1") == "20.00"
    assert stored(filing).own_indicators == ROWS


def test_a_row_that_was_left_out_is_gone(filing: Filing, preparer: Client) -> None:
    _, second, third = all_rows()
    page = post(preparer, filing, "outputs", sent(second, third))
    assert stored(filing).own_indicators == ROWS[1:]
    assert f'name="{BOX}.2.at" value="1"' in page.text
    assert page.words(f"sum-{BOX}") == "已分 30 / 50 分还差 20 分"


@pytest.mark.parametrize(
    ("button", "key", "names"),
    [
        ("remove", "2", ["培训人次", "合格率"]),
        ("up", "2", ["办件数", "培训人次", "合格率"]),
        ("down", "1", ["办件数", "培训人次", "合格率"]),
    ],
)
def test_buttons_work_without_scripts(
    filing: Filing, preparer: Client, button: str, key: str, names: list[str]
) -> None:
    page = plain_post(preparer, filing, sent(*all_rows(), **{button: key}))
    assert page.status == 200
    assert [each.name for each in stored(filing).own_indicators] == names
    for number, name in enumerate(names, 1):
        assert (
            f'name="{BOX}.{number}.name" autocomplete="off" aria-label="三级指标名称" data-one-line>{name}<'
            in page.text
        )


def test_a_row_is_added_without_scripts_and_what_was_typed_is_saved(filing: Filing, preparer: Client) -> None:
    first, second, third = all_rows()
    page = plain_post(preparer, filing, sent(first | row("1", ROWS[0], "1", points="12"), second, third, add="3"))
    assert stored(filing).own_indicators[0].points == Decimal(12)
    assert f'name="{BOX}.4.group" value="成本指标"' in page.text
    assert "adding" in page
    done = plain_post(preparer, filing, sent(*all_rows(), row("4", own("人均成本", 5, group="成本指标"))))
    assert done.words(f"own-count-{BOX}-3") == "1 个，5 分"


def test_what_is_wrong_stays_on_the_page_without_scripts(filing: Filing, preparer: Client) -> None:
    _, second, third = all_rows()
    page = plain_post(preparer, filing, sent(row("1", ROWS[0], "1", target="五百"), second, third, add="0"))
    assert page.status == 422
    assert "data-one-line>五百</textarea>" in page.text
    assert "未保存：指标值“五百”不是数字" in page.words(f"state-{BOX}.1")
    assert f'name="{BOX}.4.name"' in page.text


def test_somebody_elses_rows_are_not_written_over(world: World, filing: Filing, preparer: Client) -> None:
    data = sent(row("1", own("我的"), "1"), seen="")
    body = {"seen": "0", **data}
    answer = Page(preparer.post(section_url(filing, "outputs"), body))
    assert answer.status == 409
    assert stored(filing).own_indicators == ROWS
    assert "data-one-line>我的</textarea>" in answer.text
    assert f'name="{BOX}.1.at" value="1"' in answer.text


def test_both_lists_are_shown_to_who_comes_second(filing: Filing, preparer: Client) -> None:
    first, _, third = all_rows()
    mine = sent(first, row("2", own("走访次数"), "2"), third)
    page = post(preparer, filing, "outputs", mine, seen=1)
    assert (page.status, page.attribute(f"state-{BOX}", "data-state")) == (200, "conflict")
    assert "培训人次 500 人次 512 20；办件数" in page.words(f"state-{BOX}")
    assert stored(filing).own_indicators == ROWS
    kept = post(preparer, filing, "outputs", mine | {f"use_mine.{BOX}": str(version_of(filing))}, seen=1)
    assert (kept.status, kept.attribute(f"state-{BOX}", "data-state")) == (200, "saved")
    assert [each.name for each in stored(filing).own_indicators] == ["培训人次", "走访次数", "合格率"]


def test_rows_stored_beside_a_wrong_one_say_at_which_version(filing: Filing, preparer: Client) -> None:
    first, second, third = all_rows()
    page = post(
        preparer, filing, "outputs", sent(first | {f"{BOX}.1.unit": "人"}, {**second, f"{BOX}.2.points": "多"}, third)
    )
    told = json.loads(page.headers["X-Selfeval-Saved"])
    assert told == {"version": version_of(filing), "boxes": {BOX: "refused"}, "stored": {BOX: version_of(filing)}}
    assert stored(filing).own_indicators[0].unit == "人"


def test_who_may_not_edit_sees_everything_and_types_nothing(world: World, filing: Filing, signed_in: SignedIn) -> None:
    page = Page(signed_in(world.unit.head).get(section_url(filing, "outputs")))
    assert "data-own-add" not in page.text
    assert "data-own-remove" not in page.text
    assert "<details open>" in page.text


def test_sixty_rows_with_long_names(world: World, filing: Filing, preparer: Client) -> None:
    rows = [row(str(number), own(f"{number}" + "指标" * 100, 1), "") for number in range(1, 61)]
    page = post(preparer, filing, "outputs", sent(*rows))
    assert page.words(f"sum-{BOX}") == "已分 60 / 50 分多 10 分"
    assert len(stored(filing).own_indicators) == 60
    assert Page(preparer.get(section_url(filing, "outputs"))).status == 200


def test_words_are_scored_by_a_tier(filing: Filing, preparer: Client) -> None:
    words = {"sign": TargetSign.QUALITATIVE.value, "target": "严格", "actual": "达成", "tier": "达成预期指标"}
    page = post(preparer, filing, "outputs", sent(row("1", ROWS[0], "1", **words, coefficient="95")))
    assert page.words(f"computed-{BOX}.1") == "19.00"
    assert stored(filing).own_indicators[0].entry == IndicatorEntry(tier="达成预期指标", coefficient=Decimal("0.95"))


def test_a_tier_and_its_coefficient_are_stored_together(world: World, filing: Filing, preparer: Client) -> None:
    tier, coefficient = (f"indicators.effects.mechanism.{each}" for each in ("tier", "coefficient"))
    post(preparer, filing, "effects", {tier: "健全", coefficient: "90"})
    assert stored(filing).entry("effects.mechanism") == IndicatorEntry(tier="健全", coefficient=Decimal("0.9"))
    page = post(preparer, filing, "effects", {tier: "基本健全"})
    assert page.attribute(f"state-{tier}", "data-state") == "incomplete"
    assert "得分系数 90% 不在“基本健全”的 [60%, 80%) 之内" in page.words(f"state-{tier}")
    page = post(preparer, filing, "effects", {tier: "基本健全", coefficient: "75"})
    assert page.words("computed-effects.mechanism") == "7.50"
    page = post(preparer, filing, "effects", {coefficient: "90"})
    assert page.attribute(f"state-{coefficient}", "data-state") == "refused"
    assert stored(filing).entry("effects.mechanism").coefficient == Decimal("0.75")


def test_there_are_no_pages_without_boxes(filing: Filing, preparer: Client) -> None:
    page = Page(preparer.get(section_url(filing, "outputs")))
    assert "文字说明" not in page.text
    assert preparer.get(section_url(filing, "narratives")).status_code == 404


def test_level_1_indicators_have_bars_and_grades(filing: Filing, preparer: Client) -> None:
    panel = Page(preparer.get(section_url(filing, "outputs"))).words("score-panel")
    assert "预算执行率— / 10 产出指标优50.00 / 50 效益指标0.00 / 30 满意度指标0.00 / 10" in panel
