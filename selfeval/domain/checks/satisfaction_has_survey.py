"""A satisfaction rate comes from a survey: how many were asked, how, and when."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator

_NAME: Final = "满意度"
_METHOD: Final = re.compile(r"问卷|调查|访谈|测评|抽样|回访|评议|座谈|扫码|电话")
_SAMPLE: Final = re.compile(r"[0-9〇一二三四五六七八九十百千]+\s*(?:余|多)?\s*(?:份|人|户|名|家|件|个)")
_DATE: Final = re.compile(r"[0-9一二三四五六七八九十]+月|季度|上半年|下半年|年[底末中初]|全年|20[0-9]{2}年")
_ABOUT: Final = re.compile(r"[^。！？；\n]*(?:满意|问卷)[^。！？；\n]*")
_RATE: Final = re.compile(r"满意[度率][^。；，\n]{0,8}?(?P<rate>[0-9]+(?:\.[0-9]+)?\s*[%％])")


def satisfaction_has_survey(case: Case) -> Iterator[Finding]:
    """Information on each satisfaction indicator that scores, where no text tells sample, method and time."""
    leaves = [leaf for leaf in case.framework.leaves if _NAME in leaf.name]
    said = " ".join(match[0] for each in case.passages for match in _ABOUT.finditer(each.text)) if leaves else ""
    for leaf in leaves:
        entry = case.filing.entry(leaf.code)
        if not entry.is_applicable or not entry.self_score:
            continue
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
    score = case.filing.entry(leaf.code).self_score
    return case.finding(
        "satisfaction_has_survey",
        f"indicators.{leaf.code}.analysis",
        expected="、".join(missing),
        found=f"得{case.points(score)}分" if score is not None else "",
        name=case.name_of(leaf.code),
    )
