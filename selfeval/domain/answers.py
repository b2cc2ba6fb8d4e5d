"""What is answered to somebody who asks for something: the four cells of docs/permissions.md."""

from enum import StrEnum

from selfeval.domain.rights import Right, is_allowed, why_never, why_not
from selfeval.domain.standing import Situation, Standing
from selfeval.domain.workflow import Action


class Answer(StrEnum):
    """`HIDDEN`: for this person there is no such filing. `REFUSED`: not theirs to do in any state. `NOT_NOW`: in some
    states, but not in this one."""

    ALLOWED = "allow"
    REFUSED = "refuse"
    HIDDEN = "hidden"
    NOT_NOW = "conflict"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _LABELS[self]


_LABELS = {
    Answer.ALLOWED: "可以",
    Answer.REFUSED: "无权办理",
    Answer.HIDDEN: "看不见",
    Answer.NOT_NOW: "这时不行",
}


def answer_to(action: Right | Action, standing: Standing, situation: Situation) -> Answer:
    """The answer by the rule of rights."""
    if not why_not(action, standing, situation):
        return Answer.ALLOWED
    if not is_allowed(Right.VIEW, standing, situation):
        return Answer.HIDDEN
    return Answer.REFUSED if why_never(action, standing) else Answer.NOT_NOW
