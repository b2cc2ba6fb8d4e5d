"""The commands that write archive packages and bring them back, as somebody on the server uses them."""

import hashlib
import os
import re
import subprocess
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from selfeval.domain.workflow import State
from selfeval.jobs import archives
from selfeval.models import Department, Event, EventAction, Filing, FilingCycle
from selfeval.services import archive_import
from selfeval.services.archives import package_name
from selfeval.services.signing import fingerprint, is_signed, public_key
from tests.archived import small, written_documents
from tests.exports.pdf_structure import accessible_faults, archive_faults
from tests.factories import World, bring_to, make_filing, make_world
from tests.packages import repacked, unpacked


def run(command: str, *arguments: object) -> str:
    """What the command says."""
    out = StringIO()
    call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_package_with_its_documents_is_checked_by_sha256sum_alone(world: World, tmp_path: Path) -> None:
    filing = bring_to(world, State.FINALISED)
    told = run("export_archive", "--filing", filing.public_id, "--to", tmp_path)
    path = tmp_path / "归档包_2021_001_综合办_2021.zip"
    assert f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" in told
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    folder = tmp_path / "打开"
    zipfile.ZipFile(path).extractall(folder)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=folder,
        env={**os.environ, "LC_ALL": "C"},
        check=False,
    )
    assert done.returncode == 0
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    there = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}
    assert listed == there - {"SHA256SUMS", "SHA256SUMS.pub", "SHA256SUMS.sig"}
    key = (folder / "SHA256SUMS.pub").read_bytes()
    sums = (folder / "SHA256SUMS").read_bytes()
    assert key == public_key()
    assert is_signed(sums, signature=(folder / "SHA256SUMS.sig").read_bytes(), key=key)
    frozen = folder / "submissions" / "1"
    assert (frozen / "form.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(frozen / "form.xlsx")
    assert zipfile.is_zipfile(frozen / "report.docx")
    report = (frozen / "report.pdf").read_bytes()
    assert [*archive_faults(report, level="A"), *accessible_faults(report, is_declared=False)] == []
    # What the frozen copy is known by is the hash of its file.
    assert hashlib.sha256((frozen / "filing.json").read_bytes()).hexdigest() == filing.submissions.get().sha256
    event = Event.objects.get(action=EventAction.ARCHIVE_EXPORTED)
    assert (event.actor, event.data["package"]) == (None, path.name)
    # Written again it is the same, though that it was written is on record now.
    before = path.read_bytes()
    run("export_archive", "--filing", filing.public_id, "--to", tmp_path)
    assert path.read_bytes() == before


def test_a_cycle_is_written_as_far_as_it_is_done(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "drawn", written_documents)
    bring_to(world, State.FINALISED)
    make_filing(world, world.other)
    with pytest.raises(CommandError, match=r"1 份没有写出：\n002 服务中心：“未填报”的填报还没有办完"):
        run("export_archive", "--cycle", "2021", "--to", tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["归档包_2021_001_综合办_2021.zip"]


def test_no_two_units_have_one_file(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes that differ only in what a file name cannot hold, or in where the parts begin."""
    monkeypatch.setattr(archives, "drawn", written_documents)
    units = ((world.unit, "a/b", "甲"), (world.other, "a-b", "甲"))
    for people, code, name in units:
        Department.objects.filter(pk=people.department.pk).update(code=code, name=name)
        bring_to(world, State.FINALISED, people)
    told = run("export_archive", "--cycle", "2021", "--to", tmp_path)
    assert "写出归档包 2 个" in told
    names = sorted(each.name for each in tmp_path.iterdir())
    assert names[0] == "归档包_2021_a-b_甲_2021.zip"
    assert re.fullmatch("归档包_2021_a-b_甲_2021_[0-9a-f]{8}.zip", names[1])


@pytest.mark.parametrize("other", [("a", "b_甲"), ("a/b", "甲"), ("a_b", "甲 "), ("a", "甲" * 61)])
def test_names_of_packages_tell_units_apart(other: tuple[str, str]) -> None:
    def named(code: str, name: str) -> str:
        cycle = FilingCycle(code="2021", fiscal_year=2021)
        return package_name(Filing(cycle=cycle, department=Department(code=code, name=name)))

    usual = [named("a_b", "甲"), named("a-b", "甲"), named("a", "甲" * 60)]
    assert named(*other) not in usual
    assert named(*other) == named(*other)


def test_what_is_not_there_is_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有这份填报"):
        run("export_archive", "--cycle", "2021", "--to", tmp_path)
    with pytest.raises(CommandError, match="这个文件夹，请先建立"):
        run("export_archive", "--cycle", "2021", "--to", tmp_path / "没有")


def test_bringing_back_is_told_package_by_package(db: None, tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(small())
    told = run("import_archive", path, "--dry-run")
    assert "包.zip：2021年度 001 综合办（2021年度部门整体支出绩效自评）可以导入；新建：" in told
    assert "共 1 个归档包：导入 1 份，已在库里且一致 0 份（试做，没有保存）。" in told
    assert not Filing.objects.exists()
    assert "已导入；新建：账号" in run("import_archive", path)
    ours = fingerprint(public_key())
    assert f"已在库里，内容一致，没有改动。签名密钥的指纹：{ours}。" in run(
        "import_archive", path, "--signed-by", ours.upper()
    )


def test_a_package_that_is_not_signed_by_whom_it_should_be_is_refused(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    signed, bare = tmp_path / "签了.zip", tmp_path / "没签.zip"
    signed.write_bytes(small())
    bare.write_bytes(repacked(unpacked(small())))
    with pytest.raises(SystemExit):
        run("import_archive", signed, bare, "--signed-by", "abcd")
    told = capsys.readouterr().err
    assert f"签了.zip SHA256SUMS.sig：“{fingerprint(public_key())}”应由指纹为 abcd 的密钥签名" in told
    assert "没签.zip SHA256SUMS.sig：“没有签名”应由指纹为 abcd 的密钥签名" in told
    with pytest.raises(CommandError, match="要写出指纹"):
        run("import_archive", bare, "--signed-by", " ")
    assert "可以导入" in (told := run("import_archive", bare, "--dry-run"))
    assert "包没有签名。" in told


def test_a_database_that_is_away_is_not_the_packages_fault(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("could not connect")

    path = tmp_path / "包.zip"
    path.write_bytes(small())
    monkeypatch.setattr(archive_import, "meeting_faults", away)
    with pytest.raises(CommandError, match="数据库现在不可用，没有导入：could not connect"):
        run("import_archive", path)


def test_what_is_refused_is_told_line_by_line(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_world()
    path = tmp_path / "坏.zip"
    path.write_bytes(b"x" * 100)
    with pytest.raises(SystemExit) as ended:
        call_command("import_archive", str(path))
    assert ended.value.code == 2
    assert "坏.zip：不是完整的归档包：结尾不是 zip 的目录" in capsys.readouterr().err
