"""Publishing frameworks: the domain's reader decides, and what is published stays."""

import pytest

from selfeval.domain.files import FileFaults
from selfeval.domain.verification import content_hash
from selfeval.models import Event, FrameworkIndicator, FrameworkVersion
from selfeval.queries.framework_documents import document_of
from selfeval.services.errors import AlreadyThere, NotAllowed, NotVerified
from selfeval.services.frameworks import load_framework
from tests.factories import NOW, framework_text, make_framework, make_world

pytestmark = pytest.mark.django_db


def test_a_loaded_framework_is_published_and_hashed() -> None:
    loaded = load_framework(text=framework_text(), path="jinzhong-2021.yaml", actor=None, now=NOW)
    version = FrameworkVersion.objects.get()
    assert loaded.is_new
    assert (str(version), version.is_published, version.loaded_at) == ("jinzhong-2021@1", True, NOW)
    assert version.sha256 == content_hash(document_of(version))
    event = Event.objects.get()
    assert (event.action, event.content_hash) == ("framework.loaded", version.sha256)
    assert event.data == {"framework": "jinzhong-2021@1", "path": "jinzhong-2021.yaml"}


def test_loading_the_same_again_changes_nothing() -> None:
    first = make_framework()
    again = load_framework(text=framework_text() + "\n# 只多了一行注释\n", path="x", actor=None, now=NOW)
    assert not again.is_new
    assert again.version == first
    assert (FrameworkVersion.objects.count(), Event.objects.count()) == (1, 1)


def test_what_is_published_cannot_be_published_otherwise() -> None:
    version = make_framework()
    changed = framework_text().replace("name: 预算完成率", "name: 预算执行率")
    assert changed != framework_text()
    with pytest.raises(AlreadyThere, match="jinzhong-2021@1 已经发布，发布后不能再改"):
        load_framework(text=changed, path="x", actor=None, now=NOW)
    assert FrameworkVersion.objects.get().sha256 == version.sha256
    newer = load_framework(text=changed.replace("version: 1", "version: 2", 1), path="x", actor=None, now=NOW)
    assert (newer.is_new, str(newer.version)) == (True, "jinzhong-2021@2")


def test_a_faulty_framework_leaves_nothing_behind() -> None:
    with pytest.raises(FileFaults) as refused:
        load_framework(text=framework_text().replace("points: 3\n", "points: 4\n"), path="x", actor=None, now=NOW)
    assert refused.value.faults
    assert not FrameworkVersion.objects.exists()
    assert not FrameworkIndicator.objects.exists()
    assert not Event.objects.exists()


def test_what_is_not_yet_checked_is_not_published() -> None:
    text = framework_text().replace("status: sample", "status: unverified", 1)
    with pytest.raises(NotVerified, match="jinzhong-2021@1 的依据标为“待核”"):
        load_framework(text=text, path="x", actor=None, now=NOW)
    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize("text", ["", "- 1", "一段文字"])
def test_a_file_that_is_no_framework_is_refused(text: str) -> None:
    with pytest.raises(FileFaults):
        load_framework(text=text, path="x", actor=None, now=NOW)


def test_administrators_only() -> None:
    world = make_world()
    for actor in (world.unit.preparer, world.unit.head, world.reviewer):
        with pytest.raises(NotAllowed):
            load_framework(text=framework_text("mof-2013"), path="x", actor=actor, now=NOW)
    assert load_framework(text=framework_text("mof-2013"), path="x", actor=world.administrator, now=NOW).is_new
