"""One part of a draft on its page: saved, redrawn, tried, moved; two people on one part."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from selfeval.domain.document_places import part_at, subject_at
from selfeval.domain.files import load
from selfeval.models import FrameworkDraft
from selfeval.services.framework_drafts import (
    add_part,
    change_part,
    copy_version,
    create_blank_draft,
    create_draft,
    move_part,
    remove_part,
)
from selfeval.web.presenters.workshop.part_page import seen_hash
from selfeval.web.views.workshop_part_form import PartForm
from tests import every_kind
from tests.factories import NOW, World
from tests.web.conftest import SignedIn
from tests.web.pages import Page

STAFF = "indicators[0].children[1].children[0]"


@pytest.fixture
def admin(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


@pytest.fixture
def draft(world: World) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug="next", version="1", title="下一年", actor=world.administrator, now=NOW
    )


def address(draft: FrameworkDraft, place: str, name: str = "workshop-part") -> str:
    return reverse(name, args=[draft.pk, place.replace("[", ".").replace("]", "") or "head"])


def sent(draft: FrameworkDraft, place: str, **typed: str) -> dict[str, str]:
    """What the page of a part would send with some boxes changed."""
    draft.refresh_from_db()
    hidden = {
        "revision": str(draft.revision),
        "seen": seen_hash(draft.document, place),
        "subject": subject_at(draft.document, place),
    }
    boxes = PartForm(draft.document, place).texts
    return {**boxes, **hidden, **{name.replace("__", "."): text for name, text in typed.items()}}


def saved(admin: Client, draft: FrameworkDraft, place: str, **typed: str) -> dict[str, Any]:
    """Save changed boxes; the stored part."""
    response = admin.post(address(draft, place), sent(draft, place, **typed))
    assert (response.status_code, response.url) == (302, address(draft, place))
    draft.refresh_from_db()
    return part_at(draft.document, place)


def other_changes(world: World, draft: FrameworkDraft, place: str, **values: object) -> None:
    draft.refresh_from_db()
    change_part(draft_id=draft.pk, place=place, values=values, expected_revision=draft.revision, actor=None, now=NOW)


def test_the_page_shows_what_is_stored(admin: Client, draft: FrameworkDraft) -> None:
    page = Page(admin.get(address(draft, STAFF)))
    assert page.attribute("name", "value") == "在职人员控制率"
    assert page.words("formula") == "staff_on_post / authorised_posts"
    assert page.attribute("scoring.limit", "value") == "100%"
    assert "data-names" in page.text
    assert 'data-code="authorised_posts"' in page.text
    assert "预算配置" in page.text


def test_saving_writes_only_what_was_changed(admin: Client, draft: FrameworkDraft) -> None:
    before = part_at(draft.document, STAFF)
    after = saved(admin, draft, STAFF, points="5", criteria="一\r\n\r\n二")
    assert after == before | {"points": "5", "criteria": ["一", "二"]}
    assert draft.revision == 2


def test_saving_without_a_change_writes_nothing(admin: Client, draft: FrameworkDraft) -> None:
    saved(admin, draft, STAFF)
    assert draft.revision == 1
    assert "没有改动" in admin.get(address(draft, STAFF)).content.decode()


def test_the_standard_is_printed_from_the_rule_where_that_is_asked(admin: Client, draft: FrameworkDraft) -> None:
    printed = saved(admin, draft, STAFF, standard_from_rule="yes")["standard"]
    assert printed.startswith("不高于100%得满分4分")
    changed = saved(admin, draft, STAFF, standard_from_rule="yes", scoring__limit="110%")["standard"]
    assert changed.startswith("不高于110%")
    page = admin.get(address(draft, STAFF)).content.decode()
    assert 'name="standard_from_rule" value="yes" checked' in page
    assert saved(admin, draft, STAFF, standard="自己写的")["standard"] == "自己写的"
    assert 'value="yes" checked' not in admin.get(address(draft, STAFF)).content.decode()


def test_faults_stand_at_their_boxes(admin: Client, draft: FrameworkDraft) -> None:
    saved(admin, draft, STAFF, scoring__limit="一成", points="x")
    text = admin.get(address(draft, STAFF)).content.decode()
    assert "这一页还有 2 处错误" in text
    limit = text.index('id="scoring.limit"')
    assert "一成" in text[limit : limit + 900]
    assert "is-invalid" in text[limit - 200 : limit + 200]


def test_a_fault_of_the_whole_rule_stands_at_its_section(admin: Client, world: World, draft: FrameworkDraft) -> None:
    bands = [{"in": "(, 50%]", "points": "3"}]
    other_changes(world, draft, STAFF, scoring={"kind": "bands", "bands": bands})
    text = admin.get(address(draft, STAFF)).content.decode()
    assert "与分值 4 不等" in text
    assert "以上没有分档" in text


def test_a_change_of_kind_brings_other_boxes_and_saves_nothing(admin: Client, draft: FrameworkDraft) -> None:
    typed = sent(draft, STAFF, name="改了还没存", scoring__kind="bands", redraw="1")
    whole = Page(admin.post(address(draft, STAFF), typed))
    assert whole.attribute("name", "value") == "改了还没存"
    assert "scoring.bands.0.in" in whole
    assert "scoring.limit" not in whole
    fragment = Page(admin.post(address(draft, STAFF), typed, headers={"HX-Request": "true"}))
    assert {"boxes", "trial"} <= fragment.ids
    assert fragment.attribute("trial", "hx-swap-oob") == "true"
    assert "<html" not in fragment.text
    assert FrameworkDraft.objects.get().revision == 1


def test_saving_another_kind_leaves_nothing_of_the_old_one(admin: Client, draft: FrameworkDraft) -> None:
    typed = {
        "scoring__kind": "bands",
        "scoring__bands__0__in": "(, 100%]",
        "scoring__bands__0__points": "4",
        "scoring__bands__1__in": "(100%, )",
        "scoring__bands__1__points": "0",
    }
    assert saved(admin, draft, STAFF, **typed)["scoring"] == {
        "kind": "bands",
        "bands": [{"in": "(, 100%]", "points": "4"}, {"in": "(100%, )", "points": "0"}],
    }


@pytest.mark.parametrize("number", range(15))
def test_every_kind_of_rule_has_its_boxes(admin: Client, number: int) -> None:
    document: Any = load(every_kind.TEXT)
    draft = create_draft(document=document, origin="导入", actor=None, now=NOW)
    place = f"indicators[0].children[{number}]"
    text = admin.get(address(draft, place)).content.decode()
    kind = part_at(document, place)["scoring"]["kind"]
    assert f'<option value="{kind}" selected>' in text
    assert saved(admin, draft, place, name="改名")["scoring"] == part_at(document, place)["scoring"]


def test_options_of_a_choice_are_added_one_by_one(admin: Client, draft: FrameworkDraft) -> None:
    typed = {"scoring__kind": "choose", "scoring__pick": "best", "formula": "", "points": "4"}
    for number in range(2):
        at = f"scoring__options__{number}"
        typed |= {f"{at}__label": f"口径{number}", f"{at}__formula": "staff_on_post / authorised_posts"}
        typed |= {f"{at}__scoring__kind": "proportional"}
    options = saved(admin, draft, STAFF, **typed)["scoring"]["options"]
    assert [each["label"] for each in options] == ["口径0", "口径1"]
    page = Page(admin.get(address(draft, STAFF)))
    assert "scoring.options.2.label" in page
    assert "scoring.options.3.label" not in page


def test_a_level_one_node_can_take_the_units_own_indicators(admin: Client, draft: FrameworkDraft) -> None:
    admin.post(reverse("workshop-add", args=[draft.pk]), {"revision": "1", "place": "indicators"})
    place = "indicators[4]"
    typed = sent(draft, place, shape="own", redraw="1")
    drawn = Page(admin.post(address(draft, place), typed))
    assert drawn.words("own_indicators") == "数量 质量 时效 成本"
    stored = saved(admin, draft, place, shape="own", own_indicators="数量\n质量", points="10", scoring__kind="target")
    assert stored["own_indicators"] == ["数量", "质量"]
    back = saved(admin, draft, place, shape="leaf", scoring__kind="manual")
    assert "own_indicators" not in back


def test_a_data_item_has_the_boxes_of_its_kind(admin: Client, draft: FrameworkDraft) -> None:
    drawn = Page(admin.post(address(draft, "fields[0]"), sent(draft, "fields[0]", kind="table", redraw="1")))
    assert {"columns", "columns.0.code", "rows"} <= drawn.ids
    typed = {"kind": "choice", "options": "甲\n乙", "min": ""}
    assert saved(admin, draft, "fields[0]", **typed)["options"] == ["甲", "乙"]
    assert "options" not in saved(admin, draft, "fields[0]", kind="money")


def test_the_head_keeps_its_lists(admin: Client, draft: FrameworkDraft) -> None:
    head = saved(admin, draft, "", title="新名", grades__1__from="85", caps__0__rate="", caps__0__in="")
    assert (head["title"], head["grades"][1]) == ("新名", {"name": "良", "from": "85"})
    assert len(head["indicators"]) == 4


@pytest.mark.parametrize("place", ["derived[0]", "narratives[0]", "checks[0]", "field_groups[0]", "indicators[0]"])
def test_every_other_part_is_saved(admin: Client, draft: FrameworkDraft, place: str) -> None:
    before = part_at(draft.document, place)
    key = next(key for key in ("name", "label", "title", "message") if key in before)
    assert saved(admin, draft, place, **{key: "改过的"}) == before | {key: "改过的"}


def test_the_trial_computes_what_is_typed(admin: Client, draft: FrameworkDraft) -> None:
    typed = sent(
        draft, STAFF, scoring__limit="90%", trial__fields__staff_on_post="100", trial__fields__authorised_posts="100"
    )
    typed["points"] = "4"
    fragment = Page(admin.post(address(draft, STAFF, "workshop-trial"), typed, headers={"HX-Request": "true"}))
    assert fragment.words("trial-points") == "0.00"
    assert "100÷100" in fragment.words("trial-trace")
    assert "<polyline" in fragment.text
    assert "hx-swap-oob" not in fragment.text
    whole = Page(admin.post(address(draft, STAFF, "workshop-trial"), typed))
    assert whole.attribute("scoring.limit", "value") == "90%"
    assert whole.words("trial-points") == "0.00"
    assert FrameworkDraft.objects.get().revision == 1


def test_the_trial_says_why_not(admin: Client, draft: FrameworkDraft) -> None:
    typed = sent(draft, STAFF, scoring__limit="一成")
    text = admin.post(address(draft, STAFF, "workshop-trial"), typed).content.decode()
    assert "还不能试算" in text
    assert "没有曲线" in text


def test_groups_are_not_tried(admin: Client, draft: FrameworkDraft) -> None:
    assert 'id="trial"' not in admin.get(address(draft, "indicators[0]")).content.decode()
    assert admin.post(address(draft, "fields[0]", "workshop-trial"), {}).status_code == 404


def test_who_comes_second_is_shown_both_and_loses_nothing(admin: Client, world: World, draft: FrameworkDraft) -> None:
    typed = sent(draft, STAFF, points="6", name="我的名字")
    other_changes(world, draft, STAFF, name="别人的名字")
    response = admin.post(address(draft, STAFF), typed)
    page = Page(response)
    assert response.status_code == 409
    assert "没有保存：系统也改了这一部分" in page.text
    assert "在职人员控制率 → 别人的名字" in page.text
    assert "<td>别人的名字</td><td>我的名字</td>" in page.text
    assert (page.attribute("name", "value"), page.attribute("points", "value")) == ("我的名字", "6")
    again = admin.post(address(draft, STAFF), typed | {"revision": "2", "seen": _seen(page)})
    assert again.status_code == 302
    stored = part_at(FrameworkDraft.objects.get().document, STAFF)
    assert (stored["name"], stored["points"]) == ("我的名字", "6")


def _seen(page: Page) -> str:
    return page.text.partition('name="seen" value="')[2].partition('"')[0]


@pytest.mark.parametrize("name", ["workshop-part", "workshop-trial"])
def test_what_only_asks_about_the_typed_keeps_the_revision_it_stands_on(
    admin: Client, world: World, draft: FrameworkDraft, name: str
) -> None:
    typed = sent(draft, STAFF, name="我的名字", redraw="1")
    other_changes(world, draft, STAFF, name="别人的名字")
    page = Page(admin.post(address(draft, STAFF, name), typed))
    assert 'name="revision" value="1"' in page.text
    assert _seen(page) == typed["seen"]
    del typed["redraw"]
    assert admin.post(address(draft, STAFF), typed).status_code == 409


def test_a_change_elsewhere_is_no_conflict(admin: Client, world: World, draft: FrameworkDraft) -> None:
    typed = sent(draft, STAFF, points="6")
    other_changes(world, draft, "fields[0]", label="别处")
    assert admin.post(address(draft, STAFF), typed).status_code == 302
    stored = FrameworkDraft.objects.get()
    assert (part_at(stored.document, STAFF)["points"], stored.revision) == ("6", 3)


def test_a_part_that_was_moved_meanwhile_is_found_again(admin: Client, world: World, draft: FrameworkDraft) -> None:
    typed = sent(draft, STAFF, points="6")
    move_part(draft_id=draft.pk, place=STAFF, by=1, expected_revision=1, actor=None, now=NOW)
    response = admin.post(address(draft, STAFF), typed)
    moved = "indicators[0].children[1].children[1]"
    assert (response.status_code, response.url) == (302, address(draft, moved))
    stored = part_at(FrameworkDraft.objects.get().document, moved)
    assert (stored["name"], stored["points"]) == ("在职人员控制率", "6")


def test_of_a_part_that_is_gone_what_was_typed_is_kept_to_copy(admin: Client, draft: FrameworkDraft) -> None:
    typed = sent(draft, STAFF, name="抄回去")
    remove_part(draft_id=draft.pk, place=STAFF, expected_revision=1, actor=None, now=NOW)
    response = admin.post(address(draft, STAFF), typed)
    assert response.status_code == 409
    assert "抄回去" in response.content.decode()
    assert "已被删除或改了编码" in response.content.decode()


@pytest.mark.parametrize(
    ("place", "expected", "code"),
    [
        ("indicators", "indicators[4]", "indicator_1"),
        ("indicators[0].children", "indicators[0].children[2]", "indicator_1"),
        ("fields", "fields[35]", "field_1"),
        ("field_groups", "field_groups[2]", "group_1"),
        ("derived", "derived[1]", "derived_1"),
        ("narratives", "narratives[5]", "text_1"),
        ("checks", "checks[4]", "check_1"),
    ],
)
def test_a_part_is_added_and_opened(admin: Client, draft: FrameworkDraft, place: str, expected: str, code: str) -> None:
    response = admin.post(reverse("workshop-add", args=[draft.pk]), {"revision": "1", "place": place})
    assert (response.status_code, response.url) == (302, address(draft, expected))
    assert part_at(FrameworkDraft.objects.get().document, expected)["code"] == code
    assert admin.get(response.url).status_code == 200


@pytest.mark.parametrize("place", ["", "title", "grades", "indicators[0].name", "fields[0].columns", "x[0].children"])
def test_nothing_is_added_where_no_list_of_parts_is(admin: Client, draft: FrameworkDraft, place: str) -> None:
    response = admin.post(reverse("workshop-add", args=[draft.pk]), {"revision": "1", "place": place})
    assert response.status_code == 404
    assert FrameworkDraft.objects.get().revision == 1


def test_adding_below_what_is_gone_is_refused(admin: Client, draft: FrameworkDraft) -> None:
    sent_here = {"revision": "1", "place": "indicators[9].children"}
    response = admin.post(reverse("workshop-add", args=[draft.pk]), sent_here)
    assert (response.status_code, FrameworkDraft.objects.get().revision) == (409, 1)


def test_codes_of_new_parts_are_free(admin: Client, world: World) -> None:
    draft = create_blank_draft(slug="x", version="1", title="表", actor=None, now=NOW)
    add_part(draft_id=draft.pk, place="fields", part={"code": "field_2"}, expected_revision=1, actor=None, now=NOW)
    for revision in ("2", "3"):
        admin.post(reverse("workshop-add", args=[draft.pk]), {"revision": revision, "place": "fields"})
    fields = FrameworkDraft.objects.get().document["fields"]
    assert [each["code"] for each in fields] == ["field_2", "field_1", "field_3"]
    assert fields[1]["group"] == "budget"


def test_a_bare_node_can_have_children_or_a_rule(admin: Client, world: World) -> None:
    draft = create_blank_draft(slug="x", version="1", title="表", actor=None, now=NOW)
    admin.post(reverse("workshop-add", args=[draft.pk]), {"revision": "1", "place": "indicators"})
    text = admin.get(address(draft, "indicators[0]")).content.decode()
    assert "添加下级指标" in text
    admin.post(reverse("workshop-add", args=[draft.pk]), {"revision": "2", "place": "indicators[0].children"})
    above = admin.get(address(draft, "indicators[0]")).content.decode()
    assert "分值是下级指标之和" in above
    assert "新的指标" in above


@pytest.mark.parametrize(
    ("to", "expected"), [("up", "indicators[0].children[0]"), ("down", "indicators[0].children[1]")]
)
def test_a_part_is_moved(admin: Client, draft: FrameworkDraft, to: str, expected: str) -> None:
    place = "indicators[0].children[1]"
    response = admin.post(address(draft, place, "workshop-move"), {"revision": "1", "to": to})
    assert (response.status_code, response.url) == (302, address(draft, expected))


def test_a_part_is_taken_away_after_asking(admin: Client, draft: FrameworkDraft) -> None:
    place = "indicators[0].children[1]"
    asked = admin.get(address(draft, place, "workshop-remove")).content.decode()
    assert "删除“预算配置”？" in asked
    assert "下面的 3 项" in asked
    response = admin.post(address(draft, place, "workshop-remove"), {"revision": "1"})
    assert (response.status_code, response.url) == (302, reverse("workshop-draft", args=[draft.pk]))
    assert len(FrameworkDraft.objects.get().document["indicators"][0]["children"]) == 1


@pytest.mark.parametrize("name", ["workshop-move", "workshop-remove"])
def test_an_old_page_moves_and_removes_nothing(admin: Client, draft: FrameworkDraft, name: str) -> None:
    response = admin.post(address(draft, STAFF, name), {"revision": "9", "to": "up"})
    assert response.status_code == 409
    assert FrameworkDraft.objects.get().revision == 1


def test_nothing_is_added_on_an_old_page(admin: Client, draft: FrameworkDraft) -> None:
    response = admin.post(reverse("workshop-add", args=[draft.pk]), {"revision": "9", "place": "fields"})
    assert (response.status_code, FrameworkDraft.objects.get().revision) == (409, 1)


def test_the_head_is_not_removed(admin: Client, draft: FrameworkDraft) -> None:
    assert admin.get(address(draft, "", "workshop-remove")).status_code == 404
    assert admin.post(address(draft, "", "workshop-remove"), {"revision": "1"}).status_code == 404
