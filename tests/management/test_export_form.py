"""`manage.py export_form`: from a filing file to a document, without a database."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.exports import office, pdf_text

FILING = Path(settings.BASE_DIR) / "fixtures" / "filings" / "jinzhong-2021.yaml"


def run(*arguments: object) -> tuple[int, str]:
    """Exit code and what stands on standard error."""
    stderr = StringIO()
    try:
        call_command("export_form", *map(str, arguments), stderr=stderr)
    except SystemExit as stopped:
        return int(str(stopped.code)), stderr.getvalue()
    return 0, stderr.getvalue()


def test_it_writes_the_pdf(tmp_path: Path) -> None:
    target = tmp_path / "自评表.pdf"
    assert run(FILING, "--format", "pdf", "--output", target) == (0, "")
    found = pdf_text.joined(target.read_bytes())
    assert "部门整体支出绩效自评表" in found
    assert "综合得分" in found
    assert "92.00" in found


def test_it_writes_the_workbook(tmp_path: Path) -> None:
    target = tmp_path / "自评表.xlsx"
    assert run(FILING, "--format", "xlsx", "--output", target) == (0, "")
    rows = {row[0].value: row for row in office.values(target.read_bytes())["指标评价"].iter_rows()}
    assert rows["综合得分"][6].value == 92


def test_it_writes_the_calculation(tmp_path: Path) -> None:
    target = tmp_path / "计算.xlsx"
    assert run(FILING, "--format", "calculation", "--output", target) == (0, "")
    book = office.formulas(target.read_bytes())
    assert book.sheetnames == ["输入", "计算"]
    typed = {row[1].value: row[2].value for row in book["输入"].iter_rows()}
    assert typed["actual_expenditure"] == 2495.17


def test_it_needs_no_database(tmp_path: Path) -> None:
    """As an auditor runs it: another process, and a database that is not there."""
    target = tmp_path / "form.xlsx"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "selfeval.settings",
        "SELFEVAL_DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    command = [sys.executable, "manage.py", "export_form", str(FILING), "--format", "xlsx", "--output", str(target)]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert target.stat().st_mode & 0o777 == 0o666 & ~current_umask()


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    for kind in ("pdf", "xlsx"):
        for name in ("first", "second"):
            run(FILING, "--format", kind, "--output", tmp_path / f"{name}.{kind}")
        assert (tmp_path / f"first.{kind}").read_bytes() == (tmp_path / f"second.{kind}").read_bytes()


def test_an_unusable_file_is_refused_with_every_reason(tmp_path: Path) -> None:
    filing = tmp_path / "bad.yaml"
    text = FILING.read_text(encoding="utf-8")
    text = text.replace("original_budget: 2424.03", "original_budget: 12万").replace(
        "staff_on_post: 51", "staff_on_posts: 51"
    )
    filing.write_text(text, encoding="utf-8")
    code, reasons = run(filing, "--format", "pdf", "--output", tmp_path / "out.pdf")
    assert code == 2
    assert len(reasons.splitlines()) >= 2
    assert "fields.original_budget" in reasons
    assert "staff_on_posts" in reasons
    assert not (tmp_path / "out.pdf").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    code, reasons = run(tmp_path / "none.yaml", "--format", "pdf", "--output", tmp_path / "out.pdf")
    assert code == 2
    assert "none.yaml" in reasons
    assert "没有这个文件" in reasons


@pytest.mark.parametrize(
    ("where", "why"), [("nowhere/out.xlsx", "没有这个文件夹，请先建立"), ("folder", "这是一个文件夹，请写上文件名")]
)
def test_an_output_that_cannot_be_written_says_why(where: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    code, reasons = run(FILING, "--format", "xlsx", "--output", tmp_path / where)
    assert code == 1
    assert reasons.strip().endswith(f"{where}：写不进去：{why}")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "form.xlsx"
    target.write_bytes(b"before")

    def refuse(self: Path, other: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    code, reasons = run(FILING, "--format", "xlsx", "--output", target)
    assert (code, "写不进去" in reasons) == (1, True)
    assert target.read_bytes() == b"before"
    assert [path.name for path in tmp_path.iterdir()] == ["form.xlsx"]


def test_another_framework_may_be_given(tmp_path: Path) -> None:
    code, reasons = run(FILING, "--format", "xlsx", "--output", tmp_path / "form.xlsx", "--framework", "nobody-1900")
    assert code == 2
    assert "nobody-1900" in reasons


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="docx"):
        call_command("export_form", str(FILING), format="docx", output=str(tmp_path / "out"))


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    """Replacing it, as a file is replaced, would destroy a device when the command runs as root."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)

    assert run(FILING, "--format", "xlsx", "--output", pipe) == (0, "")

    assert reader.communicate(timeout=30)[0].startswith(b"PK")
    assert pipe.is_fifo()
