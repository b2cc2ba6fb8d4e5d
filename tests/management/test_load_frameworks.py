"""`manage.py load_frameworks`: all files or none, every fault on standard error."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from selfeval.models import Event, FrameworkDraft, FrameworkVersion
from tests.factories import FIXTURES, framework_text

pytestmark = pytest.mark.django_db


def load(*paths: Path) -> str:
    out = StringIO()
    call_command("load_frameworks", *map(str, paths), stdout=out)
    return out.getvalue()


def refused(*paths: Path) -> tuple[CommandError, str]:
    err = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("load_frameworks", *map(str, paths), stderr=err)
    return refusal.value, err.getvalue()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_frameworks_are_loaded_by_default() -> None:
    printed = load()
    shipped = {path.stem for path in (FIXTURES / "frameworks").glob("*.yaml")}
    published = {version.slug for version in FrameworkVersion.objects.all()}
    kept = {draft.document["slug"] for draft in FrameworkDraft.objects.all()}
    assert published | kept == shipped
    assert not published & kept
    assert "jinzhong-2021@1 部门整体支出绩效自评表：已装入" in printed


def test_a_second_run_changes_nothing() -> None:
    load()
    before = (
        list(FrameworkVersion.objects.values()),
        list(FrameworkDraft.objects.values()),
        Event.objects.count(),
    )
    assert "jinzhong-2021@1 部门整体支出绩效自评表：已在库中，没有变化" in load()
    after = (list(FrameworkVersion.objects.values()), list(FrameworkDraft.objects.values()), Event.objects.count())
    assert after == before


def test_what_is_not_yet_checked_becomes_a_draft_even_with_faults(tmp_path: Path) -> None:
    text = framework_text().replace("status: sample", "status: unverified", 1).replace("points: 3\n", "points: 4\n", 1)
    path = write(tmp_path, "skeleton.yaml", text)
    assert load(path) == "jinzhong-2021@1：待核，已存为草稿\n"
    assert load(path) == "jinzhong-2021@1：待核，草稿以前存过，没有变化\n"
    assert not FrameworkVersion.objects.exists()
    assert FrameworkDraft.objects.get().written("slug") == "jinzhong-2021"


def test_one_faulty_file_keeps_all_out_and_every_fault_is_listed(tmp_path: Path) -> None:
    good = write(tmp_path, "good.yaml", framework_text())
    bad = write(tmp_path, "bad.yaml", framework_text("mof-2013").replace("money_unit: wan_yuan", "money_unit: dollars"))
    worse = write(tmp_path, "worse.yaml", "format: selfeval-framework/9\nslug: A B\n")
    refusal, printed = refused(good, bad, worse, tmp_path / "absent.yaml")
    assert refusal.returncode == 2
    assert "没有装入任何指标体系" in str(refusal)
    lines = printed.splitlines()
    assert f"{bad}：money_unit：“dollars”应是 wan_yuan、yuan 之一" in lines
    assert f"{worse}：format：“selfeval-framework/9”应是 selfeval-framework/1" in lines
    assert any(line.startswith(f"{worse}：slug：“A B”") for line in lines)
    assert any("absent.yaml" in line and "没有这个文件" in line for line in lines)
    assert f"共{len(lines)}处错误" in str(refusal)
    assert not FrameworkVersion.objects.exists()
    assert not Event.objects.exists()


def test_other_content_under_a_published_version_is_refused(tmp_path: Path) -> None:
    load()
    changed = write(tmp_path, "changed.yaml", framework_text().replace("name: 预算完成率", "name: 预算执行率"))
    refusal, printed = refused(changed)
    assert refusal.returncode == 2
    assert printed.strip() == (
        f"{changed}：jinzhong-2021@1 已经发布，发布后不能再改；"
        "这个文件的内容与已发布的不同，请把 version 改为新的版本号"
    )


def test_two_files_of_one_name_and_other_content_are_refused(tmp_path: Path) -> None:
    first = write(tmp_path, "first.yaml", framework_text())
    second = write(tmp_path, "second.yaml", framework_text().replace("name: 预算完成率", "name: 预算执行率"))
    _, printed = refused(first, second)
    assert printed.startswith(f"{second}：jinzhong-2021@1 已经发布")
    assert not FrameworkVersion.objects.exists()


def test_a_file_that_is_no_text_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    _, printed = refused(path)
    assert "不是 UTF-8 编码的文本文件" in printed


def test_the_exit_code_of_the_command_itself(tmp_path: Path) -> None:
    """Faults are found before the database is written to, so the command may run beside the tests."""
    path = write(tmp_path, "bad.yaml", "format: x\n")
    command = [sys.executable, "manage.py", "load_frameworks", str(path)]
    done = subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={"PATH": "", "SELFEVAL_DATA_DIR": str(tmp_path), "SECRET_KEY": "only-for-this-test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert f"{path}：format：“x”应是 selfeval-framework/1" in done.stderr.splitlines()
