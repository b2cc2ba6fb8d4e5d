"""Row G08: signed archives of the record: whole as written, and of what is otherwise the first entry is named."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from selfeval.domain.archive_files import KEY, SIGNATURE, SUMS, sums_text
from selfeval.domain.record_chain import Anchor, record_hash
from selfeval.domain.record_package import HEAD, entry_of, line_of
from selfeval.models import Event, EventAction
from selfeval.services import events, record_archive, signing
from selfeval.services.record_archive import NotAsSigned, NothingToArchive, archive_record, check_record_archive
from tests.factories import NOW

DAY = date(2022, 3, 1)
Members = dict[str, bytes]


@pytest.fixture(autouse=True)
def ten_entries(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two a day from `DAY` on; a signing key of their own, and parts so short that there are several."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(record_archive, "LINES_A_PART", 4)
    for number in range(10):
        at = NOW + timedelta(days=number // 2)
        events.record(action=EventAction.SECTION_SAVED, actor=None, now=at, data={"turn": number, "words": "甲\n=1+1"})


def package(since: date = DAY, until: date = DAY + timedelta(days=9)) -> bytes:
    out = io.BytesIO()
    archive_record(actor=None, since=since, until=until, target=out, now=NOW + timedelta(days=5))
    return out.getvalue()


def changed(content: bytes, change: Callable[[Members], Any]) -> io.BytesIO:
    """The package written again after `change` of its members."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, one in members.items():
            target.writestr(name, one)
    return out


def edited(part: int, line: int, words: Callable[[str], str]) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        name = f"record-{part:06d}.jsonl"
        lines = members[name].decode().splitlines(keepends=True)
        lines[line] = words(lines[line])
        members[name] = "".join(lines).encode()

    return change


def test_g08_a_package_has_every_entry_and_proves_itself() -> None:
    content = package()
    found = check_record_archive(io.BytesIO(content), key=signing.public_key())
    # The ten, and that they were taken away.
    assert found.head.count == Event.objects.count() == 11
    assert found.fingerprint == signing.fingerprint(signing.public_key())
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        parts = sorted(name for name in opened.namelist() if name.endswith(".jsonl"))
        lines = [line for part in parts for line in opened.read(part).decode().splitlines()]
    assert [len(parts), len(lines)] == [3, 11]
    entry = entry_of(lines[3])
    assert record_hash(entry.columns) == entry.record_hash == Event.objects.get(sequence=4).record_hash
    assert line_of(entry) == lines[3] + "\n"
    taken = Event.objects.get(action=EventAction.RECORD_EXPORTED)
    assert taken.data["chosen"]["file"] == "操作记录归档包"


def test_g08_a_period_is_whole_and_the_next_goes_on_where_it_ends() -> None:
    one = check_record_archive(io.BytesIO(package(DAY, DAY + timedelta(days=1)))).head
    two = check_record_archive(io.BytesIO(package(DAY + timedelta(days=2), DAY + timedelta(days=9)))).head
    assert (one.before.sequence, one.last.sequence) == (0, 4)
    assert two.before == one.last
    with pytest.raises(NothingToArchive, match="没有操作记录"):
        package(DAY - timedelta(days=30), DAY - timedelta(days=20))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (edited(2, 1, lambda line: line.replace('"turn":5', '"turn":6')), "第 6 条有问题：内容与它的哈希"),
        (edited(1, 2, lambda line: ""), "第 3 条有问题：第 3 条不见了"),
        (edited(3, 2, lambda line: ""), "第 11 条有问题：末尾的记录被删去"),
        (edited(1, 0, lambda line: line + line), "第 1 条有问题：序号重复"),
        (edited(1, 1, lambda line: "[]\n"), "第 2 条有问题：这一行不是"),
        (edited(1, 1, lambda line: line.replace(",", ", ", 1)), r"record-000001\.jsonl"),
        (lambda members: members.pop("record-000002.jsonl"), "不是完整的操作记录归档包"),
        (lambda members: members.update({"more.txt": b"x"}), r"more\.txt"),
        (lambda members: members.update({SUMS: members[SUMS] + b"\n"}), "签名不符"),
        (lambda members: members.pop(SIGNATURE), "不是完整的操作记录归档包"),
        (lambda members: members.update({HEAD: b"{}"}), "不完整"),
    ],
    ids=["entry", "gone", "tail", "twice", "no-entry", "spaces", "part", "more", "list", "unsigned", "head"],
)
def test_g08_what_is_otherwise_is_named(change: Callable[[Members], Any], words: str) -> None:
    with pytest.raises(NotAsSigned, match=words):
        check_record_archive(changed(package(), change))


