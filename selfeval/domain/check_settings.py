"""The document in which a cycle says what it checks by, and how it is read.

    {"thresholds": {"december_most": "0.3", "slip_factors": ["100", "10000"]},
     "severities": {"year_end_rush": "warning"}}

Only what differs from the usual is named. Numbers are plain digits in text, shares are ratios.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from selfeval.domain.amounts import number_text
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.rule_rows import SEVERITY_WORDS
from selfeval.domain.checks.thresholds import DEFAULT, LABELS, CheckSettings, Thresholds
from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.domain.framework import Severity

_PARTS: Final = ("thresholds", "severities")
_MOST: Final = Decimal(1_000_000)


def settings_from_document(document: Any) -> CheckSettings:
    """What `document` says, beside the usual. Raises FileFaults with every fault at once."""
    if not isinstance(document, Mapping):
        raise FileFaults([Fault(path="", found="", expected="应为一组设置：thresholds、severities")])
    faults = [
        Fault(path=str(key), found="", expected=f"没有这一项，应为{'、'.join(_PARTS)}")
        for key in document
        if key not in _PARTS
    ]
    thresholds = _read(document, "thresholds", faults, _threshold)
    severities = _read(document, "severities", faults, _severity)
    if faults:
        raise FileFaults(faults)
    return CheckSettings(thresholds=replace(DEFAULT.thresholds, **thresholds), severities=severities)


def settings_words(settings: CheckSettings) -> tuple[str, ...]:
    """What differs from the usual, a phrase each; empty where nothing does."""
    return (*_threshold_words(settings.thresholds), *_severity_words(settings.severities))


def _threshold_words(thresholds: Thresholds) -> Iterator[str]:
    for name, label in LABELS.items():
        value, usual = getattr(thresholds, name), getattr(DEFAULT.thresholds, name)
        if value != usual:
            yield f"{label} {_text(value)}（一般为 {_text(usual)}）"


def _severity_words(severities: Mapping[str, Severity]) -> Iterator[str]:
    for check, severity in severities.items():
        usual = CATALOGUE[check].severity
        if severity is not usual:
            yield f"{CATALOGUE[check].title}：{SEVERITY_WORDS[severity]}（一般为{SEVERITY_WORDS[usual]}）"


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(_text(each) for each in value)
    return number_text(Decimal(value))


def _read(document: Mapping[str, Any], part: str, faults: list[Fault], read: Any) -> dict[str, Any]:
    entries = document.get(part, {})
    if not isinstance(entries, Mapping):
        faults.append(Fault(path=part, found="", expected="应为名称与值的对应"))
        return {}
    found = {}
    for name, entry in entries.items():
        try:
            found[name] = read(name, entry)
        except ValueError as error:
            faults.append(Fault(path=f"{part}.{name}", found=str(entry), expected=str(error)))
    return found


def _severity(check: str, entry: Any) -> Severity:
    if check not in CATALOGUE:
        raise ValueError("没有这条核查规则")
    if entry not in list(Severity):
        raise ValueError("应为 error、warning 或 info")
    return Severity(entry)


def _threshold(name: str, entry: Any) -> Any:
    usual = {field.name: getattr(DEFAULT.thresholds, field.name) for field in fields(Thresholds)}.get(name)
    if usual is None:
        raise ValueError("没有这个界限")
    if isinstance(usual, tuple):
        if not isinstance(entry, list) or not entry:
            raise ValueError("应为一列数")
        return tuple(_number(each) for each in entry)
    number = _number(entry)
    if not isinstance(usual, int):
        return number
    if number != int(number):
        raise ValueError("应为整数")
    return int(number)


def _number(entry: Any) -> Decimal:
    if isinstance(entry, bool) or not isinstance(entry, (str, int)):
        raise ValueError('应为用引号写的数，如 "0.3"')
    try:
        number = Decimal(entry)
    except InvalidOperation:
        raise ValueError("应为数") from None
    if not number.is_finite() or not 0 <= number <= _MOST:
        raise ValueError(f"应在 0 到 {_MOST} 之间")
    return number
