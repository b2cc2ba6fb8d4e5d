"""What this installation already has and an archive package says otherwise: codes, accounts, numbers, whole filings."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from selfeval.domain import archive_files as files
from selfeval.domain.archive_package import Package
from selfeval.domain.files import Fault
from selfeval.domain.verification import canonical_json
from selfeval.models import Department, Filing, FilingCycle, FrameworkVersion, RectificationItem, SpotCheck, User
from selfeval.models.evidence import KeptFile
from selfeval.queries import archive_kinds as kinds
from selfeval.queries.archive_rows import Named, rows_of
from selfeval.services.archive_reading import ArchiveRows

_SAME_CODE: Final = "同一编码应是同一个；确是改了名的，加 --accept-names 再导入"
_MOST_TOLD: Final = 60


def meeting_faults(package: Package, rows: ArchiveRows, *, takes_other_names: bool) -> list[Fault]:
    """Why `package` cannot be brought into this installation as it is. Stores nothing."""
    faults = [*_framework_faults(package), *_cycle_faults(package, rows, takes_other_names)]
    if not takes_other_names:
        faults += [*_unit_faults(package), *_people_faults(package)]
    return [*faults, *_filing_faults(package, rows), *_draw_faults(rows)]


def differences(
    here: Mapping[str, bytes], there: Mapping[str, bytes], words: str, *, left_out: frozenset[str] = frozenset()
) -> Iterator[Fault]:
    """Files that are not the same `here` and in the package (`there`), each with the first place that differs."""
    for name in sorted({*here, *there} - left_out):
        if name not in here or name not in there:
            yield Fault(path=name, found="", expected=f"{words}{'没有' if name not in here else '多出'}这个文件")
        elif here[name] != there[name]:
            place, mine, theirs = _first_difference(json.loads(here[name]), json.loads(there[name]), "")
            yield Fault(path=f"{name} {place}".strip(), found=_told(theirs), expected=f"{words}是“{_told(mine)}”")


def under_names_of(package: Package, texts: Mapping[str, bytes]) -> dict[str, bytes]:
    """`texts` of this installation with the names that the package has for the same unit, cycle and people."""
    said = package.documents
    head, cycle, filing, people = (
        json.loads(texts[name]) for name in (files.HEAD, files.CYCLE, files.FILING, files.PEOPLE)
    )
    head["unit"]["name"], head["cycle"]["title"] = said[files.HEAD]["unit"]["name"], said[files.CYCLE]["title"]
    cycle["title"], filing["department"]["name"] = said[files.CYCLE]["title"], said[files.HEAD]["unit"]["name"]
    people = {username: said[files.PEOPLE].get(username, person) for username, person in people.items()}
    printed = {files.HEAD: head, files.CYCLE: cycle, files.PEOPLE: people}
    return {
        **texts,
        **{name: files.json_text(document) for name, document in printed.items()},
        files.FILING: canonical_json(filing).encode(),
    }


def _first_difference(here: Any, there: Any, path: str) -> tuple[str, Any, Any]:
    if isinstance(here, dict) and isinstance(there, dict):
        for key in sorted({*here, *there}):
            if here.get(key) != there.get(key) or (key in here) != (key in there):
                return _first_difference(here.get(key), there.get(key), f"{path}.{key}" if path else key)
    if isinstance(here, list) and isinstance(there, list):
        for place, (mine, theirs) in enumerate(zip(here, there, strict=False)):
            if mine != theirs:
                return _first_difference(mine, theirs, f"{path}[{place}]")
        if len(here) != len(there):
            return f"{path}（条数）", len(here), len(there)
    return path, here, there


def _told(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MOST_TOLD else f"{text[:_MOST_TOLD]}…"


def _framework_faults(package: Package) -> Iterator[Fault]:
    said = package.documents[files.HEAD]["framework"]
    known = FrameworkVersion.objects.filter(slug=said["slug"], version=said["version"]).first()
    if known is not None and known.sha256 != said["sha256"]:
        words = f"本系统已有 {known}，内容不同（哈希 {known.sha256[:12]}…）：同一版本的指标体系只能有一种内容"
        yield Fault(path=files.FRAMEWORK, found=f"{said['sha256'][:12]}…", expected=words)


def _cycle_faults(package: Package, rows: ArchiveRows, takes_other_names: bool) -> Iterator[Fault]:
    known = FilingCycle.objects.filter(code=rows.cycle.row.code).select_related("framework").first()
    if known is None:
        return
    mine, theirs = rows_of(kinds.CYCLE_ROW, [known], Named())[0], package.documents[files.CYCLE]
    for name in kinds.CYCLE_ROW.columns:
        if mine[name] != theirs[name] and not (takes_other_names and name == "title"):
            words = (
                f"本系统的批次“{known.code}”是“{_told(mine[name])}”：{_SAME_CODE if name == 'title' else '设置应相同'}"
            )
            yield Fault(path=f"{files.CYCLE} {name}", found=_told(theirs[name]), expected=words)
    said = package.documents[files.HEAD]["framework"]
    if (known.framework.slug, known.framework.version) != (said["slug"], said["version"]):
        words = f"本系统的批次“{known.code}”用的是 {known.framework}"
        yield Fault(path=f"{files.HEAD} framework", found=f"{said['slug']}@{said['version']}", expected=words)


def _unit_faults(package: Package) -> Iterator[Fault]:
    unit = package.documents[files.HEAD]["unit"]
    known = Department.objects.filter(code=unit["code"]).first()
    if known is not None and known.name != unit["name"]:
        words = f"本系统编码 {known.code} 的单位叫“{known.name}”：{_SAME_CODE}"
        yield Fault(path=f"{files.HEAD} unit.name", found=unit["name"], expected=words)


def _people_faults(package: Package) -> Iterator[Fault]:
    said = package.documents[files.PEOPLE]
    for known in User.objects.filter(username__in=said).order_by("username"):
        name = said[known.username]["full_name"]
        if known.full_name != name:
            words = f"本系统的账号“{known.username}”是“{known.full_name}”：{_SAME_CODE}"
            yield Fault(path=f"{files.PEOPLE} {known.username}", found=name, expected=words)


def _filing_faults(package: Package, rows: ArchiveRows) -> Iterator[Fault]:
    """Another filing stands where this one belongs, or something of another filing has a number of this one."""
    public_id = rows.filing.row.public_id
    unit = package.documents[files.HEAD]["unit"]
    others = Filing.objects.exclude(public_id=public_id)
    other = others.filter(cycle__code=rows.cycle.row.code, department__code=unit["code"]).first()
    if other is not None:
        words = f"本系统里这个单位在这个批次已有另一份填报（编号 {other.public_id}）"
        yield Fault(path=f"{files.HEAD} filing", found=str(public_id), expected=words)
    if Filing.objects.filter(public_id=public_id).exists():
        return
    for node in rows.nodes:
        model = node.kind.model
        has_number = issubclass(model, KeptFile) or model is RectificationItem
        if has_number and model._default_manager.filter(public_id=node.row.public_id).exists():
            words = "这个编号在本系统里属于另一份填报"
            yield Fault(path=f"{model._meta.verbose_name} public_id", found=str(node.row.public_id), expected=words)


def _draw_faults(rows: ArchiveRows) -> Iterator[Fault]:
    for node in rows.draws:
        known = SpotCheck.objects.filter(public_id=node.row.public_id).select_related("drawn_by", "cycle").first()
        if known is None:
            continue
        for name in kinds.DRAW_ROW.columns:
            mine, theirs = getattr(known, name), getattr(node.row, name)
            is_same = mine.username == theirs.username if isinstance(mine, User) else mine == theirs
            if not is_same:
                words = f"本系统已有这次抽查“{known.title}”，这一项不同：“{_told(str(mine))}”"
                yield Fault(path=f"{files.SPOT_CHECKS} draw.{name}", found=_told(str(theirs)), expected=words)
        if known.cycle.code != rows.cycle.row.code:
            words = f"本系统里这次抽查属于批次“{known.cycle.code}”"
            yield Fault(path=f"{files.SPOT_CHECKS} draw", found=rows.cycle.row.code, expected=words)
