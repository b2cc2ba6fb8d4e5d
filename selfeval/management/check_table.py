"""The table of checks as text, for the command that lists them and for the documentation."""

from selfeval.domain.checks.rule_rows import SEVERITY_WORDS as SEVERITY_WORDS
from selfeval.domain.checks.rule_rows import RuleRow, rule_rows
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings


def check_table(settings: CheckSettings = DEFAULT) -> list[str]:
    """The lines of a Markdown table, one check a row; what `settings` have otherwise than usual is said in brackets."""
    lines = ["| 规则 | 编码 | 级别 | 应当如此 | 阈值 |", "|---|---|---|---|---|"]
    lines += [
        f"| {row.title} | `{row.code}` | {row.severity} | {row.must} | {_limits(row)} |" for row in rule_rows(settings)
    ]
    return lines


def _limits(row: RuleRow) -> str:
    return f"{row.limits}（{row.usual}）" if row.usual else row.limits
