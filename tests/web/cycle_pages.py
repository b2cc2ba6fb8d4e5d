"""What tests of the pages of cycles share: a cycle that runs today, and what a page would send."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from selfeval.models import FilingCycle
from tests.factories import World

CODE = "2021"


def running(world: World) -> FilingCycle:
    """The world's cycle as if it were open today; both of its first units take part."""
    now = timezone.now().replace(second=0, microsecond=0)
    FilingCycle.objects.filter(pk=world.cycle.pk).update(
        opens_at=now - timedelta(days=20), deadline=now + timedelta(days=10)
    )
    world.cycle.refresh_from_db()
    world.cycle.units.add(world.unit.department, world.other.department)
    return world.cycle


def text_of(response: Any) -> str:
    return str(response.content.decode())


def boxes(page: str) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        is_off = ('type="checkbox"' in tag or 'type="radio"' in tag) and " checked" not in tag
        if not name or is_off or 'type="search"' in tag or " disabled" in tag:
            continue
        found.setdefault(name, []).append("on" if 'type="checkbox"' in tag and not value else value)
    for name, options in re.findall(r'<select[^>]*name="([\w.]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    found.pop("csrfmiddlewaretoken", None)
    return found


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else ""


def made_draft(administrator: Client) -> FilingCycle:
    administrator.post(reverse("cycle-new"), boxes(text_of(administrator.get(reverse("cycle-new")))))
    return FilingCycle.objects.get(code="2022")
