"""A clean report raises nothing; a report with one thing falsified is found out, there and nowhere else."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from tests.domain.narrative.clean_filing import clean_filing
from tests.domain.narrative.long_report import Section, Slot, sections, whole
from tests.domain.narrative.reading import found
from tests.domain.narrative.report_sentences import KINDS

LEAST_MUTANTS = 200
LEAST_FOUND = 0.95
# A place is at most a line long: no finding that quotes half a page has found anything.
LONGEST_QUOTE = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A section with something falsified from `start` to `end`; one of `checks` must tell it."""

    name: str
    text: str
    start: int
    end: int
    checks: tuple[str, ...]
    # What was written for another figure; empty where words were falsified.
    figure: str = ""


def falsified(figure: str, way: int) -> str:
    """Another figure: another first digit, two neighbours swapped, or ten times as much."""
    digits = [at for at, character in enumerate(figure) if character.isdigit()]
    if way == 1:
        for one, other in itertools.pairwise(digits):
            if figure[one] != figure[other] != "0":
                swapped = list(figure)
                swapped[one], swapped[other] = figure[other], figure[one]
                return "".join(swapped)
    if way == 2:
        number, unit = re.fullmatch(r"([0-9.,]+)(.*)", figure).groups()  # type: ignore[union-attr]
        plain = number.replace(",", "")
        head, _, tail = plain.partition(".")
        return f"{head}{tail[:1]}.{tail[1:]}{unit}" if len(tail) > 1 else f"{plain}0{unit}"
    first = figure[digits[0]]
    return figure[: digits[0]] + str(int(first) % 9 + 1) + figure[digits[0] + 1 :]


def planted(section: Section, slot: Slot, figure: str, name: str) -> Mutant:
    text = section.text[: slot.start] + figure + section.text[slot.end :]
    end = slot.start + len(figure)
    return Mutant(name=name, text=text, start=slot.start, end=end, checks=KINDS[slot.kind], figure=figure)


def figure_mutants() -> Iterator[Mutant]:
    for number, section in enumerate(sections()):
        for place, slot in enumerate(section.slots):
            figure = section.text[slot.start : slot.end]
            wrong = slot.base or falsified(figure, (number + place) % 3)
            yield planted(section, slot, wrong, f"{slot.kind}:{figure}→{wrong}")


# What is replaced, by what, and who must tell it.
WORDS = (
    (r"(?<=\n（)四(?=）)", "五", ("numbering_runs_on",)),
    (r"(?<=\n（)三(?=）)", "四", ("numbering_runs_on",)),
    (r"决算数小于", "决算数大于", ("narrative_arithmetic_holds",)),
    (r"本年支出(?=[0-9])", "本年支出比较比较", ("no_doubled_words",)),
    (r"群众普遍反映", "群众普遍普遍反映", ("no_doubled_words",)),
    (r"全年围绕", "截至目前，全年围绕", ("period_is_the_year",)),
    (r"有关档案", "1-10月，有关档案", ("period_is_the_year",)),
    (r"有关档案按", "截至2019年底，有关档案按", ("period_is_the_year",)),
    (r"(?<=执行率)[0-9.]+%", "%", ("no_missing_numbers",)),
    (r"(?<=核减率[0-9]\.[0-9]{2})%", "", ("no_missing_numbers",)),
    (r"绩效监控中", "XX项目绩效监控中", ("no_template_text_left",)),
    (r"增长(?=[0-9])", "增长（下降）", ("no_template_text_left",)),
    (r"合同条款明确了验收标准和违约责任", "账务管理合规，但账实不符", ("statements_do_not_contradict",)),
    (r"由(?=[0-9,.]+万元调整为)(?=.{10,30}增加)", "由9", ("narrative_arithmetic_holds",)),
    (r"增加(?=[0-9.,]+万元。)", "减少", ("narrative_arithmetic_holds",)),
    (r"有关档案", "培训目标50次，实际完成120次。有关档案", ("stated_overachievement_explained",)),
    (r"有关档案", "实际完成值与年初目标值偏差较大。有关档案", ("deviations_are_quantified",)),
    (r"有关档案", "机密★1年，有关档案", ("not_classified",)),
    (r"有关档案", "____，有关档案", ("linked_values_are_filled",)),
)  # fmt: skip


