"""Fields of every kind, with a framework made for it: each value comes back as it was typed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.filing import FieldValue, Item
from selfeval.models import Filing, TableRow, User
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import FigureChange
from selfeval.services.cycles import create_cycle
from selfeval.services.errors import BadValue
from selfeval.services.filings import open_filing
from selfeval.services.frameworks import load_framework
from tests.factories import NOW, make_unit, save

FRAMEWORK = """
format: selfeval-framework/1
slug: every-kind
version: 1
title: 各种数据项
money_unit: wan_yuan
total_points: 100
rounding: {mode: half_up}
grades: [{name: 优, from: 0}]
field_groups: [{code: kinds, label: 各种}]
fields:
  - {code: amount, label: 金额, kind: money, group: kinds, min: none}
  - {code: people, label: 人数, kind: count, group: kinds}
  - {code: share, label: 比例, kind: percent, group: kinds}
  - {code: distance, label: 里程, kind: number, group: kinds}
  - {code: words, label: 文字, kind: text, group: kinds}
  - {code: day, label: 日期, kind: date, group: kinds}
  - {code: yes, label: 是否, kind: flag, group: kinds}
  - {code: pick, label: 选择, kind: choice, group: kinds, options: [甲, 乙]}
  - {code: items, label: 明细, kind: itemised_money, group: kinds}
  - code: tasks
    label: 任务
    kind: table
    group: kinds
    columns:
      - {code: task, label: 任务, kind: text}
      - {code: budget, label: 预算, kind: money}
      - {code: done, label: 完成率, kind: percent}
      - {code: due, label: 期限, kind: date}
indicators:
  - code: only
    name: 唯一
    children:
      - code: one
        name: 一
        children:
          - {code: leaf, name: 叶, points: 100, scoring: {kind: manual}}
"""

VALUES: list[tuple[str, FieldValue]] = [
    ("amount", Decimal("-24240300.01")),
    ("amount", Decimal("0.00")),
    ("people", Decimal(51)),
    ("share", Decimal("0.12345678901234")),
    ("distance", Decimal("0.000000000001")),
    ("words", "第一行\n第二行 “引号”"),
    ("day", date(2021, 12, 31)),
    ("yes", True),
    ("yes", False),
    ("pick", "乙"),
    ("items", ()),
    (
        "items",
        (
            Item(label="办公楼", amount=Decimal("700000.00")),
            Item(label="环保", amount=Decimal("0.01"), is_excluded=True, basis="上级交办"),
        ),
    ),
    ("tasks", ()),
    (
        "tasks",
        (
            {"task": "修路", "budget": Decimal("1234.56"), "done": Decimal("0.955"), "due": date(2021, 6, 30)},
            {"task": "只有名称"},
            {},
        ),
    ),
]


@pytest.fixture
def filing(db: None) -> tuple[Filing, User]:
    framework = load_framework(text=FRAMEWORK, path="every-kind.yaml", actor=None, now=NOW).version
    unit = make_unit("001", "综合办")
    cycle = create_cycle(
        actor=None,
        code="2021",
        fiscal_year=2021,
        title="2021年度",
        framework=framework,
        opens_at=NOW,
        deadline=NOW.replace(year=2023),
        now=NOW,
    )
    return open_filing(actor=None, cycle=cycle, department=unit.department, now=NOW), unit.preparer


@pytest.mark.parametrize(("code", "value"), VALUES)
def test_every_kind_of_value_comes_back(filing: tuple[Filing, User], code: str, value: FieldValue) -> None:
    saved = save(*filing, "kinds", FigureChange(code=code, value=value))
    stored = filing_snapshot(filing=Filing.objects.get(pk=filing[0].pk))
    assert stored.fields == {code: value}
    assert type(stored.fields[code]) is type(value)
    assert stored == saved.assessment.filing


def test_rows_taken_out_are_gone(filing: tuple[Filing, User]) -> None:
    change = FigureChange(code="tasks", value=({"task": "一"}, {"task": "二"}))
    save(*filing, "kinds", change)
    save(*filing, "kinds", FigureChange(code="tasks", value=({"task": "二"},)))
    assert [row.cells for row in TableRow.objects.all()] == [{"task": "二"}]
    save(*filing, "kinds", FigureChange(code="tasks", value=None))
    assert not TableRow.objects.exists()


def test_an_empty_text_is_not_filled(filing: tuple[Filing, User]) -> None:
    save(*filing, "kinds", FigureChange(code="words", value="字"))
    save(*filing, "kinds", FigureChange(code="words", value=""))
    assert filing_snapshot(filing=filing[0]).fields == {}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("pick", "丙"),
        ("share", Decimal("0.123456789012345")),
        ("tasks", ({"task": 1},)),
        ("tasks", ({"unknown": "x"},)),
        ("tasks", ({"budget": Decimal("0.001")},)),
        ("tasks", ("一行文字",)),
        ("items", (Decimal(1),)),
        ("day", "2021-12-31"),
        ("yes", "true"),
        ("distance", Decimal("0.0000000000001")),
    ],
)
def test_what_the_kind_does_not_hold_is_refused(filing: tuple[Filing, User], code: str, value: Any) -> None:
    with pytest.raises(BadValue, match=f"fields.{code}"):
        save(*filing, "kinds", FigureChange(code=code, value=value))
