"""Row C09: every write of the services begins again where the database gave it up, whoever wrote it."""

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
WHERE = ("selfeval/services", "selfeval/review")
# What opens a transaction and leaves beginning again to its caller, or to its next run, and why.
CALLERS_DO = {
    "kept_files.keeping": "a block of the service that keeps the file",
    "kept_files.keeping_all": "a block of the service that keeps the files",
    "inserting.insert_once": "a savepoint of the service that inserts",
    "rectification._issued": "a savepoint of `issue`",
    "transitions._performed": "`perform` begins again, and then asks whether it was done",
    "events.append_archived": "inside the import of a package",
    "export_runs.expire": "the worker's next round goes on with what is left",
    "text_signatures.store_missing": "a command that goes on with what is left",
}
_OPENERS = {"transaction.atomic", "keeping", "keeping_all"}


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def _opens(function: ast.FunctionDef) -> bool:
    if any(_called(each) == "transaction.atomic" for each in function.decorator_list):
        return True
    entered = [item.context_expr for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items]
    return any(_called(each) in _OPENERS for each in entered)


def unprotected(source: str) -> list[str]:
    """The functions at the top of `source` that open a transaction and are not `retried` outermost."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [
        each.name
        for each in functions
        if _opens(each) and not (each.decorator_list and _called(each.decorator_list[0]) == "retried")
    ]


def test_c09_every_write_begins_again() -> None:
    paths = [path for folder in WHERE for path in sorted((TOP / folder).rglob("*.py"))]
    found = {f"{path.stem}.{name}" for path in paths for name in unprotected(path.read_text(encoding="utf-8"))}
    assert found <= CALLERS_DO.keys(), found - CALLERS_DO.keys()
    assert CALLERS_DO.keys() <= found, "no longer needed"


@pytest.mark.parametrize(
    "source",
    [
        "@transaction.atomic\ndef write(): ...",
        "@transaction.atomic\n@retried\ndef write(): ...",
        "@turn_to_write()\n@transaction.atomic(savepoint=False)\ndef write(): ...",
        "def write():\n    with keeping(Model, file) as columns:\n        pass",
        "def write():\n    with turn_to_write(), transaction.atomic():\n        pass",
    ],
)
def test_c09_a_write_that_does_not_is_found(source: str) -> None:
    assert unprotected(source) == ["write"]
    assert unprotected("@retried\n" + source) == []
