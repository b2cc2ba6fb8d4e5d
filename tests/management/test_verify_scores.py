"""`manage.py verify_scores`: what it prints and how it ends."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from selfeval.domain.workflow import State
from selfeval.models import IndicatorScore
from tests.factories import bring_to, make_world

pytestmark = pytest.mark.django_db
RATE = "process.budget_execution.completion_rate"


def run(*arguments: str) -> tuple[int, str]:
    stdout = StringIO()
    try:
        call_command("verify_scores", *arguments, stdout=stdout)
    except SystemExit as stopped:
        return int(str(stopped.code)), stdout.getvalue()
    return 0, stdout.getvalue()


def test_an_empty_database_is_sound() -> None:
    assert run() == (0, "核对了0份，全部一致。\n")


def test_a_sound_database_ends_with_0() -> None:
    bring_to(make_world(), State.SUBMITTED)
    assert run() == (0, "核对了2份，全部一致。\n")
    code, printed = run("--json")
    assert code == 0
    assert json.loads(printed) == {"format": "selfeval-verification/1", "differing": [], "checked": 2}


def test_a_changed_row_is_printed_and_ends_with_1() -> None:
    filing = bring_to(make_world(), State.SUBMITTED)
    IndicatorScore.objects.filter(filing=filing, code=RATE).update(computed_score=Decimal("1.5"), rate=None)
    code, printed = run()
    assert code == 1
    assert printed.splitlines() == [
        "001 综合办　2021年度部门整体支出绩效自评　现稿",
        f"    indicators.{RATE}.rate：存的 （无） → 重算 0.819967729321",
        f"    indicators.{RATE}.computed_score：存的 1.5 → 重算 0",
        "核对了2份，1份不一致，共2处。",
    ]
    code, printed = run("--json")
    assert code == 1
    document = json.loads(printed)
    assert document["checked"] == 2
    (differing,) = document["differing"]
    assert (differing["filing"], differing["round"]) == (str(filing.public_id), None)
    assert differing["differences"][1] == {
        "where": f"indicators.{RATE}.computed_score",
        "stored": "1.5",
        "recomputed": "0",
    }
