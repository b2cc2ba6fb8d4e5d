"""`manage.py dry_run_framework`: on stored filings, on filing files, and what it refuses."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from selfeval.domain.workflow import State
from tests.factories import bring_to, framework_text, make_filing, make_world

FILINGS = Path(settings.BASE_DIR) / "fixtures" / "filings"
FILING = FILINGS / "jinzhong-2021.yaml"
HARD = "{kind: deduct_below, limit: 100%, step: 5%, deduct: 1,"
SOFT = "{kind: deduct_below, limit: 100%, step: 5%, deduct: 0.1,"
RATE = "process.budget_execution.completion_rate"


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output, standard error."""
    stdout, stderr = StringIO(), StringIO()
    code = 0
    try:
        call_command("dry_run_framework", *map(str, arguments), stdout=stdout, stderr=stderr)
    except SystemExit as stopped:
        code = int(str(stopped.code))
    return code, stdout.getvalue(), stderr.getvalue()


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The next version of the shipped framework: one softer rule, and a data item gone."""
    text = framework_text().replace(HARD, SOFT).replace("每低于5个百分点扣1分", "每低于5个百分点扣0.1分", 1)
    text = text.replace("version: 1\n", "version: 2\n", 1)
    lines = [line for line in text.splitlines() if "code: carryover_balance," not in line]
    path = tmp_path / "next.yaml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_filing_file_is_scored_both_ways_for_people(draft: Path) -> None:
    code, printed, errors = run(draft, "--filing", FILING)
    assert (code, errors) == (0, "")
    lines = printed.splitlines()
    assert lines[0] == "试算 jinzhong-2021@2 部门整体支出绩效自评表　旧版本：填报文件自己写的"
    assert lines[2].split() == ["jinzhong-2021.yaml", "jinzhong-2021@1", "91.00→92.70", "92.00→93.70", "优", "1项"]
    assert lines[3] == "    预算完成率　分值2.00　得分0.00→1.70"
    assert lines[4] == "    未带过去　本年结转结余（单位口径）：新框架没有这个数据项"
    assert lines[-2] == "共1份：0份没有变化，1份计算总分有变，0份等次有变，1份有内容没有带过去。"
    assert lines[-1] == f"　预算完成率（{RATE}）：1份有变"


def test_several_files_as_json(draft: Path) -> None:
    code, printed, _ = run(draft, "--json", "--filing", FILING, "--filing", FILINGS / "returned-2021.yaml")
    assert code == 0
    document = json.loads(printed)
    assert (document["format"], document["framework"]["version"]) == ("selfeval-dry-run/1", "2")
    first, second = document["filings"]
    assert first["total"]["computed_score"] == {"old": "91.00", "new": "92.70"}
    assert first["grade"] == {"old": "优", "new": "优"}
    assert first["indicators"][RATE] == {
        "name": "预算完成率",
        "points": {"old": "2.00", "new": "2.00"},
        "rate": {"old": "0.8199677293", "new": "0.8199677293"},
        "rate_text": {"old": "82.00%", "new": "82.00%"},
        "computed_score": {"old": "0.00", "new": "1.70"},
    }
    assert first["left_out"] == [
        {"where": "fields.carryover_balance", "name": "本年结转结余（单位口径）", "why": "新框架没有这个数据项"}
    ]
    assert second["name"] == "returned-2021.yaml"


def test_files_need_no_database(draft: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "selfeval.settings",
        "SELFEVAL_DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "dry_run_framework", str(draft)]
    done = subprocess.run(
        [*command, "--filing", str(FILING)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "91.00→92.70" in done.stdout


def test_every_reason_is_told_when_files_cannot_be_used(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(framework_text().replace("total_points: 100", "total_points: 90", 1), encoding="utf-8")
    filing = tmp_path / "filing.yaml"
    filing.write_text("format: selfeval-filing/1\nframework: jinzhong-2021\nfiscal_year: 二一\n", encoding="utf-8")
    code, printed, errors = run(bad, "--filing", filing, "--filing", tmp_path / "nothing.yaml")
    assert (code, printed) == (2, "")
    told = errors.splitlines()
    assert any("bad.yaml total_points：“90”" in line for line in told)
    assert any("filing.yaml fiscal_year：“二一”" in line for line in told)
    assert any("nothing.yaml" in line and "没有这个文件" in line for line in told)


@pytest.mark.django_db
def test_stored_filings_of_the_newest_version_are_scored(draft: Path) -> None:
    world = make_world()
    bring_to(world, State.SUBMITTED, world.unit)
    make_filing(world, world.other)
    code, printed, errors = run(draft)
    assert (code, errors) == (0, "")
    lines = printed.splitlines()
    assert lines[0].endswith("旧版本：jinzhong-2021@1")
    assert lines[2].split() == ["001", "综合办", "第1次报送", "91.00→92.70", "92.00→93.70", "优", "1项"]
    assert lines[5].split()[:3] == ["002", "服务中心", "未报送的现稿"]
    for against in ("jinzhong-2021", "jinzhong-2021@1"):
        assert run(draft, "--against", against)[1] == printed


@pytest.mark.django_db
def test_no_filing_at_all_is_said(draft: Path) -> None:
    make_world()
    assert "没有可以试算的填报。" in run(draft)[1]
    document: dict[str, Any] = json.loads(run(draft, "--json")[1])
    assert document["filings"] == []


@pytest.mark.django_db
def test_a_version_that_is_not_there_is_refused_with_those_that_are(draft: Path) -> None:
    make_world()
    code, printed, errors = run(draft, "--against", "jinzhong-2021@9")
    assert (code, printed) == (2, "")
    assert errors == "--against：“jinzhong-2021@9”库里没有这个已发布的指标体系；已有：jinzhong-2021@1\n"
