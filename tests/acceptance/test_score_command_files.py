"""`manage.py score`: which framework, what comes out for people, and files that cannot be used."""

import os
import shutil
from pathlib import Path

import pytest

from tests.acceptance.score_runs import FILING, FRAMEWORK, edited, score, score_as_command

COMPLETION = "process.budget_execution.completion_rate"


class TestFrameworkNamed:
    """By slug, slug@version, or a path relative to the filing file; --framework overrides."""

    @pytest.mark.parametrize("name", ["jinzhong-2021", "jinzhong-2021@1"])
    def test_by_slug(self, tmp_path: Path, name: str) -> None:
        run = score(edited(tmp_path, ("framework: jinzhong-2021", f"framework: {name}")), "--json")

        assert (run.code, run.result["framework"]["slug"]) == (0, "jinzhong-2021")

    @pytest.mark.parametrize("name", ["jinzhong-2020", "jinzhong-2021@2"])
    def test_one_that_is_not_there(self, tmp_path: Path, name: str) -> None:
        shipped = sorted(path.stem for path in FRAMEWORK.parent.glob("*.yaml"))
        run = score(edited(tmp_path, ("framework: jinzhong-2021", f"framework: {name}")))

        assert run.code == 2
        known = "、".join(f"{slug}@1" for slug in shipped)
        assert run.reasons == [f"framework：“{name}”没有这个指标体系；已有：{known}"]
        assert "jinzhong-2021" in shipped

    def test_by_a_path_relative_to_the_filing(self, tmp_path: Path) -> None:
        (tmp_path / "rules").mkdir()
        edited(tmp_path / "rules", ("title: 部门整体支出绩效自评表", "title: 改过的表"), source=FRAMEWORK)
        path = edited(tmp_path, ("framework: jinzhong-2021", "framework: rules/jinzhong-2021.yaml"))

        assert score(path).out.startswith("2021年度　改过的表　")

    def test_by_a_file_beside_the_filing_whatever_the_working_folder(self, tmp_path: Path) -> None:
        shutil.copy(FRAMEWORK, tmp_path / "own.yaml")
        path = edited(tmp_path, ("framework: jinzhong-2021", "framework: own.yaml"))

        assert score_as_command(str(path), folder=tmp_path.parent).code == 0

    def test_the_option_overrides_the_file(self, tmp_path: Path) -> None:
        other = edited(
            tmp_path,
            ("slug: jinzhong-2021", "slug: other"),
            ("deduct: 1, steps: whole", "deduct: 0.5, steps: whole"),
            ("每低于5个百分点扣1分", "每低于5个百分点扣0.5分"),
            source=FRAMEWORK,
        )
        run = score(FILING, "--json", "--framework", str(other))

        assert run.result["framework"] == {"slug": "other", "version": "1"}
        assert run.result["indicators"][COMPLETION]["computed_score"] == "0.50"

    def test_the_option_saves_a_file_that_names_none_that_is_there(self, tmp_path: Path) -> None:
        path = edited(tmp_path, ("framework: jinzhong-2021", "framework: elsewhere"))

        assert score(path).code == 2
        assert score(path, "--framework", "jinzhong-2021").code == 0

    def test_a_framework_that_does_not_fit_is_told(self) -> None:
        run = score(FILING, "--framework", "mof-2013")

        assert run.code == 2
        assert "fields.basic_expenditure_budget：“basic_expenditure_budget”不是这个框架的数据项" in run.reasons

    def test_faults_of_the_framework_have_its_name_before_them(self, tmp_path: Path) -> None:
        other = edited(
            tmp_path, ("total_points: 100", "total_points: 99"), ("mode: half_up", "mode: up"), source=FRAMEWORK
        )
        run = score(FILING, "--framework", str(other))

        assert run.code == 2
        assert run.reasons == [
            "jinzhong-2021.yaml rounding.mode：“up”应是 half_up、truncate 之一",
            "jinzhong-2021.yaml total_points：“99”与各指标分值之和 100 不等",
        ]


