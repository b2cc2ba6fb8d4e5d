"""Row A01: every cell of fixtures/permissions.yaml, which is the specification, against the rule of rights."""

from pathlib import Path

import pytest

from selfeval.domain.after_review import STEPS, AfterState, CheckState, DisclosureState, RectificationState
from selfeval.domain.answers import Answer, answer_to
from selfeval.domain.cycle import Phase
from selfeval.domain.rights import Right, is_allowed
from selfeval.domain.rights_after import Task, why_not_step, why_not_task
from selfeval.domain.standing import Situation
from selfeval.domain.workflow import SEPARATE_ROLES, TRANSITIONS, Action, Role, State
from selfeval.management.permission_table import EVERYTHING, Principal, permission_table, permissions_page

TABLE = permission_table()
BY_CODE = {principal.code: principal for principal in TABLE.principals}
OF_UNLOCKING = {row.action for row in TRANSITIONS if row.is_unlock_asked}


@pytest.mark.parametrize("principal", TABLE.principals, ids=lambda each: each.code)
def test_a01_every_cell_is_what_the_rule_answers(principal: Principal) -> None:
    wrong = []
    for action, answers in principal.answers.items():
        for state, written in zip(State, answers, strict=True):
            situation = Situation(state=state, is_unlock_asked=action in OF_UNLOCKING)
            found = answer_to(action, principal.standing, situation)
            if found is not written:
                wrong.append(f"{action} in {state}: {written} is written, {found} is answered")
    assert not wrong


def test_a01_the_table_is_whole() -> None:
    cells = {(principal.code, action, state) for principal, action, state, _ in TABLE.cells()}
    assert len(cells) == len(TABLE.principals) * len(EVERYTHING) * len(State) > 9000
    assert {principal.standing.role for principal in TABLE.principals} == {None, *Role}
    # Whatever can be done at all is somebody's.
    assert {action for _, action, _, answer in TABLE.cells() if answer is Answer.ALLOWED} == set(EVERYTHING)


@pytest.mark.parametrize("action", Action)
def test_a16_an_action_is_allowed_where_the_workflow_has_an_edge_and_nowhere_else(action: Action) -> None:
    allowed = {state for _, a, state, answer in TABLE.cells() if a is action and answer is Answer.ALLOWED}
    assert allowed == {state for row in TRANSITIONS if row.action is action for state in row.sources}


def test_who_may_in_another_state_is_told_so_and_who_never_may_is_refused() -> None:
    for principal in TABLE.principals:
        for action, answers in principal.answers.items():
            assert not {Answer.REFUSED, Answer.NOT_NOW} <= set(answers), (principal.code, action)
            if Answer.NOT_NOW in answers and action is not Right.PREVIEW:
                assert Answer.ALLOWED in answers, (principal.code, action)


def test_the_three_who_run_the_system_see_no_filing() -> None:
    for principal in TABLE.principals:
        if principal.standing.role in {None, Role.UNASSIGNED, *SEPARATE_ROLES}:
            assert {each for answers in principal.answers.values() for each in answers} == {Answer.HIDDEN}


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("role", [None, *Role])
def test_a01_work_that_is_not_about_one_filing(task: Task, role: Role | None) -> None:
    assert (not why_not_task(task, role)) == (role in TABLE.tasks[task])


@pytest.mark.parametrize("code", STEPS)
def test_a01_steps_after_a_review(code: str) -> None:
    step = STEPS[code]
    for source in step.sources or {None}:
        allowed = {each.code for each in TABLE.principals if not why_not_step(step, each.standing, source)}
        assert allowed == TABLE.steps[code]
    states: tuple[AfterState, ...] = (*CheckState, *RectificationState, *DisclosureState)
    for state in set(states) - step.sources:
        assert all(why_not_step(step, each.standing, state) for each in TABLE.principals) or not step.sources


def test_the_table_names_every_task_and_step() -> None:
    assert TABLE.tasks.keys() == set(Task)
    assert TABLE.steps.keys() == STEPS.keys()
    assert {code for codes in TABLE.steps.values() for code in codes} <= BY_CODE.keys()


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.ARCHIVED])
def test_a15_a_locked_year_takes_nothing_from_anybody(phase: Phase) -> None:
    looking = {Right.VIEW, Right.EXPORT, Right.PREVIEW, Right.SEE_DIVISION}
    for principal, action, state, _ in TABLE.cells():
        situation = Situation(state=state, phase=phase, is_extended=True, is_unlock_asked=action in OF_UNLOCKING)
        assert action in looking or not is_allowed(action, principal.standing, situation), (principal.code, action)


@pytest.mark.parametrize(("old", "new"), [("Y Y Y Y Y Y Y Y Y Y", "Y Y Y"), ("H H H H Y", "X H H H Y")])
def test_a_line_that_is_no_line_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (Path(__file__).parents[2] / "fixtures/permissions.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "permissions.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match="应是 10 个字母"):
        permission_table(broken)


def test_the_page_has_everybody_and_everything_they_may() -> None:
    page = permissions_page()
    for principal in TABLE.principals:
        assert f"## {principal.name}\n" in page
    assert "| 签发并提交 |" in page
    assert "| 查看 | ✓ | ✓ |" in page
    assert page.count("什么填报都看不见。") == sum(
        set(principal.answers[Right.VIEW]) == {Answer.HIDDEN} for principal in TABLE.principals
    )
