"""What keeps a filing from being submitted; a finding is recognised by what it is about, and may be waived."""

from dataclasses import replace
from datetime import date

import pytest

from selfeval.domain.finding_comparison import compared_findings
from selfeval.domain.findings import Finding, Waiver, with_waivers
from selfeval.domain.framework import Severity

FOUND = Finding(
    check="narrative_arithmetic_holds",
    severity=Severity.WARNING,
    where=("narratives.measures", "fields.x"),
    message="……",
    quote="节约 12.34 万元",
    offset=40,
)


@pytest.mark.parametrize(
    ("severity", "explanation", "blocks"),
    [
        (Severity.ERROR, None, True),
        (Severity.ERROR, "说明", True),
        (Severity.WARNING, None, True),
        (Severity.WARNING, "", True),
        (Severity.WARNING, "说明", False),
        (Severity.INFO, None, False),
    ],
)
def test_what_keeps_a_filing_from_being_submitted(severity: Severity, explanation: str | None, blocks: bool) -> None:
    finding = Finding(check="c", severity=severity, where=("fields.a",), message="m", explanation=explanation)

    assert finding.blocks_submission is blocks


def test_the_key_follows_check_box_and_words_only() -> None:
    same = replace(FOUND, offset=900, message="别的说法", quote="节约12.34万元", where=("narratives.measures",))
    assert same.key == FOUND.key
    others = (
        replace(FOUND, check="counts_agree"),
        replace(FOUND, where=("narratives.mandate",)),
        replace(FOUND, quote="节约12.37万元"),
    )
    assert len({FOUND.key, *(each.key for each in others)}) == 4


def test_a_waived_finding_does_not_block_whatever_its_severity() -> None:
    waiver = Waiver(check=FOUND.check, key=FOUND.key, reason="口径不同", by="审核甲", until=date(2022, 5, 1))
    for severity in (Severity.ERROR, Severity.WARNING):
        finding = replace(FOUND, severity=severity)
        assert finding.blocks_submission
        assert not with_waivers([finding], [waiver])[0].blocks_submission


def test_a_waiver_is_of_one_finding_or_of_a_check() -> None:
    elsewhere = replace(FOUND, where=("narratives.mandate",))
    one = Waiver(check=FOUND.check, key=FOUND.key, reason="口径不同", by="审核甲")
    assert [each.waiver for each in with_waivers([FOUND, elsewhere], [one])] == [one, None]
    whole = replace(one, key="")
    other = replace(FOUND, check="counts_agree")
    assert [each.waiver for each in with_waivers([FOUND, elsewhere, other], [whole])] == [whole, whole, None]


def test_versions_are_compared_by_key() -> None:
    gone, still = replace(FOUND, check="a"), replace(FOUND, check="b")
    moved, new = replace(still, offset=7), replace(FOUND, check="c")
    compared = compared_findings([gone, still], [moved, new])
    assert (compared.gone, compared.new, compared.still) == ((gone,), (new,), (moved,))


def test_of_several_alike_as_many_are_new_as_were_added() -> None:
    compared = compared_findings([FOUND], [FOUND, replace(FOUND, offset=90)])
    assert (len(compared.still), len(compared.new), compared.gone) == (1, 1, ())
