"""Packages that editions before this one made are brought back by this one, and leave it as they came.

`tests/kept_packages` holds one of each way packages were ever made: named after the day, never made anew.
"""

import gzip
import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from selfeval.domain.archive_files import CARRIED, KEY, SIGNATURE, STANDING
from selfeval.domain.cycle import Stage
from selfeval.domain.files import FileFaults
from selfeval.domain.workflow import State
from selfeval.models import CarriedText, Filing, FilingCycle, WaiverRow
from selfeval.services.archive_import import import_archives
from selfeval.services.archives import write_archive
from selfeval.services.changes import FaceChange
from selfeval.services.signing import public_key
from selfeval.services.waivers import Wanted, waive
from tests.archived import again, package_of, small, taken_back
from tests.factories import NOW, World, bring_to, make_world, save
from tests.packages import repacked, unpacked

FOLDER = Path(__file__).parents[1] / "kept_packages"
KEPT = sorted(FOLDER.glob("*.zip.gz"))


def _nobody_draws(*_: object) -> dict[str, bytes]:
    raise AssertionError("what came in a package is not drawn anew")


def _left(filing: Filing) -> bytes:
    target = BytesIO()
    write_archive(actor=None, filing=again(filing), documents=_nobody_draws, target=target, now=NOW)
    return target.getvalue()


def test_there_is_one_of_each_way() -> None:
    assert [path.name for path in KEPT] == ["2026-11-22.zip.gz"]


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_what_an_earlier_edition_made_comes_and_leaves_the_same(db: None, path: Path, tmp_path: Path) -> None:
    package, unfolded = gzip.decompress(path.read_bytes()), tmp_path / "包.zip"
    unfolded.write_bytes(package)
    counts = json.loads(unpacked(package)["archive.json"])["counts"]
    assert all(counts.values())
    for is_new in (True, False):
        brought = import_archives([unfolded], is_trial=False, takes_other_names=False, now=timezone.now())
        assert [each.is_new for each in brought] == [is_new]
    assert _left(Filing.objects.get()) == package


def _bring(package: bytes, folder: Path) -> Filing:
    path = folder / "包.zip"
    path.write_bytes(package)
    import_archives([path], is_trial=False, takes_other_names=False, now=timezone.now())
    return Filing.objects.get()


def test_a_signature_of_another_installation_stays_until_something_is_changed(
    db: None, tmp_path: Path, settings: Any
) -> None:
    package = small()
    settings.DATA_DIR = tmp_path / "另一处"
    filing = _bring(package, tmp_path)
    assert unpacked(package)[KEY] != public_key()
    assert _left(filing) == package
    Filing.objects.update(due_reason="补了一份材料")
    changed = unpacked(_left(filing))
    assert changed[KEY] == public_key()
    assert changed[SIGNATURE] != unpacked(package)[SIGNATURE]


@pytest.mark.parametrize("name", [KEY, SIGNATURE])
def test_a_signature_that_is_none_is_refused(db: None, tmp_path: Path, name: str) -> None:
    content = unpacked(small())
    content[name] = b"x" * len(content[name])
    with pytest.raises(FileFaults, match=r"公钥（PEM）|清单或签名被改动过"):
        _bring(repacked(content, sums=False), tmp_path)


def test_a_key_with_more_around_it_is_refused(db: None, tmp_path: Path) -> None:
    """It would be read all the same; what is stored of it must be text."""
    content = unpacked(small())
    content[KEY] = b"\xff\n" + content[KEY]
    with pytest.raises(FileFaults, match="公钥（PEM）"):
        _bring(repacked(content, sums=False), tmp_path)


def _ended(world: World) -> None:
    FilingCycle.objects.filter(pk=world.cycle.pk).update(stage=Stage.CLOSED.value)


def test_what_was_carried_over_comes_back_marked(db: None, tmp_path: Path) -> None:
    with taken_back():
        world = make_world()
        filing = bring_to(world, State.FILLING)
        CarriedText.objects.create(filing=filing, box="narratives.other", at=NOW)
        _ended(world)
        package = package_of(filing)
    filing = _bring(package, tmp_path)
    assert list(filing.carried_texts.values_list("box", "at")) == [("narratives.other", NOW)]
    assert package_of(filing) == package
    assert CARRIED not in unpacked(small())


def test_a_departments_waiver_is_told_where_it_counted_and_nobody_is_given_it(db: None, tmp_path: Path) -> None:
    with taken_back():
        world = make_world()
        filing = bring_to(world, State.FILLING)
        save(filing, world.unit.preparer, "face", FaceChange(attribute="filed_on", value=None))
        row = filing.findings.get(submission=None, severity="error")
        wanted = Wanted(
            check=row.check_code, key=row.key, reason="全部门本年按签发日", for_department=True, until=date(2099, 1, 1)
        )
        waive(actor=world.administrator, filing_id=filing.pk, wanted=wanted, now=NOW)
        _ended(world)
        package = package_of(filing)
    found = json.loads(unpacked(package)[STANDING])["findings"]
    told = [each["waiver"] for each in found if each["check_code"] == row.check_code]
    assert told[0] == {
        "key": "",
        "reason": "全部门本年按签发日",
        "by": world.administrator.full_name,
        "until": "2099-01-01",
    }
    assert package_of(_bring(package, tmp_path)) == package
    assert not WaiverRow.objects.exists()
