"""Framework files marked unverified become drafts, once."""

import pytest

from selfeval.domain.files import load
from selfeval.models import FrameworkDraft, User
from selfeval.services.errors import NotAllowed
from selfeval.services.framework_drafts import change_part, delete_draft
from selfeval.services.framework_skeletons import keep_skeleton
from tests.factories import NOW, World, framework_text, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def admin(world: World) -> User:
    return world.administrator


def skeleton(text: str = "") -> str:
    return (text or framework_text("mof-2013")).replace("status: sample", "status: unverified", 1)


def test_a_skeleton_is_kept_once(world: World) -> None:
    kept = [keep_skeleton(text=skeleton(), path="mof.yaml", actor=None, now=NOW) for _ in range(2)]
    assert [each.is_new for each in kept] == [True, False]
    draft = FrameworkDraft.objects.get()
    assert (draft.document, draft.updated_by) == (load(skeleton()), None)


def test_a_skeleton_thrown_away_or_worked_on_is_left_alone(admin: User) -> None:
    keep_skeleton(text=skeleton(), path="mof.yaml", actor=None, now=NOW)
    draft = FrameworkDraft.objects.get()
    change_part(draft_id=draft.pk, place="", values={"title": "我的"}, expected_revision=1, actor=admin, now=NOW)
    newer = skeleton().replace("title: 部门", "title: 新的部门", 1)
    assert keep_skeleton(text=newer, path="mof.yaml", actor=None, now=NOW).is_new
    assert sorted(each.document["title"][:2] for each in FrameworkDraft.objects.all()) == ["我的", "新的"]
    for each in FrameworkDraft.objects.all():
        delete_draft(draft_id=each.pk, expected_revision=each.revision, actor=admin, now=NOW)
    assert not keep_skeleton(text=newer, path="mof.yaml", actor=None, now=NOW).is_new
    assert not FrameworkDraft.objects.exists()


def test_newer_content_takes_the_place_of_an_untouched_skeleton() -> None:
    keep_skeleton(text=skeleton(), path="mof.yaml", actor=None, now=NOW)
    newer = skeleton().replace("title: 部门", "title: 新的部门", 1)
    keep_skeleton(text=newer, path="mof.yaml", actor=None, now=NOW)
    assert FrameworkDraft.objects.get().document == load(newer)


def test_administrators_only(world: World) -> None:
    for actor in (world.unit.preparer, world.unit.head, world.reviewer):
        with pytest.raises(NotAllowed):
            keep_skeleton(text=skeleton(), path="x", actor=actor, now=NOW)
    assert not FrameworkDraft.objects.exists()
