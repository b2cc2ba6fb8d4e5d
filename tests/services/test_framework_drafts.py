"""Drafts of frameworks: every write on the revision it was made from, one event each, nothing published by mistake."""

from typing import Any

import pytest

from selfeval.domain.document_places import NoSuchPlace
from selfeval.domain.files import FileFaults
from selfeval.models import Event, EventAction, FrameworkDraft, FrameworkVersion, User
from selfeval.queries.framework_documents import document_of
from selfeval.services.errors import AlreadyThere, NotAllowed, NotVerified, StaleDraft
from selfeval.services.framework_drafts import (
    add_part,
    change_part,
    copy_version,
    create_blank_draft,
    create_draft,
    delete_draft,
    import_draft,
    move_part,
    publish_draft,
    remove_part,
    replace_document,
)
from tests.factories import NOW, World, make_framework

pytestmark = pytest.mark.django_db

LEAF = "indicators[0].children[0].children[0]"


@pytest.fixture
def admin(world: World) -> User:
    return world.administrator


@pytest.fixture
def draft(world: World, admin: User) -> FrameworkDraft:
    return copy_version(source=world.framework, slug="jinzhong-2022", version="1", title="新表", actor=admin, now=NOW)


def last_event() -> Event:
    event = Event.objects.order_by("-pk").first()
    assert event is not None
    return event


def test_a_copy_is_the_published_document_under_another_name(world: World, draft: FrameworkDraft) -> None:
    named = {"slug": "jinzhong-2022", "version": "1", "title": "新表"}
    assert draft.document == document_of(world.framework) | named
    assert (draft.revision, draft.based_on, str(draft)) == (1, world.framework, "jinzhong-2022@1")
    event = last_event()
    assert (event.action, event.actor) == (EventAction.DRAFT_CREATED, world.administrator)
    assert event.data["origin"] == "复制自 jinzhong-2021@1"


def test_nothing_is_made_under_a_published_name(world: World, admin: User) -> None:
    taken: dict[str, Any] = {"slug": "jinzhong-2021", "version": "1", "title": "表", "actor": admin, "now": NOW}
    with pytest.raises(AlreadyThere, match="jinzhong-2021@1 已经发布"):
        copy_version(source=world.framework, **taken)
    with pytest.raises(AlreadyThere):
        create_blank_draft(**taken)
    assert not FrameworkDraft.objects.exists()


def test_a_blank_draft_has_a_head_and_cannot_be_published_yet(admin: User) -> None:
    draft = create_blank_draft(slug="new-2022", version="1", title="新表", actor=admin, now=NOW)
    assert draft.document["indicators"] == []
    with pytest.raises(FileFaults) as refused:
        publish_draft(draft_id=draft.pk, expected_revision=1, actor=admin, now=NOW)
    assert [fault.path for fault in refused.value.faults if fault.path == "indicators"]


def test_a_faulty_file_can_be_a_draft_and_what_is_no_yaml_cannot(admin: User) -> None:
    draft = import_draft(text="format: x\nslug: A B\n", path="a.yaml", actor=admin, now=NOW)
    assert draft.document == {"format": "x", "slug": "A B"}
    no_parts = ("fields: [x]", "indicators: [{code: a, children: [1]}]")
    for text in ("a: [1", "", "- 1", "一段文字", "a: &x 1\nb: *x\n", *no_parts):
        with pytest.raises(FileFaults):
            import_draft(text=text, path="b.yaml", actor=admin, now=NOW)
    assert FrameworkDraft.objects.count() == 1


def test_changing_a_part_writes_once_and_records_old_and_new(admin: User, draft: FrameworkDraft) -> None:
    before = Event.objects.count()
    changed = change_part(
        draft_id=draft.pk,
        place=LEAF,
        values={"points": "4", "standard": None, "name": "绩效目标合理性"},
        expected_revision=1,
        actor=admin,
        now=NOW,
    ).draft
    leaf = changed.document["indicators"][0]["children"][0]["children"][0]
    assert (leaf["points"], "standard" in leaf, changed.revision) == ("4", False, 2)
    event = last_event()
    assert Event.objects.count() == before + 1
    assert event.data["subject"] == "input.target_setting.target_reasonableness"
    assert [(each["key"], each["old"], each["new"]) for each in event.data["changes"]] == [
        ("points", "3", "4"),
        ("standard", draft.document["indicators"][0]["children"][0]["children"][0]["standard"], None),
    ]


