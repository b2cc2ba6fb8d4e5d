"""A table and one with fixed rows, in a framework and in a filing; both are read while the reference is printed."""

from typing import Final

from selfeval.domain.files import read_filing, read_framework

_FIELDS: Final = """fields:
  - code: tasks
    label: 年度主要任务
    kind: table
    columns:
      - {code: task, label: 任务}
      - {code: budget, label: 预算数, kind: money}
      - {code: done, label: 进度, kind: percent}
  - code: stock
    label: 储备清单
    kind: table
    columns: [{code: amount, label: 数量, kind: number}, {code: checked_on, label: 盘点日期, kind: date}]
    rows: [编织袋, 抽水泵, 应急灯]
"""
_FILED: Final = """fields:
  tasks:
    - {task: 河道清淤, budget: 120.5, done: 100%}
    - {task: 堤防加固, budget: 80, done: 62.5%}
  stock:
    - {amount: 5000, checked_on: 2023-12-20}
    - {}
    - {amount: 40}
"""
_FRAMEWORK: Final = f"""format: selfeval-framework/1
slug: tables
version: 1
title: 示例
money_unit: wan_yuan
total_points: 10
rounding: {{mode: half_up}}
grades: [{{name: 合格, from: 0}}]
{_FIELDS}indicators: [{{code: item, name: 某项, points: 10, scoring: {{kind: manual}}}}]
"""
_FILING: Final = f"format: selfeval-filing/1\nframework: tables\nfiscal_year: 2023\n{_FILED}"


def table_example() -> str:
    """The two blocks. Raises FileFaults where the readers refuse either."""
    read_filing(read_framework(_FRAMEWORK), _FILING)
    return f"框架里：\n\n```yaml\n{_FIELDS}```\n\n填报里：\n\n```yaml\n{_FILED}```\n"
