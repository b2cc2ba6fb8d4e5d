"""What is said of a verification code, calmly: what the printed form is worth today."""

from dataclasses import dataclass
from typing import Final

from selfeval.models import Disclosure
from selfeval.queries.disclosures import Standing, Verified
from selfeval.services.signed_documents import Seal
from selfeval.web.presenters.public_form import links_of
from selfeval.web.presenters.public_standing import standing_of_public
from selfeval.web.presenters.text import clock_text, day_text, local_day

_SAID: Final = {
    Standing.OFFICIAL: ("is-green", "ok", "是定稿", "这份自评表已由财政部门审核定稿，是现行有效的版本。"),
    Standing.IN_REVIEW: ("is-accent", "clock", "还没有定稿", "这是单位报送的版本，正在审核，还不是定稿。"),
    Standing.REOPENED: ("is-amber", "warn", "正在修改", "这一版送出后又退回或解锁修改，请以重新定稿的版本为准。"),
    Standing.SUPERSEDED: ("is-amber", "warn", "已有新版本", "这一版后来重新报送过，请以新的版本为准。"),
    Standing.PUBLIC: ("is-green", "ok", "是公开文本", "这是向社会公开的文本，个人信息已脱敏，其余与定稿一致。"),
    Standing.PUBLIC_OLD: (
        "is-amber",
        "warn",
        "公开文本，原稿有变动",
        "这是向社会公开的文本；公开以后原稿解锁修改过，请留意更新。",
    ),
    Standing.WITHDRAWN: ("is-amber", "warn", "已撤下", "这份公开文本已经撤下，不再作为公开的依据。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to a code. `public_url` where the same form is public."""

    css: str
    icon: str
    words: str
    note: str
    department: str
    department_code: str
    year: int
    cycle: str
    round: int
    submitted: str
    sha256: str
    public_url: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealWords:
    """What is said of a PDF that somebody has: whether it is as it was issued."""

    css: str
    icon: str
    words: str
    note: str


SEALS: Final = {
    Seal.GENUINE: SealWords(
        css="is-green", icon="ok", words="PDF 没有改动过", note="这个文件由本系统生成并签名，此后一个字节也没有变。"
    ),
    Seal.CHANGED: SealWords(
        css="is-red",
        icon="warn",
        words="签名对不上",
        note="文件在签名以后改动过，或者是别的系统签的，不能当作原件。请向出具的单位要原文件，或照页脚的校验码逐项对照。",
    ),
    Seal.NONE: SealWords(
        css="is-amber",
        icon="warn",
        words="文件里没有签名",
        note="草稿、打印后扫描的、用别的软件另存过的 PDF 都没有签名。内容对不对，请照页脚的校验码核验。",
    ),
    Seal.NO_PDF: SealWords(
        css="is-amber", icon="warn", words="不是 PDF 文件", note="请选从本系统下载的那个 .pdf 文件。"
    ),
}


def verdict_of(found: Verified) -> Verdict:
    """In words for anybody."""
    css, icon, words, note = _SAID[found.standing]
    submission = found.submission
    filing = submission.filing
    is_public = found.disclosure is not None and found.standing in (Standing.PUBLIC, Standing.PUBLIC_OLD)
    return Verdict(
        css=css,
        icon=icon,
        words=words,
        note=note,
        department=filing.department.name,
        department_code=filing.department.code,
        year=filing.cycle.fiscal_year,
        cycle=filing.cycle.title,
        round=submission.round,
        submitted=f"{day_text(local_day(submission.submitted_at))} {clock_text(submission.submitted_at)}",
        sha256=found.sha256,
        public_url=links_of(found.disclosure).page if is_public and found.disclosure else "",
        # What is not public is told to nobody here, whatever paper they hold.
        score=_score(found.disclosure) if is_public and found.disclosure else "",
    )


def _score(row: Disclosure) -> str:
    score = standing_of_public(row).score
    return score.words if score else "最终得分还没有确定"
