"""Rows A02, A04 and A13 over every address the product has: a new page is under them without being named here."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from selfeval.domain.workflow import State
from selfeval.models import Event, EvidenceFile, Filing, User
from tests.evidence import attach
from tests.factories import World, bring_to

# What anybody may read: signing in, whether the server lives, and what was published.
OPEN_TO_ALL = ("login/", "healthz", "public/", "verify/")
NOWHERE = UUID(int=0)
EXAMPLES = {
    "UUIDConverter": NOWHERE,
    "IntConverter": 1,
    "SlugConverter": "budget",
    "StringConverter": "x",
    "PathConverter": "x",
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """All addresses of the product's own; Django's admin pages are tested in tests/test_admin.py."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield each
        elif str(each.pattern) != "admin/":
            yield from patterns(each)


def example(pattern: URLPattern) -> str:
    """An address of `pattern` with ids of nothing."""
    kinds = pattern.pattern.converters.items()
    return reverse(pattern.name, kwargs={name: EXAMPLES[type(kind).__name__] for name, kind in kinds})


OURS = tuple(patterns(get_resolver()))
BEHIND_LOGIN = tuple(each for each in OURS if not str(each.pattern).startswith(OPEN_TO_ALL))


def test_the_walk_finds_the_addresses() -> None:
    assert len(OURS) > 100
    assert all(each.name for each in OURS)


@pytest.mark.django_db
def test_a02_signed_out_every_address_leads_to_the_login() -> None:
    client = Client()
    for pattern in BEHIND_LOGIN:
        for method in (client.get, client.post):
            response = method(example(pattern))
            assert (response.status_code, response.headers.get("Location", "")[:7]) == (302, "/login/"), pattern


# Looks at a file that anybody may send, at nobody's cookie, and writes nothing: 422 for the empty form sent here.
OPEN_TO_ALL = {"verify": 422}


@pytest.mark.django_db
def test_a13_no_post_without_its_token_reaches_any_view(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)
    before = (list(Filing.objects.values()), list(User.objects.order_by("pk").values()))
    # No token, a wrong one, and a page of another site, in turn.
    ways: tuple[dict[str, str], ...] = ({}, {"X-CSRFToken": "wrong"}, {"Origin": "https://elsewhere.example"})
    for number, pattern in enumerate(OURS):
        address = example(pattern).replace(str(NOWHERE), str(filing.public_id), 1)
        response = client.post(address, headers=ways[number % 3])
        assert response.status_code == OPEN_TO_ALL.get(str(pattern.name), 403), (pattern, ways[number % 3])
    assert (list(Filing.objects.values()), list(User.objects.order_by("pk").values())) == before


@pytest.mark.django_db
def test_a04_an_id_of_another_unit_below_ones_own_filing_is_not_there(world: World) -> None:
    """Everything kept below a filing: evidence, scans, uploaded workbooks, remarks. What exists answers as nothing."""
    own, theirs = bring_to(world, State.FILLING), bring_to(world, State.FILLING, world.other)
    file = attach(theirs, world.other.preparer, "别家的.docx", "process.budget_execution.completion_rate")
    client = Client()
    client.force_login(world.unit.preparer)
    nested = [each for each in OURS if {"file_id", "upload_id", "pin_id"} & each.pattern.converters.keys()]
    assert len(nested) > 8
    for pattern in nested:
        for method in (client.get, client.post):
            answers = [method(_below(pattern, own, kept)) for kept in (file.public_id, uuid4())]
            assert len({(each.status_code, each.content) for each in answers}) == 1, pattern
            # Remarks are a reviewer's to change, whoever's they are (403). Where a file has just been taken away one
            # is told so (409), or sent back to the shelf (302); what is there of another's is answered the same.
            assert answers[0].status_code in {302, 403, 404, 405, 409}, (pattern, method)
            assert "别家的" not in answers[0].content.decode()
    assert EvidenceFile.objects.filter(pk=file.pk, removed_at__isnull=True).exists()
    assert not Event.objects.filter(filing=own, action__startswith="evidence.").exists()


def _below(pattern: URLPattern, filing: Filing, kept: UUID) -> str:
    ids = {"public_id": filing.public_id, "file_id": kept, "upload_id": kept}
    kinds = pattern.pattern.converters.items()
    return reverse(pattern.name, kwargs={name: ids.get(name, EXAMPLES[type(kind).__name__]) for name, kind in kinds})
