"""What a published form is worth today: the score that counts, and what became of the form since it was published.

Page, PDF, workbook, data and the verification page all say it from here.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.workflow import State
from selfeval.models import Disclosure
from selfeval.queries.official_scores import official_score
from selfeval.web.presenters.text import score_text
from selfeval.web.presenters.three_scores import BY_CHECK

STATUS: Final = "公开文本"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """What became of the form since it was published: a word, and a sentence for anybody."""

    code: str
    words: str
    note: str
    short: str


_UNLOCKED: Final = PublicChange(
    code="unlocked",
    words="已解锁修改中",
    note="公开以后，财政部门同意单位解锁修改，现正在修改。下面是公开时的内容，请留意更新。",
    short="已解锁修改中：这是公开时的内容，请留意更新。",
)
_ANEW: Final = PublicChange(
    code="anew",
    words="已重新定稿",
    note="公开以后，这份自评表修改过并重新定稿，新的一版还没有公开。下面是原来公开的内容。",
    short="已重新定稿：这是原来公开的内容，新的一版还没有公开。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicScore:
    """The score that counts, as printed; `rule` says which of the scores it is."""

    points: str
    grade: str
    rule: str

    @property
    def words(self) -> str:
        """最终得分 91 分（以复核总分为准），等级优."""
        grade = f"，等级{self.grade}" if self.grade else ""
        return f"最终得分 {self.points} 分（{self.rule}）{grade}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStanding:
    """Of one published form today; `score` None where none counts now."""

    score: PublicScore | None
    change: PublicChange | None

    @property
    def key(self) -> str:
        """Eight characters that are other where anything of it is."""
        return hashlib.sha256(repr((self.score, self.change)).encode()).hexdigest()[:8]

    @property
    def status(self) -> str:
        """For the foot of every page."""
        return f"{STATUS}（{self.change.words}）" if self.change else STATUS

    @property
    def remarks(self) -> tuple[str, ...]:
        """For the signature block: the form itself prints the unit's own scores."""
        score = self.score.words if self.score else "最终得分还没有确定"
        return (f"{score}；表内是自评得分。", *((self.change.short,) if self.change else ()))

    def data(self) -> dict[str, Any]:
        """For open data."""
        score, change = self.score, self.change
        return {
            "final_score": score and {"score": score.points, "grade": score.grade or None, "rule": score.rule},
            "change": change and {"code": change.code, "words": change.words},
        }


def change_of(row: Disclosure, *, copy_round: int) -> PublicChange | None:
    """What became of the form of `row` since its copy, that of `copy_round`, was published; None where nothing did."""
    if row.filing.current_state is not State.FINALISED:
        return _UNLOCKED
    return _ANEW if row.filing.round != copy_round else None


def standing_of_public(row: Disclosure) -> PublicStanding:
    """Of `row` with its frozen copy, its filing and its cycle. One query at most, and the framework's."""
    copy = row.submission
    found = official_score(filing=row.filing, copy_round=copy.round)
    score = None
    if found is not None:
        points = score_text(found.points, copy.framework.points_places)
        score = PublicScore(points=points, grade=found.grade, rule=found.rule.label if found.rule else BY_CHECK)
    return PublicStanding(score=score, change=change_of(row, copy_round=copy.round))
