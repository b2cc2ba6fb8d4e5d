"""What the checks say of attached files."""

from copy import deepcopy
from datetime import date

import pytest

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.evidence_attached import evidence_attached
from selfeval.domain.checks.evidence_from_the_year import evidence_from_the_year
from selfeval.domain.checks.evidence_not_reused import evidence_not_reused
from selfeval.domain.evidence import EvidenceFact
from selfeval.domain.files import framework_from_document
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.scoring import score_sheet
from tests.fixtures_data.published import filing, framework, plain

LEAF = "process.budget_management.system_soundness"


def fact(name: str = "报表.pdf", *codes: str, also_in: tuple[str, ...] = ()) -> EvidenceFact:
    return EvidenceFact(name=name, sha256="0" * 64, indicators=codes, uploaded_on=date(2022, 3, 1), also_in=also_in)


def case_of(evidence: tuple[EvidenceFact, ...] | None, *, required: bool = False) -> Case:
    rules = framework("jinzhong-2021")
    if required:
        document = deepcopy(plain("frameworks", "jinzhong-2021"))
        process = next(root for root in document["indicators"] if root["code"] == "process")
        group = next(node for node in process["children"] if node["code"] == "budget_management")
        next(leaf for leaf in group["children"] if leaf["code"] == "system_soundness")["evidence"] = "required"
        rules = framework_from_document(document)
    filed = filing("jinzhong-2021")
    return Case(framework=rules, filing=filed, sheet=score_sheet(rules, filed), evidence=evidence)


def attached(evidence: tuple[EvidenceFact, ...] | None, *, required: bool = True) -> list[Finding]:
    return list(evidence_attached(case_of(evidence, required=required)))


def test_a_required_indicator_that_scores_has_evidence() -> None:
    (finding,) = attached((fact("别的.pdf", "input.target_setting.indicator_clarity"), fact("没有对应.pdf")))

    assert (finding.severity, finding.where) == (Severity.ERROR, (f"indicators.{LEAF}",))
    assert finding.message.endswith("要求附佐证材料，还没有上传；请在这项指标里添加")
    assert finding.blocks_submission
    assert attached((fact("制度.pdf", LEAF),)) == []


def test_evidence_that_is_optional_or_unknown_is_not_asked_for() -> None:
    assert attached((), required=False) == []
    assert attached(None) == []


def test_the_same_file_elsewhere_is_told() -> None:
    used = fact("照片.jpg", LEAF, also_in=("本单位2020年度填报", "另一单位2021年度填报"))
    (finding,) = evidence_not_reused(case_of((used, fact())))

    assert (finding.severity, finding.where) == (Severity.INFO, (f"indicators.{LEAF}",))
    assert finding.message == (
        "佐证材料“照片.jpg”与本单位2020年度填报、另一单位2021年度填报里的一份内容完全相同，请核对是不是本次的材料"
    )
    assert list(evidence_not_reused(case_of(None))) == []


def test_a_file_of_another_year_is_told() -> None:
    (finding,) = evidence_from_the_year(case_of((fact("2019年决算报表.pdf"),)))

    assert (finding.severity, finding.where) == (Severity.INFO, ("evidence",))
    assert (finding.expected, finding.found) == ("2021年", "2019年")


@pytest.mark.parametrize(
    "name",
    [
        "报表.pdf",
        "2021年报表.pdf",
        "2022年1月自评.pdf",
        "2020-2021对比.pdf",
        "2015年财务管理制度.pdf",
        "财预〔2013〕53号.pdf",
    ],
)
def test_a_file_that_may_be_of_the_year_is_left_alone(name: str) -> None:
    assert list(evidence_from_the_year(case_of((fact(name),)))) == []
    assert list(evidence_from_the_year(case_of(None))) == []
