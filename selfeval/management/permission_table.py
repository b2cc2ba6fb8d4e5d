"""The table of rights as it is specified: fixtures/permissions.yaml read, and printed as a page of docs/."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

from selfeval.domain.after_review import STEPS
from selfeval.domain.answers import Answer
from selfeval.domain.rights import Right
from selfeval.domain.rights_after import Task
from selfeval.domain.standing import Arrangement, Standing
from selfeval.domain.workflow import Action, Role, State

_LETTERS: Final = {"Y": Answer.ALLOWED, "N": Answer.REFUSED, "H": Answer.HIDDEN, "C": Answer.NOT_NOW}
_MARKS: Final = {Answer.ALLOWED: "✓", Answer.REFUSED: "×", Answer.HIDDEN: "", Answer.NOT_NOW: "○"}
_RIGHT_WORDS: Final[Mapping[Right, str]] = {
    Right.VIEW: "查看",
    Right.EDIT: "填写",
    Right.REVIEW_OPEN: "审核（打分、批注）",
    Right.EXPORT: "导出",
    Right.PREVIEW: "看现在填的",
    Right.WAIVE: "豁免问题",
    Right.SEE_DIVISION: "看分工",
    Right.DIVIDE: "分工",
    Right.FILL_FOR_UNIT: "开始、停止代填",
    Right.SEAL: "上传签章件",
    Right.HAND_OVER: "移交审核",
    Right.EXTEND: "给单位延期",
}
_STATES: Final = tuple(State)
EVERYTHING: Final = (*Right, *Action)


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """A person towards a filing, and the answer to each thing they may ask for, one for each state in their order."""

    code: str
    name: str
    standing: Standing
    answers: Mapping[Right | Action, Sequence[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionTable:
    """`tasks` are of roles, `steps` (after a review) of principals, by their codes."""

    principals: tuple[Principal, ...]
    tasks: Mapping[Task, frozenset[Role]]
    steps: Mapping[str, frozenset[str]]

    def cells(self) -> Iterator[tuple[Principal, Right | Action, State, Answer]]:
        """Every cell about filings."""
        for principal in self.principals:
            for action, answers in principal.answers.items():
                for state, answer in zip(_STATES, answers, strict=True):
                    yield principal, action, state, answer


def permission_table(path: Path | None = None) -> PermissionTable:
    """The table in the file. Raises ValueError for a word or a letter that means nothing."""
    source = path or settings.BASE_DIR / "fixtures" / "permissions.yaml"
    document = yaml.safe_load(source.read_text(encoding="utf-8"))
    return PermissionTable(
        principals=tuple(_principal(row) for row in document["principals"]),
        tasks={Task(code): frozenset(Role(role) for role in roles) for code, roles in document["tasks"].items()},
        steps={code: frozenset(names) for code, names in document["steps"].items()},
    )


def _principal(row: Mapping[str, Any]) -> Principal:
    facts = dict.fromkeys(row.get("is", ()), True)
    sees = _answers(row["sees"])
    # What is not named is refused where the filing is seen, and hidden where it is not.
    unnamed = tuple(Answer.REFUSED if each is Answer.ALLOWED else each for each in sees)
    named = {_known(word): _answers(letters) for word, letters in row.get("may", {}).items()}
    return Principal(
        code=row["code"],
        name=row["name"],
        standing=Standing(
            role=Role(row["role"]) if row["role"] else None,
            arrangement=Arrangement(**row.get("arrangement", {})),
            **facts,
        ),
        answers={action: sees if action is Right.VIEW else named.get(action, unnamed) for action in EVERYTHING},
    )


def _known(word: str) -> Right | Action:
    return Right(word) if word in set(Right) else Action(word)


def _answers(letters: str) -> tuple[Answer, ...]:
    found = letters.split()
    if len(found) != len(_STATES) or not set(found) <= _LETTERS.keys():
        raise ValueError(f"“{letters}”应是 {len(_STATES)} 个字母，每个是 {'、'.join(_LETTERS)} 之一。")
    return tuple(_LETTERS[letter] for letter in found)


def permissions_page() -> str:
    """The table for people to read."""
    table = permission_table()
    legend = "；".join(f"{_MARKS[each] or '空白'} {each.label}" for each in Answer)
    lines = [
        "# 权限表",
        "",
        "谁、在填报的哪个状态、能做什么。规定写在 `fixtures/permissions.yaml`，程序逐格照它核对；没有写的一律不许。",
        "",
        "说的是填报期内的第一轮、审核人还没有打开的填报；批次没有开始的、已结束的，只能看。单位要求解锁以后才谈得上解锁。",
        "",
        f"{legend}。各行没有列出的事，一律无权。",
        "",
    ]
    for principal in table.principals:
        lines += _section(principal)
    lines += ["## 不针对一份填报的事", "", "| 事 | 由谁 |", "|---|---|"]
    lines += [f"| {task.label} | {'、'.join(_roles(roles))} |" for task, roles in table.tasks.items()]
    names = {principal.code: principal.name for principal in table.principals}
    lines += ["", "## 审核以后的步骤", "", "| 步骤 | 由谁 |", "|---|---|"]
    lines += [
        f"| {STEPS[code].label}（`{code}`） | {'；'.join(name for key, name in names.items() if key in who)} |"
        for code, who in table.steps.items()
    ]
    return "\n".join([*lines, ""])


def _roles(roles: frozenset[Role]) -> list[str]:
    return [role.label for role in Role if role in roles]


def _section(principal: Principal) -> list[str]:
    lines = [f"## {principal.name}", ""]
    shown = {
        action: answers
        for action, answers in principal.answers.items()
        if not set(answers) <= {Answer.REFUSED, Answer.HIDDEN}
    }
    if not shown:
        return [*lines, "什么填报都看不见。", ""]
    lines += [f"| | {' | '.join(state.label for state in State)} |", f"|---|{'---|' * len(_STATES)}"]
    for action, answers in shown.items():
        words = _RIGHT_WORDS[action] if isinstance(action, Right) else action.label
        lines.append(f"| {words} | {' | '.join(_MARKS[each] for each in answers)} |")
    return [*lines, ""]
