"""A satisfaction rate comes from a survey: how many were asked, how, and when."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Field, Indicator, Severity

_NAME: Final = "满意度"
_METHOD: Final = re.compile(r"问卷|调查|访谈|测评|抽样|回访|评议|座谈|扫码|电话")
_SAMPLE: Final = re.compile(r"[0-9〇一二三四五六七八九十百千]+\s*(?:余|多)?\s*(?:份|人|户|名|家|件|个)")
_DATE: Final = re.compile(r"[0-9一二三四五六七八九十]+月|季度|上半年|下半年|年[底末中初]|全年|20[0-9]{2}年")
_SENTENCE_ENDS: Final = re.compile(r"[。！？；\n]")
_ABOUT: Final = ("满意", "问卷")
_RATE: Final = re.compile(r"满意[度率][^。；，\n]{0,8}?(?P<rate>[0-9]+(?:\.[0-9]+)?\s*[%％])")
# Data items of a framework in which a survey is told.
_FIELD: Final = re.compile(r"(?:调查|问卷).*(?:方法|方式|样本|份数|人数|日期|时间)")


def satisfaction_has_survey(case: Case) -> Iterator[Finding]:
    """What is not told of the survey behind each satisfaction indicator that scores.

    Where the framework has data items for the survey it is an error while one is empty; those it requires anyhow are
    told by `required_fields_filled`. Where it has none, information: no text tells sample, method and time.
    """
    leaves = [leaf for leaf in case.framework.leaves if _NAME in leaf.name and _scores(case, leaf)]
    fields = [field for field in case.framework.fields if _FIELD.search(field.label)]
    if fields:
        yield from (_unfilled(case, leaf, fields) for leaf in leaves[:1] if _empty(case, fields))
        return
    said = " ".join(_said(case)) if leaves else ""
    for leaf in leaves:
        entry = case.entry(leaf.code)
        texts = " ".join((said, entry.analysis, entry.reason))
        missing = [
            words
            for words, pattern in (("调查方法", _METHOD), ("样本数", _SAMPLE), ("时间", _DATE))
            if not pattern.search(texts)
        ]
        # A sample of something else, without any method, is none.
        if "调查方法" in missing:
            missing = ["调查方法", "样本数", "时间"]
        if missing:
            yield _finding(case, leaf, missing)


def _said(case: Case) -> Iterator[str]:
    """The sentences about satisfaction or a questionnaire; most texts have none and are not taken apart."""
    for each in case.passages:
        if any(words in each.text for words in _ABOUT):
            yield from (said for said in _SENTENCE_ENDS.split(each.text) if any(words in said for words in _ABOUT))


def _scores(case: Case, leaf: Indicator) -> bool:
    return case.entry(leaf.code).is_applicable and bool(case.sheet.indicators[leaf.code].self_score)


def _empty(case: Case, fields: list[Field]) -> list[Field]:
    return [each for each in fields if not each.is_required and case.filing.fields.get(each.code) in (None, "")]


def _unfilled(case: Case, leaf: Indicator, fields: list[Field]) -> Finding:
    empty = _empty(case, fields)
    return case.finding(
        "satisfaction_has_survey",
        *(f"fields.{each.code}" for each in empty),
        severity=Severity.ERROR,
        expected="、".join(each.label for each in empty),
        found=f"得{case.points(case.sheet.indicators[leaf.code].self_score or ZERO)}分",
        name=case.name_of(leaf.code),
    )


def _finding(case: Case, leaf: Indicator, missing: list[str]) -> Finding:
    for passage in case.passages:
        rate = _RATE.search(passage.text) if passage.box.startswith(f"indicators.{leaf.code}.") else None
        if rate is not None:
            return case.finding(
                "satisfaction_has_survey",
                passage.box,
                expected="、".join(missing),
                found=rate["rate"],
                quote=rate[0],
                offset=rate.start(),
                name=case.name_of(leaf.code),
            )
    score = case.sheet.indicators[leaf.code].self_score
    return case.finding(
        "satisfaction_has_survey",
        f"indicators.{leaf.code}.analysis",
        expected="、".join(missing),
        found=f"得{case.points(score)}分" if score is not None else "",
        name=case.name_of(leaf.code),
    )
