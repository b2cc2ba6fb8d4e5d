"""Row G08 of the security standard: no way of writing goes past the record, and nothing of it is ever removed."""

import ast
from collections.abc import Iterator

from django.conf import settings

_WRITES = {"update", "bulk_update", "create", "bulk_create", "get_or_create", "update_or_create", "delete"}
# What these write is a part of a write that somebody else records, or is nobody's work; each with its reason.
WITHOUT_EVENTS = {
    "review/verdicts.py": "frozen copies and verdicts, within transitions.perform",
    "services/archive_storing.py": "the rows of an archive package, within services.archive_import",
    "services/box_rows.py": "boxes, within services.filings",
    "services/carried_texts.py": "where a text came from, within services.filings",
    "services/file_store.py": "files that wait for their confirmation",
    "services/final_totals.py": "the final score, within transitions.perform and settling",
    "services/inserting.py": "the insertion for services that record it",
    "services/list_plans.py": "claims an upload, within the lists that record it",
    "services/merging.py": "versions of boxes, within services.filings",
    "services/notices.py": "notices of what is recorded",
    "services/presence.py": "who has a page open",
    "services/results.py": "scores and findings that follow from what was saved",
    "services/text_signatures.py": "what copied texts are found by, follows from what was saved",
    "services/uploads.py": "uploads that wait for a day",
}


def _modules(*packages: str) -> Iterator[tuple[str, ast.Module, str]]:
    for path in sorted((settings.BASE_DIR / "selfeval").rglob("*.py")):
        place = path.relative_to(settings.BASE_DIR / "selfeval")
        if place.parts[0] in packages:
            text = path.read_text("utf-8")
            yield place.as_posix(), ast.parse(text), text


def _writes(tree: ast.AST) -> bool:
    """Whether rows are written: through a manager (`X.objects…update(…)`), or by `row.save(…)`."""
    calls = (
        node.func for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    return any((each.attr in _WRITES and _of_manager(each)) or _is_saving(each) for each in calls)


def _of_manager(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            return True
        node = node.func if isinstance(node, ast.Call) else node.value
    return False


def _is_saving(node: ast.Attribute) -> bool:
    # Workbooks and pictures are saved to files; what is saved with `update_fields` or nothing is a row.
    return node.attr == "save" and isinstance(node.value, ast.Name) and node.value.id not in {"storage", "book"}


def test_g08_pages_reads_and_exports_write_nothing_past_the_services() -> None:
    packages = ("web", "queries", "templatetags", "management", "admin.py")
    assert [place for place, tree, _ in _modules(*packages) if _writes(tree)] == []


def test_g08_whatever_writes_records_it() -> None:
    silent = {
        place
        for place, tree, text in _modules("services", "review")
        if _writes(tree) and "events.record" not in text and "record_all(" not in text
    }
    assert silent <= set(WITHOUT_EVENTS), sorted(silent - set(WITHOUT_EVENTS))


def test_g08_nothing_in_the_product_takes_a_trigger_or_an_entry_away() -> None:
    words = ("DROP TRIGGER", "DISABLE TRIGGER", "session_replication_role", "_raw_delete", "Event.objects.all().delete")
    for path in sorted((settings.BASE_DIR / "selfeval").rglob("*.py")):
        text = path.read_text("utf-8")
        assert not [each for each in words if each.lower() in text.lower()], path
    migration = (settings.BASE_DIR / "selfeval" / "migrations" / "0009_record_chain.py").read_text("utf-8")
    assert "reverse_code" not in migration
