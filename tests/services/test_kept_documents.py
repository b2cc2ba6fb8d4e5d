"""Documents kept by the hash of all they depend on: made once, verified when read, gone with their edition."""

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from selfeval.models.evidence import private_storage
from selfeval.services import kept_documents, whole_files
from selfeval.services.edition import edition
from selfeval.services.kept_documents import kept_document, kept_or_made, key_of, purge_kept, read_kept
from selfeval.services.public_files import kept_once
from selfeval.services.whole_files import NoRoom, written_whole


def counting(made: list[int], content: bytes = b"%PDF") -> Callable[[], bytes]:
    """Makes `content`, and counts."""

    def make() -> bytes:
        made.append(1)
        return content

    return make


def file_of(key: str) -> Path:
    """Where a kept document lies."""
    return Path(private_storage().path(f"documents/{edition()[:16]}/{key[:2]}/{key}"))


def test_what_is_kept_is_not_made_again() -> None:
    made: list[int] = []
    first = kept_document("once", "a", make=counting(made))
    again = kept_document("once", "a", make=counting(made))
    assert (first.content, first.was_kept, again.content, again.was_kept) == (b"%PDF", False, b"%PDF", True)
    assert first.key == again.key == key_of("once", "a")
    kept_document("once", "b", make=counting(made))
    assert len(made) == 2


def test_a_damaged_file_is_found_and_made_again() -> None:
    made: list[int] = []
    kept = kept_document("damaged", make=counting(made, b"the document"))
    path = file_of(kept.key)
    path.write_bytes(path.read_bytes()[:-1] + b"X")
    assert read_kept(kept.key) is None
    assert kept_document("damaged", make=counting(made, b"the document")).content == b"the document"
    assert read_kept(kept.key) == b"the document"
    path.write_bytes(b"")
    assert read_kept(kept.key) is None
    assert len(made) == 2


def test_only_the_owner_reads_the_files() -> None:
    kept = kept_document("modes", make=lambda: b"x")
    assert file_of(kept.key).stat().st_mode & 0o777 == 0o600


def test_of_many_at_once_one_makes_it() -> None:
    made: list[int] = []
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(kept_document, "at once", make=counting(made)) for _ in range(6)]
        told = [each.result() for each in asked]
    assert {each.content for each in told} == {b"%PDF"}
    assert len(made) == 1


def test_what_fails_leaves_nothing() -> None:
    def fail() -> bytes:
        raise ValueError("a glyph is missing")

    with pytest.raises(ValueError, match="glyph"):
        kept_document("fails", make=fail)
    assert read_kept(key_of("fails")) is None


class _FullDisk:
    """A file on which nothing more can be written."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> "_FullDisk":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def write(self, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.fdopen
    monkeypatch.setattr(whole_files.os, "fdopen", lambda *given: _FullDisk(opened(*given)))


def test_f06_a_full_disk_leaves_no_part_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        fill_the_disk(patched)
        with pytest.raises(NoRoom, match="磁盘空间不够"), written_whole("full/whole") as file:
            file.write(b"part of it")
    folder = Path(private_storage().path("full"))
    assert list(folder.iterdir()) == []
    with written_whole("full/whole") as file:
        file.write(b"all of it")
    assert [each.name for each in folder.iterdir()] == ["whole"]


def test_f06_who_waits_for_a_document_gets_it_from_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    with monkeypatch.context() as patched:
        fill_the_disk(patched)
        assert kept_or_made("no room", make=counting(made)) == b"%PDF"
        with pytest.raises(NoRoom):
            kept_document("no room", make=counting(made))
    assert kept_or_made("no room", make=counting(made)) == b"%PDF"
    assert len(made) == 3


def test_a_file_takes_the_place_of_another_in_one_piece() -> None:
    for content in (b"first", b"second"):
        with written_whole("place/file") as file:
            file.write(content)
    with private_storage().open("place/file") as file:
        assert file.read() == b"second"
    with pytest.raises(KeyError):
        _write_half("place/file")
    with private_storage().open("place/file") as file:
        assert file.read() == b"second"


def _write_half(path: str) -> None:
    with written_whole(path) as file:
        file.write(b"third")
        raise KeyError


def test_another_edition_finds_nothing_and_takes_the_old_away(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = kept_document("edition", make=lambda: b"of the old edition")
    old = file_of(kept.key)
    monkeypatch.setattr(kept_documents, "edition", lambda: "f" * 64)
    assert read_kept(kept.key) is None
    now = datetime.now(UTC)
    assert purge_kept(now=now) == 0
    assert purge_kept(now=now + timedelta(days=2)) >= 1
    assert not old.exists()


def test_the_edition_is_of_this_code() -> None:
    assert len(edition()) == 64
    assert (settings.BASE_DIR / "selfeval/exports/pdf.py").is_file()


def test_public_files_are_kept_the_same_way() -> None:
    made: list[int] = []
    for _ in range(2):
        assert kept_once("a form", ending=".pdf", make=counting(made, b"public")) == b"public"
    kept_once("a form", ending=".xlsx", make=counting(made))
    assert len(made) == 2
