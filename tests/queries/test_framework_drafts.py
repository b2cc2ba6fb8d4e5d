"""Frameworks as administrators find them; nobody else finds any."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from selfeval.models import FrameworkDraft
from selfeval.queries.framework_documents import document_of
from selfeval.queries.framework_drafts import (
    draft_events,
    drafts,
    framework_named,
    makers_of,
    published_versions,
)
from selfeval.services.framework_drafts import change_part, copy_version, publish_draft
from tests.factories import NOW, World, make_framework, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def copied(world: World, slug: str) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug=slug, version="1", title=f"表 {slug}", actor=world.administrator, now=NOW
    )


def test_nobody_else_finds_any(world: World) -> None:
    draft = copied(world, "next")
    for user in (AnonymousUser(), world.reviewer, world.unit.head, world.unit.preparer):
        assert not drafts(user=user).exists()
        assert not published_versions(user=user).exists()
        assert framework_named(user=user, name=f"draft-{draft.pk}") is None
        assert framework_named(user=user, name="jinzhong-2021@1") is None
    world.administrator.is_active = False
    assert not drafts(user=world.administrator).exists()


def test_versions_come_with_their_counts(world: World) -> None:
    make_framework("mof-2013")
    found = {each.slug: each for each in published_versions(user=world.administrator)}
    jinzhong = found["jinzhong-2021"]
    assert (jinzhong.leaf_count, jinzhong.field_count, jinzhong.cycle_count) == (26, 35, 1)
    assert found["mof-2013"].cycle_count == 0


def test_search_is_by_title_and_slug(world: World) -> None:
    copied(world, "next-2022")
    copied(world, "other")
    assert [str(each) for each in drafts(user=world.administrator, search="2022")] == ["next-2022@1"]
    assert [str(each) for each in drafts(user=world.administrator, search="表 other")] == ["other@1"]
    assert published_versions(user=world.administrator, search="jinzhong").count() == 1
    assert not published_versions(user=world.administrator, search="没有").exists()


def test_who_published_it_is_known(world: World) -> None:
    draft = copied(world, "next")
    version = publish_draft(draft_id=draft.pk, expected_revision=1, actor=world.administrator, now=NOW)
    assert makers_of([world.framework, version]) == {
        "jinzhong-2021@1": "系统",
        "next@1": world.administrator.full_name,
    }


def test_the_writes_after_a_revision(world: World) -> None:
    draft, other = copied(world, "next"), copied(world, "other")
    for revision, title in enumerate(("一", "二"), 1):
        for each in (draft, other):
            change_part(
                draft_id=each.pk,
                place="",
                values={"title": title},
                expected_revision=revision,
                actor=world.administrator,
                now=NOW,
            )
    assert [event.data["revision"] for event in draft_events(draft=draft)] == [1, 2, 3]
    (last,) = draft_events(draft=draft, after_revision=2)
    assert last.data["changes"] == [{"key": "title", "old": "一", "new": "二"}]


def test_what_a_name_means(world: World) -> None:
    draft = copied(world, "next")
    user = world.administrator
    assert framework_named(user=user, name=f"draft-{draft.pk}") == (draft, draft.document)
    assert framework_named(user=user, name="jinzhong-2021@1") == (world.framework, document_of(world.framework))
    for name in ("", "jinzhong-2021", "jinzhong-2021@9", "draft-", "draft-x", "draft-99999999999999999999", "draft-0"):
        assert framework_named(user=user, name=name) is None


def test_lists_cost_the_same_with_one_and_with_three(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def cost() -> int:
        with django_assert_max_num_queries(10) as captured:
            assert isinstance(captured, CaptureQueriesContext)
            for draft in drafts(user=world.administrator):
                assert draft.editor_name
                assert draft.based_on
            versions = list(published_versions(user=world.administrator))
            assert makers_of(versions)
        return len(captured)

    copied(world, "one")
    before = cost()
    copied(world, "two")
    three = copied(world, "three")
    publish_draft(draft_id=three.pk, expected_revision=1, actor=world.administrator, now=NOW)
    copied(world, "four")
    assert cost() == before
