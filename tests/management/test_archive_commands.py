"""The commands that write archive packages and bring them back, as somebody on the server uses them."""

import hashlib
import os
import subprocess
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from selfeval.domain.workflow import State
from selfeval.jobs import archives
from selfeval.models import Event, EventAction, Filing
from tests.archived import small, written_documents
from tests.factories import World, bring_to, make_filing, make_world


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
    assert listed == there - {"SHA256SUMS"}
    frozen = folder / "submissions" / "1"
    assert (frozen / "form.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(frozen / "form.xlsx")
    assert zipfile.is_zipfile(frozen / "report.docx")
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
    assert "已在库里，内容一致，没有改动。" in run("import_archive", path)


def test_what_is_refused_is_told_line_by_line(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_world()
    path = tmp_path / "坏.zip"
    path.write_bytes(b"x" * 100)
    with pytest.raises(SystemExit) as ended:
        call_command("import_archive", str(path))
    assert ended.value.code == 2
    assert "坏.zip：不是完整的归档包：结尾不是 zip 的目录" in capsys.readouterr().err
