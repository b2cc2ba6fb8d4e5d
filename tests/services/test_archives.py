"""A package and the filing that is brought back from it are the same, byte by byte; it comes whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from selfeval.domain import archive_files as files
from selfeval.domain.cycle import Stage
from selfeval.domain.files import FileFaults
from selfeval.domain.workflow import Role, State
from selfeval.models import (
    ArchivedDocument,
    Department,
    Event,
    EventAction,
    EvidenceFile,
    Filing,
    FilingCycle,
    FrameworkVersion,
    RectificationItem,
    ReviewPin,
    User,
)
from selfeval.models.evidence import private_storage
from selfeval.queries.record import chain_fault
from selfeval.services import archive_storing
from selfeval.services.archive_import import Brought, import_archives
from selfeval.services.archives import NotArchivable
from selfeval.services.events import append_archived
from selfeval.services.file_store import store_faults
from selfeval.services.frameworks import load_framework
from selfeval.web.presenters.record import record_row
from tests.archived import package_of, rich, small, taken_back
from tests.factories import FIXTURES, NOW, bring_to, make_user, make_world
from tests.fresh import writable
from tests.packages import edited, repacked, unpacked

Bring = Callable[..., Brought]


@pytest.fixture
def bring(db: None, tmp_path: Path) -> Bring:
    """Brings a package, given as bytes."""

    def brought(content: bytes, *, is_trial: bool = False, takes_other_names: bool = False) -> Brought:
        path = tmp_path / "包.zip"
        path.write_bytes(content)
        return import_archives([path], is_trial=is_trial, takes_other_names=takes_other_names, now=timezone.now())[0]

    return brought


@pytest.fixture(autouse=True)
def _made_before(db: None) -> None:
    """Made while the database is empty, whatever the test does then."""
    small()


def stored() -> dict[str, int]:
    """How many rows there are of everything."""
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("selfeval").get_models()}


def kept() -> set[str]:
    """Every file in the storage of uploads."""
    storage = private_storage()
    root = Path(storage.path(""))
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def refusal(bring: Bring, content: bytes, **options: Any) -> str:
    """Why it is not brought; nothing is left of it."""
    rows, paths = stored(), kept()
    with pytest.raises(FileFaults) as caught:
        bring(content, **options)
    assert (stored(), kept()) == (rows, paths)
    return str(caught.value)


def test_a_rich_filing_comes_back_identical_whatever_keys_it_gets_here(bring: Bring) -> None:
    package = rich()
    # Nothing may get the key it had there.
    for number in range(3):
        make_user(f"earlier{number}", Role.REVIEWER, Department.objects.create(code=f"9{number}", name=f"原有{number}"))
    assert bring(package).is_new
    filing = Filing.objects.get()
    assert package_of(filing) == package
    assert chain_fault() is None
    assert filing.submissions.count() == 2
    item, pin = RectificationItem.objects.get(), ReviewPin.objects.order_by("pk").first()
    assert pin is not None
    assert item.source_key.startswith("pin:")
    assert int(item.source_key.removeprefix("pin:")) in ReviewPin.objects.values_list("pk", flat=True)
    held = json.loads(unpacked(package)[files.HEAD])["counts"]
    assert {name for name, count in held.items() if count == 0} == set()
    assert len(filing.narratives.get(code="performance_analysis").text) == 30_000


def test_what_is_made_is_inactive_archived_and_on_record(bring: Bring) -> None:
    package = small()
    outcome = bring(package)
    filing = Filing.objects.get()
    assert "单位 001 综合办" in outcome.made
    assert "账号 head001 head001甲（停用、未授予角色）" in outcome.made
    cycle = FilingCycle.objects.get()
    assert (cycle.stage, list(cycle.units.all())) == (Stage.ARCHIVED.value, [filing.department])
    for user in User.objects.all():
        assert (user.is_active, user.role, user.has_usable_password()) == (False, Role.UNASSIGNED.value, False)
    entries = json.loads(unpacked(package)[files.EVENTS])
    told = list(Event.objects.exclude(origin=None).order_by("sequence"))
    assert [each.origin["record_hash"] for each in told if each.origin] == [each["record_hash"] for each in entries]
    assert [each.actor_full_name for each in told] == [each["actor_full_name"] for each in entries]
    event = Event.objects.get(action=EventAction.ARCHIVE_IMPORTED)
    assert (event.filing, event.actor, event.data["events"]) == (filing, None, len(entries))
    call_command("verify_audit")


def test_the_record_says_where_an_entry_comes_from(bring: Bring) -> None:
    bring(small())
    entry = json.loads(unpacked(small())[files.EVENTS])[0]
    row = record_row(Event.objects.exclude(origin=None).order_by("sequence")[0])
    told = f"原记录 {entry['chain'][:12]}… 第 {entry['sequence']} 条"
    assert ("由归档包导入", told) in row.details
    row_of_form = ArchivedDocument.objects.get(name="form.pdf")
    private_storage().delete(row_of_form.file.name)
    assert f"缺文件：form.pdf（{row_of_form.file.name}）" in [fault.words for fault in store_faults()]


def test_what_was_never_submitted_comes_back_as_it_stood_when_the_year_ended(bring: Bring) -> None:
    packages = []
    with taken_back():
        filing = bring_to(make_world(), State.FILLING)
        FilingCycle.objects.update(stage=Stage.CLOSED.value)
        packages.append(package_of(filing))
    bring(packages[0])
    filing = Filing.objects.get()
    assert (filing.current_state, filing.submissions.count()) == (State.FILLING, 0)
    assert package_of(filing) == packages[0]


def test_entries_of_this_record_are_not_written_as_those_of_another(bring: Bring) -> None:
    bring(small())
    entry = Event(action=EventAction.SIGNED.value, at=NOW)
    with pytest.raises(ValueError, match="is written by `record`"):
        append_archived([entry])


def test_an_origin_that_is_changed_is_found_by_the_record(bring: Bring) -> None:
    bring(small())
    event = Event.objects.exclude(origin=None).order_by("sequence")[0]
    assert event.origin is not None
    with writable("selfeval_event"):
        models.QuerySet(Event).filter(pk=event.pk).update(origin=event.origin | {"sequence": 99})
    fault = chain_fault()
    assert fault is not None
    assert fault.sequence == event.sequence


def test_the_same_package_again_does_nothing(bring: Bring) -> None:
    bring(small())
    rows, paths = stored(), kept()
    assert not bring(small()).is_new
    assert (stored(), kept()) == (rows, paths)


def test_a_trial_leaves_nothing(bring: Bring) -> None:
    rows, paths = stored(), kept()
    outcome = bring(small(), is_trial=True)
    assert outcome.is_new
    assert (stored(), kept()) == (rows, paths)


def test_another_filing_here_is_told_with_what_differs(bring: Bring) -> None:
    bring(small())
    Filing.objects.update(due_reason="延期")
    told = refusal(bring, small())
    assert "包.zip standing.json due_reason：本系统里已有这份填报，但与包里不同：本系统是“延期”" in told


def test_of_several_packages_all_come_or_none(db: None, tmp_path: Path) -> None:
    paths = [tmp_path / "好.zip", tmp_path / "坏.zip", tmp_path / "没有.zip"]
    paths[0].write_bytes(small())
    paths[1].write_bytes(small()[:-5])
    with pytest.raises(FileFaults) as caught:
        import_archives(paths, is_trial=False, takes_other_names=False, now=NOW)
    assert [fault.path for fault in caught.value.faults] == ["坏.zip", str(paths[2])]
    assert not Filing.objects.exists()


def test_where_the_second_of_two_does_not_fit_the_first_is_taken_back(db: None, tmp_path: Path) -> None:
    other = "00000000-0000-4000-8000-000000000000"
    forged = edited(small(), files.STANDING, lambda said: said.update(public_id=other))
    paths = [tmp_path / "一.zip", tmp_path / "二.zip"]
    paths[0].write_bytes(small())
    paths[1].write_bytes(edited(forged, files.HEAD, lambda said: said.update(filing=other)))
    rows, there = stored(), kept()
    with pytest.raises(FileFaults, match=r"二\.zip archive\.json filing.*已有另一份填报"):
        import_archives(paths, is_trial=False, takes_other_names=False, now=NOW)
    assert (stored(), kept()) == (rows, there)


def test_where_storing_fails_no_file_is_left(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("disk full")

    rows, paths = stored(), kept()
    monkeypatch.setattr(archive_storing.events, "append_archived", full)
    with pytest.raises(OSError, match="disk full"):
        bring(small())
    assert (stored(), kept()) == (rows, paths)


def _unit() -> None:
    Department.objects.create(code="001", name="另一家")


def _person() -> None:
    make_user("head001", Role.REVIEWER)
    User.objects.update(full_name="别人")


def _framework() -> FrameworkVersion:
    text = (FIXTURES / "frameworks" / "jinzhong-2021.yaml").read_text(encoding="utf-8")
    path = text.replace("反映", "表现", 1)
    return load_framework(text=path, path="x.yaml", actor=None, now=NOW).version


def _cycle() -> None:
    _cycle_of(2021, requires_sealed_scan=True)


def _cycle_of(year: int, **settings: Any) -> FilingCycle:
    text = (FIXTURES / "frameworks" / "jinzhong-2021.yaml").read_text(encoding="utf-8")
    said = json.loads(unpacked(small())[files.CYCLE])
    return FilingCycle.objects.create(
        code="2021",
        fiscal_year=year,
        title=said["title"],
        framework=load_framework(text=text, path="x.yaml", actor=None, now=NOW).version,
        opens_at=said["opens_at"],
        deadline=said["deadline"],
        **settings,
    )


def _filing() -> None:
    unit = Department.objects.create(code="001", name="综合办")
    Filing.objects.create(cycle=_cycle_of(2021), department=unit, created_at=NOW, updated_at=NOW)


def _two_people() -> None:
    unit = Department.objects.create(code="001", name="综合办")
    make_user("reviewer", Role.PREPARER, unit)


@pytest.mark.parametrize(
    ("there", "words"),
    [
        (_unit, "archive.json unit.name：“综合办”本系统编码 001 的单位叫“另一家”"),
        (_person, "people.json head001：“head001甲”本系统的账号“head001”是“别人”"),
        (_framework, "同一版本的指标体系只能有一种内容"),
        (_cycle, "cycle.json requires_sealed_scan：“false”本系统的批次“2021”是“true”"),
        (lambda: _cycle_of(2020), "cycle.json fiscal_year：“2021”本系统的批次“2021”是“2020”"),
        (_filing, "本系统里这个单位在这个批次已有另一份填报"),
        (_two_people, "填报、签发的人和本单位的人不能审核"),
    ],
    ids=["unit", "person", "framework", "setting", "year", "filing", "own unit"],
)
def test_what_this_installation_has_otherwise_is_told(bring: Bring, there: Callable[[], Any], words: str) -> None:
    there()
    assert words in refusal(bring, small())


def test_other_names_are_taken_where_somebody_says_so(bring: Bring) -> None:
    _unit()
    _person()
    assert bring(small(), takes_other_names=True).is_new
    assert Department.objects.get().name == "另一家"
    assert not bring(small(), takes_other_names=True).is_new


def test_what_reads_well_and_is_not_so_is_found_when_it_is_held_against_the_package(bring: Bring) -> None:
    content = unpacked(small())
    document = json.loads(content[files.RESULT])
    document["total"]["self_score"] = "100.00"
    content[files.RESULT] = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    told = refusal(bring, repacked(content))
    assert "result.json total.self_score：“100.00”导入后与包里不同" in told


def test_documents_stay_as_they_were_issued_and_damaged_ones_are_told(bring: Bring) -> None:
    bring(small())
    row = ArchivedDocument.objects.get(name="form.pdf")
    with private_storage().open(row.file.name, "rb") as content:
        assert content.read() == unpacked(small())["submissions/1/form.pdf"]
    private_storage().delete(row.file.name)
    with pytest.raises(NotArchivable, match=r"第1轮归档的“form.pdf”丢失或损坏"):
        package_of(Filing.objects.get())


def test_damaged_evidence_makes_no_package(bring: Bring) -> None:
    bring(small())
    path = EvidenceFile.objects.get().file.name
    private_storage().delete(path)
    private_storage().save(path, ContentFile(b"other"))
    with pytest.raises(NotArchivable, match=r"“凭证.pdf”在存储里丢失或损坏"):
        package_of(Filing.objects.get())