def test_a_save_that_changes_nothing_writes_nothing(admin: User, draft: FrameworkDraft) -> None:
    before = Event.objects.count()
    same = change_part(
        draft_id=draft.pk, place=LEAF, values={"points": "3"}, expected_revision=1, actor=admin, now=NOW
    ).draft
    assert (same.revision, Event.objects.count()) == (1, before)


def test_a_part_is_added_moved_and_taken_away(admin: User, draft: FrameworkDraft) -> None:
    common: dict[str, Any] = {"draft_id": draft.pk, "actor": admin, "now": NOW}
    children = "indicators[0].children[0].children"
    added = add_part(place=children, part={"code": "new", "name": "新"}, expected_revision=1, **common)
    assert added.place == f"{children}[2]"
    moved = move_part(place=added.place, by=-1, expected_revision=2, **common)
    assert moved.place == f"{children}[1]"
    assert [each["code"] for each in moved.draft.document["indicators"][0]["children"][0]["children"]] == [
        "target_reasonableness",
        "new",
        "indicator_clarity",
    ]
    left = remove_part(place=moved.place, expected_revision=3, **common)
    assert left.document == draft.document
    assert left.revision == 4
    done = list(Event.objects.filter(action=EventAction.DRAFT_CHANGED).order_by("pk").values_list("data__done"))
    assert done == [("added",), ("moved",), ("removed",)]


def test_moving_what_is_first_already_writes_nothing(admin: User, draft: FrameworkDraft) -> None:
    same = move_part(draft_id=draft.pk, place=LEAF, by=-1, expected_revision=1, actor=admin, now=NOW)
    assert (same.place, same.draft.revision) == (LEAF, 1)


@pytest.mark.parametrize("place", ["indicators[9]", "nothing", "indicators[0].children[7]"])
def test_what_is_not_there_is_not_changed(admin: User, draft: FrameworkDraft, place: str) -> None:
    with pytest.raises(NoSuchPlace):
        change_part(draft_id=draft.pk, place=place, values={"name": "x"}, expected_revision=1, actor=admin, now=NOW)
    assert FrameworkDraft.objects.get().revision == 1


def test_every_write_on_an_old_revision_is_refused(admin: User, draft: FrameworkDraft) -> None:
    common: dict[str, Any] = {"draft_id": draft.pk, "expected_revision": 1, "actor": admin, "now": NOW}
    change_part(place="", values={"title": "改过"}, **common)
    writes: list[Any] = [
        lambda: change_part(place="", values={"title": "又改"}, **common),
        lambda: add_part(place="fields", part={"code": "x"}, **common),
        lambda: move_part(place="fields[0]", by=1, **common),
        lambda: remove_part(place="fields[0]", **common),
        lambda: replace_document(document={}, origin="导入", **common),
        lambda: delete_draft(**common),
        lambda: publish_draft(**common),
    ]
    for write in writes:
        with pytest.raises(StaleDraft) as stale:
            write()
        assert (stale.value.saved_by, stale.value.current_version) == (admin.full_name, 2)
    stored = FrameworkDraft.objects.get()
    assert (stored.revision, stored.document["title"]) == (2, "改过")


def test_a_whole_document_is_replaced(admin: User, draft: FrameworkDraft) -> None:
    replaced = replace_document(
        draft_id=draft.pk, document={"slug": "x"}, origin="导入", expected_revision=1, actor=admin, now=NOW
    )
    assert (replaced.document, replaced.revision) == ({"slug": "x"}, 2)


