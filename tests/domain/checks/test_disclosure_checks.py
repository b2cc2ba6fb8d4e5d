"""Personal data is told in the filing and refused in what is published; marks of secrecy are refused everywhere."""

from dataclasses import replace

import pytest

from selfeval.domain.checks.no_personal_data_in_public_copy import no_personal_data_in_public_copy
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found
from tests.domain.narrative.reading import case_of

RATE = "process.budget_execution.completion_rate"


def test_personal_data_in_a_text_is_information_and_is_masked() -> None:
    form = assessed(narratives={"mandate": "联系人手机13800001234。"})
    (finding,) = found("no_personal_data_in_public_copy", form)

    assert (finding.severity, finding.where) == (Severity.INFO, ("narratives.mandate",))
    assert finding.message == "单位职能概况里有手机号码138****1234，公开以前要去掉"
    assert "13800001234" not in str(finding)


def test_personal_data_in_a_reason() -> None:
    form = assessed(entries={RATE: {"reason": "由经办人核实，电话138 0000 1234"}})

    assert [each.where for each in found("no_personal_data_in_public_copy", form)] == [(f"indicators.{RATE}.reason",)]


def test_personal_data_left_in_a_public_copy_is_an_error() -> None:
    (finding,) = no_personal_data_in_public_copy(replace(case_of("联系人手机13800001234。"), is_public_copy=True))

    assert (finding.check, finding.severity) == ("no_personal_data_in_public_copy", Severity.ERROR)
    assert finding.blocks_submission
    assert list(no_personal_data_in_public_copy(replace(case_of("电话0354-0000000。"), is_public_copy=True))) == []


@pytest.mark.parametrize("mark", ["秘密★3年", "机密 ★", "绝密★长期", "密级：秘密", "密 级: 机密"])
def test_a_mark_of_secrecy(mark: str) -> None:
    (finding,) = found("not_classified", assessed(narratives={"mandate": f"附件：{mark}\n主要职能"}))

    assert (finding.severity, finding.where, finding.quote, finding.offset) == (
        Severity.ERROR,
        ("narratives.mandate",),
        mark,
        3,
    )


@pytest.mark.parametrize(
    "text", ["机密文件按规定管理", "承担机要保密工作", "密级管理规范", "五星级★服务", "密级：非密"]
)
def test_words_that_are_no_mark(text: str) -> None:
    assert found("not_classified", assessed(narratives={"mandate": text})) == []