def word_mutants() -> Iterator[Mutant]:
    for pattern, words, checks in WORDS:
        for section in sections():
            for match in itertools.islice(re.finditer(pattern, section.text), 1):
                text = section.text[: match.start()] + words + section.text[match.end() :]
                start = match.start()
                yield Mutant(
                    name=f"{pattern}→{words}", text=text, start=start, end=start + max(len(words), 1), checks=checks
                )


# Every second figure that is found by what there is plenty of; all others.
PLENTY = {"narrative_rates_recompute", "narrative_arithmetic_holds", "narrative_parts_sum"}
MUTANTS = (
    *(each for place, each in enumerate(figure_mutants()) if place % 2 == 0 or not PLENTY & set(each.checks)),
    *word_mutants(),
)


def is_at(finding: Finding, mutant: Mutant) -> bool:
    """Whether what is quoted, a line at most, holds the whole wrong figure, or stands where words were falsified."""
    start, length = finding.offset or 0, len(finding.quote or "")
    if not 0 < length <= LONGEST_QUOTE:
        return False
    if mutant.figure:
        return start <= mutant.start and mutant.end <= start + length
    return start <= mutant.end and mutant.start <= start + length


def is_found(finding: Finding, mutant: Mutant) -> bool:
    """Whether it is what was planted, told by whom it concerns."""
    return finding.check in mutant.checks and is_at(finding, mutant)


def follows_from(finding: Finding, mutant: Mutant) -> bool:
    """Whether another check is right to tell it too: its arithmetic is done with the very figure that is wrong."""
    return bool(mutant.figure) and mutant.figure in finding.message and is_at(finding, mutant)


def test_the_report_is_long_and_raises_nothing() -> None:
    assert len(whole()) >= 20_000
    assert found(whole(), figures=True) == []


def test_a_filing_with_the_report_that_agrees_throughout_raises_nothing() -> None:
    """The carry-over stated is the balance, the score filed the computed one, the parts the whole.

    What is left is true of the published figures: spending crowded into December, and points beside low execution.
    """
    clean = clean_filing()

    assert [(each.check, each.severity) for each in clean.findings] == [
        ("score_consistent_with_execution", Severity.INFO),
        ("year_end_rush", Severity.INFO),
    ]


def test_what_is_falsified_is_found_and_nothing_else() -> None:
    missed, wrongly = [], []
    for mutant in MUTANTS:
        findings = found(mutant.text, figures=True)
        if not any(is_found(each, mutant) for each in findings):
            missed.append(mutant.name)
        wrongly += [
            (mutant.name, each.message)
            for each in findings
            if not is_found(each, mutant) and not follows_from(each, mutant)
        ]

    assert len(MUTANTS) >= LEAST_MUTANTS
    assert wrongly == []
    assert len(missed) <= (1 - LEAST_FOUND) * len(MUTANTS), missed


def test_mutants_are_of_every_kind() -> None:
    kinds = Counter(check for mutant in MUTANTS for check in mutant.checks)

    assert min(kinds.values()) >= 4
    assert {check for checks in KINDS.values() for check in checks} <= set(kinds)


@pytest.mark.parametrize("mutant", MUTANTS[::50], ids=lambda mutant: mutant.name)
def test_in_the_whole_report_it_is_found_just_the_same(mutant: Mutant) -> None:
    """A section falsified, and all others as they are."""
    own = next(each.text for each in sections() if each.text[:9] == mutant.text[:9])
    at = whole().index(own)
    text = whole().replace(own, mutant.text)
    findings = found(text, figures=True)

    assert [(each.check, (each.offset or 0) - at) for each in findings] == [
        (each.check, each.offset) for each in found(mutant.text, figures=True)
    ]
