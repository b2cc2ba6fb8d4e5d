"""Fails a whole run that left an address or a template of the product untouched.

A plug-in of pytest, named in tests/conftest.py. What is exercised is noted while the tests run: an address when its
view is called (by a test client or on a live server), a template when it is rendered, be it a page, what the page
extends, or what it includes. Under pytest-xdist the processes hand over what they saw. Nothing is judged after part of
a run: with -k, -m, a path, or after a failure.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Template
from django.test.signals import template_rendered
from django.urls import URLResolver, get_resolver

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"

# Parts of the address space that are not ours, each with its reason.
OTHERS_ADDRESSES = {
    "admin/": "Django's own pages; what we put into them is tested in tests/test_admin.py",
}
# Addresses and templates of ours that no test can reach, each with its reason. One that is reached after all, or is
# gone, fails the run too.
EXCUSED: dict[str, str] = {}

_SELECTING = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "stepwise", "collectonly")
_HANDED_OVER = "exercised"
_FAULTS = pytest.StashKey[list[str]]()

seen: set[str] = set()


class NoteAddress:
    """Middleware, the last before the view: notes the address whose view is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.resolver_match:
            seen.add(f"/{request.resolver_match.route}")


def note_template(template: Template, **_: Any) -> None:
    """Receives the signal that Django's test environment sends for every template, on every thread."""
    if name := _name_of(template.origin.name):
        seen.add(name)


@cache
def _name_of(origin: str) -> str:
    """`filing/page.html` for a template of the product, nothing for another's. A page renders hundreds of them."""
    path = Path(origin)
    return path.relative_to(TEMPLATES).as_posix() if path.is_relative_to(TEMPLATES) else ""


def expected() -> set[str]:
    """Every address (`/login/`) and every template (`filing/page.html`) of the product."""
    templates = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    return {f"/{route}" for route in _routes(get_resolver())} | templates


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = f"{prefix}{each.pattern}"
        if route in OTHERS_ADDRESSES:
            continue
        if isinstance(each, URLResolver):
            yield from _routes(each, route)
        else:
            yield route


def faults_of(exercised: Iterable[str]) -> list[str]:
    """A sentence for each address or template that was not exercised, and for each excuse that does not hold."""
    reached, wanted = set(exercised), expected()
    missing = [f"没有任何测试用到：{name}" for name in sorted(wanted - reached - set(EXCUSED))]
    gone = [f"豁免的已不存在，请删去：{name}" for name in sorted(set(EXCUSED) - wanted)]
    needless = [f"豁免的已有测试用到，请删去：{name}" for name in sorted(set(EXCUSED) & wanted & reached)]
    return missing + gone + needless


def is_whole(config: pytest.Config) -> bool:
    """Whether everything under `testpaths` was to be run, on the database that browser tests run on."""
    here = config.invocation_params.dir
    asked = {(here / argument).resolve() for argument in config.args}
    whole = {(config.rootpath / path).resolve() for path in config.getini("testpaths")}
    is_selected = any(getattr(config.option, name, None) for name in _SELECTING)
    return asked == whole and not is_selected and settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def pytest_sessionstart() -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.{NoteAddress.__name__}"]
    template_rendered.connect(note_template)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of pytest-xdist is done."""
    seen.update(getattr(node, "workeroutput", {}).get(_HANDED_OVER, ()))


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput[_HANDED_OVER] = sorted(seen)
    elif exitstatus == pytest.ExitCode.OK and is_whole(config):
        config.stash[_FAULTS] = faults_of(seen)
        if config.stash[_FAULTS]:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    faults = config.stash.get(_FAULTS, [])
    if faults:
        terminalreporter.section("有网址或模板没有测试", red=True)
        for fault in faults:
            terminalreporter.line(fault)
