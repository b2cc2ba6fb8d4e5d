"""The command: exit codes, JSON of the contract, a list for people; no database."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.imports.samples import FIRST, FIVE, original, word
from tests.imports.test_understanding import HEAD

KEYS = {"check", "severity", "where", "message", "expected", "found", "explanation"}


def run(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("check_form", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "旧表.docx"
    path.write_bytes(word(*HEAD, FIVE))
    return path


def document(path: Path, *options: str) -> Any:
    return json.loads(run(path, "--json", *options))


def test_json_is_the_findings_file(form: Path) -> None:
    found = document(form)

    assert list(found) == ["format", "understood", "not_understood", "findings"]
    assert found["format"] == "selfeval-findings/1"
    assert found["understood"]["framework"]["slug"] == "jinzhong-2021"
    assert found["understood"]["fields"]["original_budget"]["value"] == "100.00"
    assert all(set(each) == {"place", "words", "why"} for each in found["not_understood"])
    assert [set(each) for each in found["findings"]] == [KEYS, KEYS]


def test_text_findings_have_quote_and_offset(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "2023年度某办绩效自评\r\n今年以来以来，共受理3件。\r\n"
    path.write_bytes(text.encode("gb18030"))
    (finding,) = document(path)["findings"]

    assert set(finding) == KEYS | {"quote", "offset"}
    assert (finding["quote"], finding["where"]) == ("以来以来", ["text"])
    assert path.read_text(encoding="gb18030")[finding["offset"] :].startswith("以来以来")


def test_people_read_places(form: Path) -> None:
    told = run(form)

    assert "指标体系：部门整体支出绩效自评表（jinzhong-2021@1）" in told
    assert "没有读懂或拿不准的：" in told
    assert "[请核对] 表1第2行第1格：上年结转金额还没有填" in told


def test_a_framework_given_by_hand_is_used(form: Path) -> None:
    assert document(form, "--framework", "mof-2013")["understood"]["framework"]["slug"] == "mof-2013"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.docx", b"broken", "已损坏"),
        ("a.txt", b"", "空文件"),
        ("a.pdf", b"%PDF", "格式"),
    ],
)
def test_what_cannot_be_read_is_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        call_command("check_form", str(path))

    assert stopped.value.code == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize("given", [("没有.txt",), ("旧表.docx", "--framework", "nowhere")])
def test_what_is_not_there_is_exit_2(form: Path, given: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("check_form", str(form.with_name(given[0])), *given[1:])

    assert stopped.value.code == 2


def test_the_published_report_among_all_shipped_frameworks(tmp_path: Path) -> None:
    path = tmp_path / FIRST
    path.write_text(original(FIRST), encoding="utf-8")
    found = document(path)

    assert found["understood"]["framework"]["slug"] == "jinzhong-2021"
    assert len(found["findings"]) == 32
