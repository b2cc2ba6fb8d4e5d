"""The shipped files as read by the product, and as plain text values for arithmetic that does not use the product."""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from selfeval.domain.files import read_filing, read_framework
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORKS = ("jinzhong-2021", "mof-2013")
FILINGS = ("jinzhong-2021", "half-filled-2021", "returned-2021")

# The rows of the real form. code: reference points, set points, self score (None: 不涉及)
ROWS: dict[str, tuple[str, str, str | None]] = {
    "input.target_setting.target_reasonableness": ("3", "3", "3"),
    "input.target_setting.indicator_clarity": ("3", "3", "3"),
    "input.budget_allocation.staff_control_rate": ("4", "4", "4"),
    "input.budget_allocation.three_public_change_rate": ("4", "4", "4"),
    "input.budget_allocation.key_expenditure_rate": ("4", "4", "4"),
    "process.budget_execution.completion_rate": ("2", "2", "0"),
    "process.budget_execution.adjustment_rate": ("2", "2", "0"),
    "process.budget_execution.payment_progress_rate": ("2", "2", "0"),
    "process.budget_execution.carryover_rate": ("3", "3", "3"),
    "process.budget_execution.operating_expenditure_control_rate": ("3", "3", "3"),
    "process.budget_execution.three_public_control_rate": ("3", "4", "4"),
    "process.budget_execution.procurement_execution_rate": ("3", "3", "3"),
    "process.budget_management.system_soundness": ("3", "3", "3"),
    "process.budget_management.fund_compliance": ("3", "3", "3"),
    "process.budget_management.information_disclosure": ("3", "3", "3"),
    "process.budget_management.basic_information": ("3", "3", "3"),
    "process.asset_management.system_soundness": ("3", "3", "3"),
    "process.asset_management.asset_safety": ("3", "4", "3"),
    "process.asset_management.fixed_asset_utilisation_rate": ("4", "1", "0"),
    "output.duty_performance.actual_achievement": ("8", "8", "8"),
    "output.duty_performance.quality_achievement": ("8", "8", "8"),
    "output.duty_performance.key_tasks_completion": ("6", "7", "7"),
    "effect.performance_benefit.economic_benefit": ("5", "0", None),
    "effect.performance_benefit.social_benefit": ("5", "10", "10"),
    "effect.performance_benefit.ecological_benefit": ("5", "0", None),
    "effect.performance_benefit.satisfaction": ("5", "10", "10"),
}


@cache
def framework(slug: str) -> Framework:
    """A shipped framework, through the product's reader."""
    return read_framework((ROOT / "fixtures" / "frameworks" / f"{slug}.yaml").read_text(encoding="utf-8"))


@cache
def filing(name: str) -> Filing:
    """A sample filing, through the product's reader."""
    text = (ROOT / "fixtures" / "filings" / f"{name}.yaml").read_text(encoding="utf-8")
    return read_filing(framework("jinzhong-2021"), text)


def plain(folder: str, name: str) -> dict[str, Any]:
    """A shipped file with every scalar as text."""
    text = (ROOT / "fixtures" / folder / f"{name}.yaml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but text
    assert isinstance(document, dict)
    return document


def plain_leaves(slug: str) -> dict[str, dict[str, Any]]:
    """The leaves of a framework file by full code, every scalar as text."""
    found: dict[str, dict[str, Any]] = {}

    def walk(nodes: list[dict[str, Any]], above: str) -> None:
        for node in nodes:
            code = f"{above}{node['code']}"
            if "children" in node:
                walk(node["children"], f"{code}.")
            else:
                found[code] = node

    walk(plain("frameworks", slug)["indicators"], "")
    return found


def amount(value: str) -> Decimal:
    """A figure of a plain file."""
    return Decimal(value)
