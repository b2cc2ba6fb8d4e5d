"""A disk that is full is told as that (507), leaves nothing half, and is over as soon as there is room again."""

import errno
import gc
import logging
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from selfeval.models import Event, EvidenceFile, Filing
from selfeval.services.whole_files import NoRoom, is_full
from tests import sample_files as samples
from tests.factories import NOW, World, make_filing
from tests.stores import keep_in
from tests.web.conftest import SignedIn
from tests.web.views.test_evidence import LEAF, upload, url

_MEGABYTE = 1024 * 1024


@pytest.fixture
def filing(world: World) -> Filing:
    return make_filing(world)


@pytest.fixture
def preparer(world: World, signed_in: SignedIn) -> Client:
    client = signed_in(world.unit.preparer)
    client.raise_request_exception = False
    return client


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of five megabytes."""
    folder, mount = tmp_path / "disk", shutil.which("mount")
    folder.mkdir()
    if os.geteuid() != 0 or not mount:
        pytest.skip("only root may make a small disk")
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=5m", "tmpfs", folder], check=False, capture_output=True)
    if made.returncode:
        pytest.skip("this machine lets nobody make a small disk")
    yield folder
    subprocess.run([str(shutil.which("umount")), "-l", folder], check=True)


def fill(folder: Path) -> Path:
    """Leave no room in `folder`."""
    stuffing = folder / "stuffing"
    with stuffing.open("wb", buffering=0) as file:
        # Whatever stays free is less than a byte asked for: a write on a full disk is a short one before it is none.
        while file.tell() < 5 * _MEGABYTE and file.write(bytes(_MEGABYTE // 16)) == _MEGABYTE // 16:
            pass
    return stuffing


def test_f06_a_full_disk_of_files_refuses_an_upload_and_leaves_nothing(
    filing: Filing, preparer: Client, small_disk: Path, settings: Any
) -> None:
    keep_in(small_disk, settings)
    stuffing = fill(small_disk)
    events = Event.objects.count()
    response = upload(preparer, filing, ("报表.docx", samples.docx(salt="full")))
    assert response.status_code == 507
    assert "服务器磁盘满了" in response.content.decode()
    assert (EvidenceFile.objects.count(), Event.objects.count()) == (0, events)
    assert [path for path in small_disk.rglob("*") if path.is_file()] == [stuffing]
    json = upload(preparer, filing, ("报表.docx", samples.docx(salt="full")), headers={"Accept": "application/json"})
    assert (json.status_code, "磁盘满了" in json.json()["words"]) == (507, True)
    stuffing.unlink()
    assert upload(preparer, filing, ("报表.docx", samples.docx(salt="full"))).status_code in (200, 302)
    assert EvidenceFile.objects.count() == 1


def test_f06_a_full_disk_of_temporary_files_refuses_an_upload(
    filing: Filing, preparer: Client, small_disk: Path, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    # What is logged keeps the fault, and the fault the part that was written; so does the test client.
    caplog.set_level(logging.CRITICAL, "django.request")
    settings.FILE_UPLOAD_TEMP_DIR = str(small_disk)
    stuffing = fill(small_disk)
    large = SimpleUploadedFile("大.pdf", b"%PDF-1.7" + bytes(3 * _MEGABYTE))
    response = preparer.post(url(filing), {"files": [large], "indicators": LEAF})
    assert response.status_code == 507
    del response
    preparer.exc_info = None
    gc.collect()
    assert list(small_disk.iterdir()) == [stuffing]
    assert EvidenceFile.objects.count() == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server's disk is not ours to fill; its code is told below")
def test_f06_a_full_disk_of_the_database_changes_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute("PRAGMA max_page_count")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        sessions = [Session(session_key=str(number), session_data="x" * 3000, expire_date=NOW) for number in range(400)]
        try:
            with pytest.raises(DatabaseError) as raised, transaction.atomic():
                Session.objects.bulk_create(sessions)
        finally:
            cursor.execute(f"PRAGMA max_page_count = {usual}")
    assert not Session.objects.filter(session_data="x" * 3000).exists()
    Session.objects.bulk_create(sessions[:1])
    assert is_full(raised.value)


def test_f06_what_counts_as_full() -> None:
    class DiskFull(Exception):
        pgcode = "53100"

    told = DatabaseError("could not extend file")
    told.__cause__ = DiskFull()
    assert is_full(told)
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        assert is_full(OSError(number, os.strerror(number)))
    assert is_full(NoRoom())
    assert not is_full(OSError(errno.EACCES, ""))
    assert not is_full(DatabaseError("database is locked"))
    assert not is_full(None)


def test_f06_a_full_disk_of_the_log_stops_nobody(preparer: Client, small_disk: Path) -> None:
    handler = logging.FileHandler(small_disk / "log")
    fill(small_disk)
    logging.getLogger().addHandler(handler)
    try:
        assert preparer.get("/nowhere/").status_code == 404
        assert preparer.get("/").status_code == 200
    finally:
        logging.getLogger().removeHandler(handler)
        handler.stream.close = lambda: None
