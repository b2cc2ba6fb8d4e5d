"""What an indicator comes to while it is written: its formula and standard in words, the curve, figures tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfeval.domain.document_places import steps_of
from selfeval.domain.files import Fault
from selfeval.domain.files.part_reading import formula_in_words, indicator_in, labels_in, rounding_in, text_in
from selfeval.domain.scoring.curve import curve
from selfeval.domain.scoring.rule_words import standard_text
from selfeval.domain.trial import TrialInput, tried
from selfeval.web.presenters.text import MISSING, score_text
from selfeval.web.presenters.workshop.curve import CurveView, curve_view
from selfeval.web.presenters.workshop.faults import box_words, part_of

PREFIX = "trial."


@dataclass(frozen=True, slots=True, kw_only=True)
class InputView:
    """A box of the trial with what was typed."""

    name: str
    input: TrialInput
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """`words` and `standard` are printed from formula and rule, empty where these cannot be read."""

    words: str
    standard: str
    curve: CurveView | None
    inputs: tuple[InputView, ...]
    faults: tuple[str, ...]
    rate: str
    points: str
    trace: str
    is_tried: bool


def trial_view(document: Mapping[str, Any], place: str, node: Mapping[str, Any], data: Mapping[str, Any]) -> TrialView:
    """The indicator `node` as typed, with the figures of `data`."""
    labels = labels_in(document)
    texts = {name.removeprefix(PREFIX): str(data[name]) for name in data if name.startswith(PREFIX)}
    trial = tried(document, place, node, texts)
    indicator = indicator_in(dict(node))
    rounding = rounding_in(document)
    drawing = curve(indicator, rounding=rounding)
    return TrialView(
        words=formula_in_words(text_in(node, "formula"), labels),
        standard=standard_of(document, node),
        curve=None if drawing is None else curve_view(drawing),
        inputs=tuple(
            InputView(name=f"{PREFIX}{each.name}", input=each, value=texts.get(each.name, "")) for each in trial.inputs
        ),
        faults=_fault_words(trial.faults, place),
        rate=trial.score.rate_text or MISSING if trial.score else MISSING,
        points=score_text(trial.score.computed_score, rounding.points_places) if trial.score else MISSING,
        trace=trial.score.trace if trial.score else "",
        is_tried=trial.score is not None,
    )


def standard_of(document: Mapping[str, Any], node: Mapping[str, Any]) -> str:
    """The 评分标准 printed from the rule of a node; empty where the rule cannot be read."""
    indicator = indicator_in(dict(node))
    if indicator.rule is None:
        return ""
    labels = labels_in(document)
    return standard_text(
        indicator.rule,
        points=indicator.points,
        is_percent=indicator.is_percent,
        rounding=rounding_in(document),
        tiers=indicator.tiers,
        label_of=lambda code: labels.get(code, code),
    )


def _fault_words(faults: Sequence[Fault], place: str) -> tuple[str, ...]:
    words = []
    for fault in faults:
        box = part_of(fault.path)[1] if fault.path.startswith("indicators[") else fault.path.rpartition(".")[2]
        found = f"“{fault.found}”" if fault.found else ""
        name = box_words(box) if box and steps_of(box) else ""
        words.append(f"{name}：{found}{fault.expected}" if name else f"{found}{fault.expected}")
    return tuple(dict.fromkeys(words))