def test_g08_whatever_byte_was_changed_it_is_told_in_words() -> None:
    """Python's zipfile has many words for what is broken; none of them is a fault of ours."""
    content = package()
    for place in range(0, len(content), 11):
        broken = bytearray(content)
        broken[place] ^= 0x55
        with suppress(NotAsSigned):
            check_record_archive(io.BytesIO(broken))


def test_g08_a_line_without_an_end_is_not_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_archive, "_LONGEST", 4_000)
    longest = edited(1, 0, lambda line: line.replace('"turn":0', f'"turn":"{"x" * 9_000}"'))
    with pytest.raises(NotAsSigned, match="第 1 条有问题：这一行不是"):
        check_record_archive(changed(package(), longest))


def rewritten(members: Members) -> None:
    """All entries with other words, hashes and signature anew: as somebody would who has a key of their own."""
    parts = sorted(name for name in members if name.endswith(".jsonl"))
    lines, before = [], ""
    for line in b"".join(members[part] for part in parts).decode().splitlines():
        told = json.loads(line) | {"comment": "改过", "previous_hash": before}
        before = told["record_hash"] = record_hash(told)
        lines.append(json.dumps(told, ensure_ascii=False) + "\n")
    members.update(dict.fromkeys(parts, b"") | {parts[0]: "".join(lines).encode()})
    head = json.loads(members[HEAD])
    head["last"][1] = before
    members[HEAD] = json.dumps(head).encode()
    hashed = {name: one for name, one in members.items() if name not in (SUMS, SIGNATURE, KEY)}
    members[SUMS] = sums_text({name: hashlib.sha256(one).hexdigest() for name, one in hashed.items()}).encode()
    members[SIGNATURE], members[KEY] = signing.sign(members[SUMS]), signing.public_key()


def test_g08_who_writes_it_all_anew_has_another_key(tmp_path: Path, settings: Any) -> None:
    content, ours = package(), signing.public_key()
    kept = Anchor(sequence=7, record_hash=Event.objects.get(sequence=7).record_hash)
    settings.DATA_DIR = tmp_path / "elsewhere"
    forged = changed(content, rewritten)
    assert check_record_archive(forged).fingerprint != signing.fingerprint(ours)
    with pytest.raises(NotAsSigned, match="签名不符"):
        check_record_archive(forged, key=ours)
    with pytest.raises(NotAsSigned, match="第 7 条有问题：与保存在别处的摘要不符"):
        check_record_archive(forged, anchors=[kept])


def test_g08_a_digest_of_the_entry_before_the_first_counts_too() -> None:
    content = package(since=DAY + timedelta(days=1))
    before = Anchor(sequence=2, record_hash=Event.objects.get(sequence=2).record_hash)
    assert check_record_archive(io.BytesIO(content), anchors=[before]).anchors == 1
    with pytest.raises(NotAsSigned, match="第 2 条有问题：与保存在别处的摘要不符：包以前的"):
        check_record_archive(io.BytesIO(content), anchors=[replace(before, record_hash="0" * 64)])


def test_g08_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place, key, digests = tmp_path / "2022.zip", tmp_path / "key.pem", tmp_path / "digests.txt"
    today = timezone.localdate()
    call_command("archive_record", since=DAY, until=today, to=place)
    key.write_bytes(signing.public_key())
    third = Event.objects.get(sequence=3)
    digests.write_text(f"3 {third.record_hash} {timezone.localtime().isoformat()}\n", encoding="utf-8")
    call_command("verify_record_archive", place, key=key, anchor=digests)
    told = capsys.readouterr().out
    assert "第 1 至 11 条，共 11 条，首尾相接，与 1 条摘要相符。" in told
    assert told.count(signing.fingerprint(signing.public_key())) == 2
    digests.write_text(f"99 {third.record_hash}\n", encoding="utf-8")
    with pytest.raises(CommandError, match="没有一条是这个包里的"):
        call_command("verify_record_archive", place, key=key, anchor=digests)
    place.write_bytes(changed(place.read_bytes(), edited(1, 1, lambda line: "")).getvalue())
    with pytest.raises(CommandError, match="第 2 条有问题"):
        call_command("verify_record_archive", place)
    none, before = tmp_path / "none.zip", set(tmp_path.iterdir())
    for since, until, to, words in (
        (date(2020, 1, 1), date(2020, 1, 2), none, "没有操作记录"),
        (today, DAY, none, "早于"),
        (DAY, today, tmp_path, "这是一个文件夹"),
        (DAY, today, tmp_path / "nowhere" / "none.zip", "没有这个文件夹"),
    ):
        with pytest.raises(CommandError, match=words):
            call_command("archive_record", since=since, until=until, to=to)
    assert set(tmp_path.iterdir()) == before
    for package_path, key_path in ((none, key), (place, none)):
        with pytest.raises(CommandError, match=r"none\.zip：?“?.*(打不开|没有这个文件)"):
            call_command("verify_record_archive", package_path, key=key_path)