def test_a_deleted_draft_is_gone_and_its_events_stay(admin: User, draft: FrameworkDraft) -> None:
    delete_draft(draft_id=draft.pk, expected_revision=1, actor=admin, now=NOW)
    assert not FrameworkDraft.objects.exists()
    assert last_event().action == EventAction.DRAFT_DELETED


def test_publishing_stores_what_the_draft_says_and_ends_the_draft(admin: User, draft: FrameworkDraft) -> None:
    before = Event.objects.count()
    version = publish_draft(draft_id=draft.pk, expected_revision=1, actor=admin, now=NOW)
    assert str(version) == "jinzhong-2022@1"
    assert document_of(version) == draft.document
    assert not FrameworkDraft.objects.exists()
    event = last_event()
    assert Event.objects.count() == before + 1
    assert (event.action, event.content_hash) == (EventAction.FRAMEWORK_PUBLISHED, version.sha256)


def test_a_draft_with_faults_is_not_published(admin: User, draft: FrameworkDraft) -> None:
    change_part(draft_id=draft.pk, place=LEAF, values={"points": "30"}, expected_revision=1, actor=admin, now=NOW)
    with pytest.raises(FileFaults) as refused:
        publish_draft(draft_id=draft.pk, expected_revision=2, actor=admin, now=NOW)
    assert {fault.path for fault in refused.value.faults} == {"total_points", f"{LEAF}.scoring"}
    assert FrameworkVersion.objects.count() == 1
    assert FrameworkDraft.objects.exists()


def test_an_unverified_draft_is_not_published(admin: User, draft: FrameworkDraft) -> None:
    change_part(
        draft_id=draft.pk,
        place="",
        values={"source": {"status": "unverified"}},
        expected_revision=1,
        actor=admin,
        now=NOW,
    )
    with pytest.raises(NotVerified, match="jinzhong-2022@1 的依据标为“待核”，还不能发布"):
        publish_draft(draft_id=draft.pk, expected_revision=2, actor=admin, now=NOW)


def test_what_is_published_is_not_published_again(admin: User, draft: FrameworkDraft) -> None:
    change_part(
        draft_id=draft.pk,
        place="",
        values={"slug": "jinzhong-2021", "title": "部门整体支出绩效自评表"},
        expected_revision=1,
        actor=admin,
        now=NOW,
    )
    with pytest.raises(AlreadyThere, match="jinzhong-2021@1 已经发布"):
        publish_draft(draft_id=draft.pk, expected_revision=2, actor=admin, now=NOW)


def test_administrators_only(world: World, draft: FrameworkDraft) -> None:
    common: dict[str, Any] = {"now": NOW, "expected_revision": 1, "draft_id": draft.pk}
    for actor in (world.unit.preparer, world.unit.head, world.reviewer):
        writes: list[Any] = [
            lambda actor=actor: create_draft(document={}, origin="新建", actor=actor, now=NOW),
            lambda actor=actor: change_part(place="", values={"title": "x"}, actor=actor, **common),
            lambda actor=actor: add_part(place="fields", part={}, actor=actor, **common),
            lambda actor=actor: move_part(place="fields[0]", by=1, actor=actor, **common),
            lambda actor=actor: remove_part(place="fields[0]", actor=actor, **common),
            lambda actor=actor: replace_document(document={}, origin="x", actor=actor, **common),
            lambda actor=actor: delete_draft(actor=actor, **common),
            lambda actor=actor: publish_draft(actor=actor, **common),
        ]
        for write in writes:
            with pytest.raises(NotAllowed):
                write()
    assert FrameworkDraft.objects.get().revision == 1


def test_a_published_framework_stays_when_a_draft_was_made_of_it() -> None:
    version = make_framework()
    draft = copy_version(source=version, slug="x", version="2", title="表", actor=None, now=NOW)
    change_part(draft_id=draft.pk, place="", values={"title": "改"}, expected_revision=1, actor=None, now=NOW)
    assert document_of(FrameworkVersion.objects.get()) == document_of(version)
