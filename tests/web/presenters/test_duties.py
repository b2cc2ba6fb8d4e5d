"""Who sees no filings is told what they are there for and where it ends."""

import pytest

from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.web.presenters.duties import duties_of


@pytest.mark.parametrize("role", sorted(SEPARATE_ROLES))
def test_each_of_the_three_has_a_duty_of_their_own(role: Role) -> None:
    others = {task for other in SEPARATE_ROLES - {role} for task in duties_of(other).tasks}
    assert duties_of(role).tasks
    assert not others & set(duties_of(role).tasks)
    assert duties_of(role).limits


def test_who_has_no_role_yet_is_told_who_gives_one() -> None:
    duties = duties_of(Role.UNASSIGNED)
    assert duties.tasks == ()
    assert "请安全管理员授予角色" in duties.limits
