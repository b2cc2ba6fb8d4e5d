"""The papers at the top of the repository."""

import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def test_licence_is_the_whole_mulan_text() -> None:
    text = (TOP / "LICENSE").read_text(encoding="utf-8")
    for part in ("木兰宽松许可证， 第2版", "条款结束", "Grant of Patent License", "END OF THE TERMS AND CONDITIONS"):
        assert part in text
    assert tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["license"] == "MulanPSL-2.0"


def test_fonts_carry_the_open_font_licence() -> None:
    text = (TOP / "static/fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in text
    assert "Adobe" in text
    assert "LXGW" in text


def test_security_policy_is_in_both_languages() -> None:
    text = (TOP / "SECURITY.md").read_text(encoding="utf-8")
    assert "报告漏洞" in text
    assert "Reporting a vulnerability" in text
    assert "不得用于处理涉密信息" in text
