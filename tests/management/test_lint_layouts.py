"""`manage.py lint_layouts`: every fault of every layout file, one a line, with file, place, value and remedy."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from selfeval.exports.layout_choice import FOLDER

SHIPPED = Path(settings.BASE_DIR) / FOLDER


def lint(*arguments: str) -> str:
    out = StringIO()
    call_command("lint_layouts", *arguments, stdout=out)
    return out.getvalue()


def test_what_ships_can_be_used() -> None:
    told = lint()
    assert "可用：五列式（five-columns）：jinzhong-2021、" in told
    assert len(told.splitlines()) == len(list(SHIPPED.glob("*.yaml")))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("width: 74.5", "width: 75", "five-columns.yaml indicators.columns：“164.5毫米”各栏宽度合计应正好是164毫米"),
        ("jinzhong-2021, ", "jinzhong-2031, ", "five-columns.yaml frameworks[0]：“jinzhong-2031”没有这个指标体系"),
    ],
)
def test_faults_are_told_and_the_command_fails(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = (SHIPPED / "five-columns.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "five-columns.yaml").write_text(text.replace(old, new), encoding="utf-8")
    err = StringIO()
    with pytest.raises(SystemExit) as failed:
        call_command("lint_layouts", str(tmp_path), stderr=err)
    assert failed.value.code == 2
    assert told in err.getvalue()
