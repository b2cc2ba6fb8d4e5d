"""Events have one writer."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

WRITER = Path("selfeval/services/events.py")


def sources() -> Iterator[Path]:
    for path in sorted((settings.BASE_DIR / "selfeval").rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def makes_events(tree: ast.AST) -> bool:
    """Whether a module calls `Event(...)` or writes through `Event.objects`."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Event")):
                return True
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Attribute(value=ast.Name(id="Event"), attr="objects"),
                    attr="create" | "bulk_create" | "get_or_create" | "update_or_create",
                )
            ):
                return True
    return False


def test_only_one_module_writes_events() -> None:
    writers = [
        path.relative_to(settings.BASE_DIR) for path in sources() if makes_events(ast.parse(path.read_text("utf-8")))
    ]
    assert writers == [WRITER]


def test_no_service_takes_a_request() -> None:
    takers = [
        f"{path.name}:{node.name}"
        for path in sources()
        if path.parent.name in ("services", "review", "queries")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and any(argument.arg == "request" for argument in (*node.args.args, *node.args.kwonlyargs))
    ]
    assert takers == []