class TestUnusable:
    """Exit 2, every reason on standard error, one a line, with the path in the file."""

    @pytest.mark.parametrize(
        ("old", "new", "reason"),
        [
            ("selfeval-filing/1", "selfeval-filing/9", "format：“selfeval-filing/9”应是 selfeval-filing/1"),
            ("filed_on:", "filed:", "filed：“filed”是不认识的键；这里可用："),
            (
                "  original_budget: 2424.03\n",
                "  original_budget: 1\n  original_budget: 2\n",
                "fields.original_budget：“original_budget”在第",
            ),
            ("fields:\n", "fields: &all\n", "第9行：“&all”是锚点，不能使用"),
            (
                "original_budget: 2424.03",
                "original_budget: !!float 2424.03",
                "第10行：“tag:yaml.org,2002:float”是标签，不能使用",
            ),
            ("original_budget: 2424.03", "original_budget: 2,424.03", "fields.original_budget：“2,424.03”不是数字"),
            (
                "original_budget: 2424.03",
                "original_budget: [2424.03]",
                "fields.original_budget：“一个列表”应是一段文字",
            ),
            ("original_budget:", "orignal_budget:", "fields.orignal_budget：“orignal_budget”不是这个框架的数据项"),
            (
                f"  {COMPLETION}:",
                "  process.completion_rate:",
                "indicators.process.completion_rate：“process.completion_rate”不是这个框架的三级指标",
            ),
            (
                "    ticked: [1, 2, 3]\n",
                "    ticked: [1, 4]\n",
                "indicators.input.target_setting.target_reasonableness.ticked[1]：“4”应是 1 到 3 的要点序号",
            ),
            ("filed_on: 2022-03-10", "filed_on: 2022-02-30", "filed_on：“2022-02-30”应是日期，写成 2022-03-10"),
            ("fiscal_year: 2021", "fiscal_year: 二〇二一", "fiscal_year：“二〇二一”应是1990到2999的整数"),
            (
                "carryover_agrees_with_closing_balance: 年",
                "carryover_agrees: 年",
                "explanations.carryover_agrees：“carryover_agrees”不是核查规则的编码",
            ),
            ("fiscal_year: 2021", "fiscal_year: [2021", "不是有效的 YAML"),
        ],
    )
    def test_one_fault(self, tmp_path: Path, old: str, new: str, reason: str) -> None:
        run = score(edited(tmp_path, (old, new)), "--json")

        assert (run.code, run.out, len(run.reasons)) == (2, "", 1)
        assert reason in run.reasons[0]

    def test_a_percentage_written_as_a_bare_number(self, tmp_path: Path) -> None:
        run = score(edited(tmp_path, ("fields:\n", "fields:\n  planned_progress: 0.75\n")), "--framework", "mof-2013")

        assert "fields.planned_progress：“0.75”应写成带百分号的百分数，如 95%" in run.reasons

    def test_all_faults_at_once(self, tmp_path: Path) -> None:
        path = edited(
            tmp_path,
            ("filed_on: 2022-03-10", "filed_on: 明天"),
            ("original_budget: 2424.03", "original_budget: 12万"),
            ("staff_on_post: 51", "staff_on_post: 51.5"),
            ("    incidents: 0", "    incidents: 无"),
            ("explanations:", "explanation:"),
            ('department: {code: "001001"', 'department: {code: "001001", code: x'),
        )
        run = score(path)

        assert (run.code, run.out) == (2, "")
        assert [reason.partition("：")[0] for reason in run.reasons] == [
            *("department.code", "filed_on", "fields.original_budget", "fields.staff_on_post"),
            *("indicators.process.budget_management.fund_compliance.incidents", "explanation"),
        ]

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"just text", b"- a\n- b\n", "格式: 无".encode("gbk")])
    def test_what_is_no_filing(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "filing.yaml"
        path.write_bytes(content)
        run = score(path)

        assert (run.code, run.out) == (2, "")
        assert run.reasons

    def test_a_file_that_is_not_there_or_is_a_folder(self, tmp_path: Path) -> None:
        assert score(tmp_path / "none.yaml").reasons == [f"{tmp_path / 'none.yaml'}：没有这个文件"]
        assert score(tmp_path).code == 2


class TestText:
    """Scalars stay text until the contract types them."""

    def test_what_looks_like_a_number_stays_as_written(self, tmp_path: Path) -> None:
        department = 'department: {code: "001001", name: 晋中开发区综合办'
        path = edited(tmp_path, (department, "department: {code: 001001, name: 12:30"), ("name: 甲示例", "name: no"))

        assert "　12:30　" in score(path).out

    def test_for_people_it_tells_rows_totals_and_findings(self) -> None:
        lines = score(FILING).out.splitlines()

        assert lines[0] == "2021年度　部门整体支出绩效自评表　晋中开发区综合办　（jinzhong-2021@1）"
        assert "过程　设定39.00　计算30.00　自评31.00" in lines
        assert "　　结转结余率　设定3.00　计算2.00　自评3.00" in lines
        assert "合计　设定100.00　计算91.00　自评92.00　等次优" in lines
        findings = lines[next(at for at, line in enumerate(lines) if line.startswith("合计")) + 1 :]
        assert [line[:5] for line in findings] == [
            "[请核对]",
            "[请核对]",
            "[供参考]",
            "[请核对]",
            "[请核对]",
            "[供参考]",
            "[请核对]",
        ]

    def test_findings_do_not_change_the_exit_code(self, tmp_path: Path) -> None:
        run = score(edited(tmp_path, ("closing_balance: 547.84", "closing_balance: 1")))

        assert run.code == 0
        assert "[必须处理] 年末结余填1.00万元" in run.out


class TestAsCommand:
    """From a shell: streams, exit codes, encodings; no database is touched."""

    def test_json_on_standard_output_alone(self) -> None:
        run = score_as_command(str(FILING), "--json")

        assert (run.code, run.error) == (0, "")
        assert run.result["total"]["self_score"] == "92.00"

    def test_exit_code_two_and_reasons_on_standard_error(self, tmp_path: Path) -> None:
        run = score_as_command(str(edited(tmp_path, ("fiscal_year: 2021", "fiscal_year: 〇"))))

        assert (run.code, run.out) == (2, "")
        assert run.reasons == ["fiscal_year：“〇”应是1990到2999的整数，只写数字"]

    def test_without_a_file_it_says_how_it_is_used(self) -> None:
        run = score_as_command()

        assert run.code == 2
        assert "usage" in run.error

    @pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
    def test_json_is_the_same_whatever_the_machine_speaks(self, encoding: str) -> None:
        environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        run = score_as_command(str(FILING), "--json", environment=environment)

        assert run.code == 0
        assert run.result["grade"] == "优"

    def test_text_for_people_never_fails_for_a_character(self) -> None:
        environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

        assert score_as_command(str(FILING), environment=environment).code == 0

    def test_no_database_is_needed(self, tmp_path: Path) -> None:
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'none' / 'none.sqlite3'}"}

        assert score_as_command(str(FILING), "--json", environment=environment).code == 0
        assert list(tmp_path.iterdir()) == []
