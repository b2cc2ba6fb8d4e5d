"""指标体系 is there for administrators; for everybody else it is not there at all."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from selfeval.models import Event, FrameworkDraft, FrameworkVersion
from selfeval.services.framework_drafts import copy_version
from tests.factories import NOW, World
from tests.web.conftest import SignedIn

LEAF = "indicators.0.children.0.children.0"
READ = ("workshop", "workshop-new", "workshop-compare")
OF_VERSION = ("workshop-version", "workshop-copy", "workshop-version-yaml")
OF_DRAFT = ("workshop-draft", "workshop-draft-yaml", "workshop-publish", "workshop-delete")
OF_PART = ("workshop-part", "workshop-remove")
POSTED = ("workshop-import", "workshop-add", "workshop-trial", "workshop-move")


@pytest.fixture
def draft(world: World) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug="next", version="1", title="下一年", actor=world.administrator, now=NOW
    )


def addresses(draft: FrameworkDraft) -> Iterator[tuple[str, bool]]:
    """Every address with whether it is for posting only."""
    for name in READ:
        yield reverse(name), False
    for name in OF_VERSION:
        yield reverse(name, args=["jinzhong-2021", "1"]), False
    for name in OF_DRAFT:
        yield reverse(name, args=[draft.pk]), False
    for name in OF_PART:
        yield reverse(name, args=[draft.pk, LEAF]), False
    yield reverse("workshop-import"), True
    yield reverse("workshop-add", args=[draft.pk]), True
    for name in ("workshop-trial", "workshop-move"):
        yield reverse(name, args=[draft.pk, LEAF]), True


def test_this_module_knows_every_address() -> None:
    known = {*READ, *OF_VERSION, *OF_DRAFT, *OF_PART, *POSTED}
    patterns = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    own = {str(each.name) for each in patterns if str(each.pattern).startswith("frameworks/")}
    # Excel and the dry run are tested beside their views.
    assert {name for name in own if "excel" not in name and "dry-run" not in name} == known


def test_signed_out_everything_leads_to_the_login(draft: FrameworkDraft) -> None:
    for address, _ in addresses(draft):
        for method in ("get", "post"):
            response = getattr(Client(), method)(address)
            assert (response.status_code, response.url.startswith("/login/")) == (302, True), address


def test_for_everybody_else_it_is_not_there(world: World, signed_in: SignedIn, draft: FrameworkDraft) -> None:
    # That they were refused is on record.
    events = Event.objects.filter(is_refused=False)
    count = events.count()
    for person in (world.unit.preparer, world.unit.head, world.reviewer):
        client = signed_in(person)
        nowhere = client.get("/frameworks/nothing/").content
        for address, is_posted in addresses(draft):
            sent = {"revision": 1, "title": "x", "place": "fields", "slug": "x", "version": "1"}
            for response in [client.post(address, sent)] + ([] if is_posted else [client.get(address)]):
                is_read_only = response.status_code == 405
                assert is_read_only or response.status_code == 404, address
                assert is_read_only or response.content == nowhere, address
    assert FrameworkDraft.objects.get().revision == 1
    assert (events.count(), FrameworkVersion.objects.count()) == (count, 1)


def test_administrators_find_the_way_and_others_do_not(world: World, signed_in: SignedIn) -> None:
    assert 'href="/frameworks/"' in signed_in(world.administrator).get("/").content.decode()
    for person in (world.unit.preparer, world.unit.head, world.reviewer):
        assert "/frameworks/" not in signed_in(person).get("/").content.decode()


def test_what_changes_something_is_not_for_reading(world: World, signed_in: SignedIn, draft: FrameworkDraft) -> None:
    client = signed_in(world.administrator)
    for address, is_posted in addresses(draft):
        if is_posted:
            assert client.get(address).status_code == 405, address


def test_a_post_without_its_token_changes_nothing(world: World, draft: FrameworkDraft) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)
    for address, _ in addresses(draft):
        assert client.post(address, {"revision": 1}).status_code in (403, 405), address
    assert FrameworkDraft.objects.get().revision == 1


@pytest.mark.parametrize(
    "place",
    ["x", "indicators", "indicators.99", "title", "indicators.0.name", "fields.x", "indicators.0.children", "0"],
)
def test_a_place_that_is_no_part_is_not_there(
    world: World, signed_in: SignedIn, draft: FrameworkDraft, place: str
) -> None:
    client = signed_in(world.administrator)
    for name in ("workshop-part", "workshop-remove"):
        assert client.get(reverse(name, args=[draft.pk, place])).status_code == 404
    assert client.post(reverse("workshop-trial", args=[draft.pk, place]), {}).status_code == 404
