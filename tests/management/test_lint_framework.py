"""`manage.py lint_framework`: a framework file can be used, or every fault is told; no database is asked."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.acceptance.score_runs import FRAMEWORK, edited
from tests.fixtures_data.published import ROOT


def lint(name: object) -> tuple[int, list[str], list[str]]:
    """Exit code and the lines of both streams."""
    out, error = StringIO(), StringIO()
    code = 0
    try:
        call_command("lint_framework", str(name), stdout=out, stderr=error)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, out.getvalue().splitlines(), error.getvalue().splitlines()


def test_a_framework_that_can_be_used_is_summed_up() -> None:
    code, out, error = lint(FRAMEWORK)

    assert (code, error) == (0, [])
    assert out[0] == "可用：部门整体支出绩效自评表（jinzhong-2021@1）"
    assert out[1] == "共有指标 26 项，数据项 35 项，合计 100 分"
    assert out[2].startswith("依据：")


def test_what_is_not_yet_checked_and_what_is_a_sample_is_named(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        ("    name: 产出\n", "    name: 产出\n    source: {status: unverified}\n"),
        source=ROOT / "fixtures" / "frameworks" / "mof-2013.yaml",
    )
    _, out, _ = lint(path)

    waiting = next(line for line in out if line.startswith("待核 "))
    assert "产出（output）" in waiting


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "依据：未注明"),
        ("source: {document: 某文, status: verified, note: 附件2}\n", "依据：已核对，某文；附件2"),
        ("source: {status: sample}\n", "依据：示例"),
        ("source: {document: 某文, status: unverified}\n", "依据：待核，某文（整份待核，只能存为草稿，不能发布）"),
    ],
)
def test_the_source_of_the_whole(tmp_path: Path, source: str, words: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(
        "format: selfeval-framework/1\nslug: f\nversion: 1\ntitle: 甲\nmoney_unit: yuan\ntotal_points: 5\n"
        f"{source}rounding: {{}}\ngrades: [{{name: 优, from: 0}}]\nfields: []\n"
        "indicators: [{code: a, name: 甲, points: 5, own_indicators: [数量]}]\n",
        encoding="utf-8",
    )

    assert lint(path)[1] == [
        "可用：甲（f@1）",
        "共有指标 0 项，数据项 0 项，合计 5 分（其中由单位自设个性指标：甲5分）",
        words,
    ]


def test_every_fault_on_a_line_of_its_own(tmp_path: Path) -> None:
    path = edited(
        tmp_path, ("total_points: 100", "total_points: 99"), ("rate_places: 2", "rate_places: 九"), source=FRAMEWORK
    )

    assert lint(path) == (
        2,
        [],
        [
            "rounding.rate_places：“九”应是0到6的整数，只写数字",
            "total_points：“99”与各指标分值之和 100 不等",
        ],
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [("none.yaml", "没有这个文件"), ("no-such-slug", "没有这个指标体系；已有："), (".", "打不开")],
)
def test_what_is_not_there(name: str, words: str) -> None:
    code, out, (told,) = lint(name)

    assert (code, out) == (2, [])
    assert words in told


@pytest.mark.parametrize("name", ["jinzhong-2021", "mof-2013@1"])
def test_a_shipped_framework_by_name(name: str) -> None:
    assert lint(name)[0] == 0


def test_as_a_command_without_a_database_from_any_folder(tmp_path: Path) -> None:
    bad = edited(tmp_path, ("kind: proportional", "kind: proportion"), source=FRAMEWORK)
    command = [sys.executable, str(ROOT / "manage.py"), "lint_framework"]
    environment = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "PYTHONIOENCODING": "utf-8"}
    runs = [
        subprocess.run(
            [*command, str(path)], cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=60
        )
        for path in (FRAMEWORK, bad)
    ]

    assert [run.returncode for run in runs] == [0, 2]
    assert runs[0].stdout.decode().startswith("可用：")
    assert "不是评分方法" in runs[1].stderr.decode()
    assert b"Traceback" not in runs[1].stderr
