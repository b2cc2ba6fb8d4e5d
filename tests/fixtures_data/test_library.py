"""The shipped library: every row traced to a source, complete ones usable, skeletons marked with what is missing."""

import re

import pytest

from selfeval.domain.framework import Indicator
from tests.fixtures_data.library import COMPLETE, LIBRARY, PROJECT, SKELETONS, WHOLE_DEPARTMENT, sample_text
from tests.fixtures_data.published import ROOT, framework, plain


def rows(slug: str) -> list[Indicator]:
    """The rows of a framework: its leaves and the nodes that take the unit's own indicators."""
    return [node for node in framework(slug).nodes.values() if node.rule is not None]


def test_what_is_shipped_is_what_is_tested() -> None:
    shipped = {path.stem for path in (ROOT / "fixtures" / "frameworks").glob("*.yaml")}

    assert shipped == set(LIBRARY)
    assert all(framework(slug).slug == slug for slug in LIBRARY)


def test_at_least_eight_score_a_whole_department() -> None:
    assert len(WHOLE_DEPARTMENT) >= 8
    for slug in LIBRARY:
        assert ("项目支出" in framework(slug).title) is (slug in PROJECT), slug


@pytest.mark.parametrize("slug", LIBRARY)
def test_every_row_is_traced_to_a_source(slug: str) -> None:
    for row in rows(slug):
        assert row.source is not None, row.code
        assert row.source.document, row.code
        # Nothing was compared with an original, so nothing may be passed off as checked.
        assert row.source.status in ("unverified", "sample"), row.code
        assert "待核" in row.source.note or "待与原件核对" in row.source.note or "示例" in row.source.note, row.code
        if row.source.status == "sample":
            assert "示例" in row.source.note, row.code


@pytest.mark.parametrize("slug", LIBRARY)
def test_no_part_is_marked_as_verified(slug: str) -> None:
    text = (ROOT / "fixtures" / "frameworks" / f"{slug}.yaml").read_text(encoding="utf-8")

    assert not re.search(r"status: verified", text)


@pytest.mark.parametrize("slug", COMPLETE)
def test_a_complete_one_may_be_published(slug: str) -> None:
    source = framework(slug).source

    assert source is not None
    assert source.status == "sample"
    assert "骨架" not in framework(slug).title
    assert framework(slug).total_points == 100


@pytest.mark.parametrize(("slug", "seen"), SKELETONS.items())
def test_a_skeleton_is_refused_and_names_what_is_missing(slug: str, seen: int) -> None:
    read = framework(slug)

    assert read.source is not None
    assert read.source.status == "unverified"
    assert "骨架" in read.title
    assert "缺：" in read.source.note
    assert read.total_points == seen
    # Part of a sheet earns no grade.
    assert len(read.grades) == (4 if seen == 100 else 1)


@pytest.mark.parametrize("slug", LIBRARY)
def test_points_sum_to_the_total(slug: str) -> None:
    read = framework(slug)

    assert sum(row.points for row in rows(slug)) == read.total_points
    assert sum(root.points for root in read.indicators) == read.total_points


@pytest.mark.parametrize(
    ("slug", "points"),
    [
        ("hunan-2017", {"投入": 10, "过程": 60, "产出及效率": 30}),
        ("sichuan-2018", {"部门决策": 25, "综合管理": 30, "部门绩效情况": 45}),
        ("general-2020", {"预算执行情况": 10, "产出指标": 50, "效益指标": 30, "满意度指标": 10}),
        (
            "general-2022-cost",
            {"预算执行情况": 10, "成本指标": 20, "产出指标": 40, "效益指标": 20, "满意度指标": 10},
        ),
        ("chongqing-2021", {"部门预算执行情况": 10, "绩效指标（共性）": 30, "绩效指标（个性）": 60}),
        ("hubei-2020", {"预算执行情况": 20, "年度绩效目标": 80}),
        ("sichuan-2023-project", {"预算执行情况": 10, "绩效指标": 90}),
        ("yinchuan-2021-project", {"项目决策": 10, "项目管理": 25, "项目产出": 30, "项目效益": 35}),
        ("hainan-2018", {"投入": 15, "过程": 55, "产出": 20, "效果": 10}),
    ],
)
def test_the_points_of_level_one_are_those_of_the_sheet(slug: str, points: dict[str, int]) -> None:
    assert {root.name: int(root.points) for root in framework(slug).indicators} == points


@pytest.mark.parametrize("slug", LIBRARY)
def test_every_row_prints_how_it_is_scored(slug: str) -> None:
    assert [row.code for row in rows(slug) if not row.standard] == []


@pytest.mark.parametrize("slug", LIBRARY)
def test_every_framework_has_a_filing_of_an_invented_unit(slug: str) -> None:
    if slug == "jinzhong-2021":
        assert plain("filings", slug)["framework"] == slug
        return
    filing = plain("filings", f"{slug}-sample")

    assert filing["framework"] == slug
    assert "示例" in filing["department"]["name"]
    assert re.fullmatch(r"[\u4e00-\u9fff]示例", filing["department"]["head"])
    assert filing["department"]["phone"] == "0354-0000000"
    assert all(each["name"].endswith("示例") for each in filing["evaluators"])
    assert "虚构" in sample_text(slug).splitlines()[0]


def test_the_sample_units_are_different_ones() -> None:
    codes = [plain("filings", f"{slug}-sample")["department"]["code"] for slug in LIBRARY if slug != "jinzhong-2021"]

    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("slug", LIBRARY)
def test_addresses_cited_are_of_public_bodies(slug: str) -> None:
    text = (ROOT / "fixtures" / "frameworks" / f"{slug}.yaml").read_text(encoding="utf-8")

    cited = re.findall(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/", text)
    assert [each for each in cited if not each.endswith((".gov.cn/", ".hicourt.gov.cn/"))] == []
