"""Row G08: rows are changed past their events nowhere: `.update(` and `bulk_update` stand in services that tell of it.

Signals do not see such writes, and Django's own log does not either. Every function that makes one is listed here with
the reason it may; a new one is found, and asks for its event.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
_TOLD = "the event is recorded in the same transaction by it or by who calls it"
_WORK = "progress of background work, which is told when it is asked for and when it ends"
_OWN = "what somebody has read or been sent, which changes nothing of a filing"
_COUNT = "counts derived from what is stored, of no meaning without it"
MAY = {
    "review.transitions.mark_opened": _TOLD,
    "review.transitions._move": _TOLD,
    "review.verdicts._send_pins": _TOLD,
    "services.bureau_filling._changed": _TOLD,
    "services.disclosures.keep_draft": "a draft that counts for nothing until it is sent, which is told whole",
    "services.export_batches.cancel_batch": _TOLD,
    "services.export_runs.take": _WORK,
    "services.export_runs.lay_out": _WORK,
    "services.export_runs.begin": _WORK,
    "services.export_runs.note_items": _WORK,
    "services.export_runs.beat": _WORK,
    "services.export_runs.release": _WORK,
    "services.export_runs.finish": _TOLD,
    "services.export_runs.fail": _TOLD,
    "services.export_runs.take_up_lapsed": _WORK,
    "services.export_runs.expire": _WORK,
    "services.extending.extend_filings": _TOLD,
    "services.file_store._delete_row": "bytes of what was removed long ago, which was told when it was removed",
    "services.filings._write": _TOLD,
    "services.framework_drafts._write": _TOLD,
    "services.handing_over.hand_over_review": _TOLD,
    "services.notices.mark_read": _OWN,
    "services.notices.mark_all_read": _OWN,
    "services.notices._mail": _OWN,
    "services.opening_figures._fill": _TOLD,
    "services.people.hand_over": _TOLD,
    "services.people._move_assignments": _TOLD,
    "services.pins.change_pin": _TOLD,
    "services.pins.answer_pin": _TOLD,
    "services.pins._count_phrases": _COUNT,
    "services.queued_tasks.take_up_lost": _WORK,
    "services.results.store_results": _COUNT,
    "services.spot_check_draws._written": _TOLD,
    "services.stepping.moved": _TOLD,
    "services.units.assign_office": _TOLD,
    "services.user_list._store": _TOLD,
    "services.waivers.end_waiver": _TOLD,
}


def updating(source: str) -> Iterator[str]:
    """The functions of `source` that update rows of a database: by names of columns, which dictionaries do not have."""
    if "update(" not in source:
        return
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        named = [(each, each.func.attr) for each in calls if isinstance(each.func, ast.Attribute)]
        if any(name == "bulk_update" or (name == "update" and each.keywords and not each.args) for each, name in named):
            yield function.name


def test_g08_rows_are_updated_by_services_that_tell_of_it() -> None:
    found = set()
    for path in sorted((TOP / "selfeval").rglob("*.py")):
        if "migrations" not in path.parts:
            module = ".".join(path.relative_to(TOP / "selfeval").with_suffix("").parts)
            found |= {f"{module}.{name}" for name in updating(path.read_text(encoding="utf-8"))}
    assert found - MAY.keys() == set(), "a write without an event?"
    assert MAY.keys() - found == set(), "no longer needed"
    assert all(name.startswith(("services.", "review.")) for name in MAY)


@pytest.mark.parametrize(
    "line",
    [
        "rows.update(state='x')",
        "Filing.objects.filter(pk=1).update(**columns)",
        "User.objects.bulk_update(rows, ['a'])",
    ],
)
def test_g08_an_update_is_found(line: str) -> None:
    assert list(updating(f"def write():\n    {line}")) == ["write"]


def test_g08_dictionaries_and_hashes_are_none() -> None:
    assert list(updating("def write():\n    found.update(content)\n    told.update({'a': 1})")) == []
