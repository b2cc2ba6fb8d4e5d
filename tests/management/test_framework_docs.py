"""docs/frameworks.md: the tutorial runs as printed, and the reference knows every key, kind and word there is."""

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from selfeval.domain.expressions import FUNCTIONS
from selfeval.domain.files import FileFaults, framework_from_document, load, read_framework
from selfeval.domain.files.reader import MappingReader
from selfeval.domain.files.rule_reading import LEAF_KINDS, OWN_KINDS
from selfeval.domain.framework import FieldKind, NotApplicablePolicy, UncomputablePolicy, ZeroPolicy
from selfeval.management.framework_docs import faults, words
from selfeval.management.framework_docs.keys import KEYS
from selfeval.management.framework_docs.kind_examples import evaluated, framework_text
from selfeval.management.framework_docs.kinds import KIND_PAGES, REQUIRED
from selfeval.management.framework_docs.table_example import table_example
from tests.management.whole_framework import WHOLE

PAGE = (settings.BASE_DIR / "docs" / "frameworks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(yaml|console) ?(\S*)(.*)\n((?:.*\n)*?)^```$", PAGE, re.MULTILINE)
TUTORIAL = [(name, more, text) for language, name, more, text in BLOCKS if language == "console" or name]


class TestTutorial:
    """A reader who copies every block into its file and types every command sees what is printed."""

    def test_every_command_says_what_is_printed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        printed, said = [], []
        for name, more, text in TUTORIAL:
            if name:
                _write(tmp_path, name, more, text)
                continue
            command, _, output = text.partition("\n")
            printed.append((command, output))
            said.append((command, _said(command.removeprefix("$ manage.py ").split())))

        assert said == printed
        assert [command.split()[2] for command, _ in printed] == [
            *("lint_framework", "score", "score", "score", "score", "lint_framework", "dry_run_framework")
        ]

    def test_it_ends_in_a_score_and_shows_faults_and_a_dry_run(self) -> None:
        outputs = [text for name, _, text in TUTORIAL if not name]

        assert "等次良" in outputs[1]
        assert "[必须处理]" in outputs[3]
        assert len(outputs[5].splitlines()) == 11
        assert "89.00→96.64" in outputs[6]


def _write(folder: Path, name: str, more: str, text: str) -> None:
    """Write a block as the tutorial says: a whole file, keys to replace, or keys to replace in a copy of another."""
    path = folder / name
    copied = re.search(r"抄自 (\S+?)，", more)
    if "替换" in more:
        base = _chunks((folder / copied[1] if copied else path).read_text(encoding="utf-8"))
        text = "".join({**base, **_chunks(text)}.values())
    path.write_text(text, encoding="utf-8")


def _chunks(text: str) -> dict[str, str]:
    """The text of each top-level key."""
    chunks: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        head = re.match(r"[a-z_]+(?=:)", line)
        key = head[0] if head else next(reversed(chunks))
        chunks[key] = chunks.get(key, "") + line
    return chunks


def _said(arguments: list[str]) -> str:
    output = StringIO()
    with suppress(SystemExit):
        call_command(*arguments, stdout=output, stderr=output)
    return output.getvalue()


class TestKeys:
    """The keys of the reference are those the readers ask for."""

    @pytest.fixture
    def known(self, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
        """The keys every reader took, by place, while the example of every kind and a framework with all is read."""
        taken: dict[str, set[str]] = defaultdict(set)
        done = MappingReader.done

        def noted(reader: MappingReader) -> None:
            place = re.sub(r"\[\d+\]", "[]", reader.path).replace(".children[]", "")
            if place.endswith("indicators[].scoring"):
                place = f"scoring {reader.text('kind')}"
            if not place.startswith("indicators[].scoring"):
                taken[re.sub(r"^(.*\.)?source$", "source", place)].update(reader._taken)
            done(reader)

        monkeypatch.setattr(MappingReader, "done", noted)
        framework_from_document(load(WHOLE))
        for page in KIND_PAGES.values():
            read_framework(framework_text(page.example))
        return dict(taken)

    def test_every_key_is_told(self, known: dict[str, set[str]]) -> None:
        told = {place: {row.key for row in rows} for place, rows in KEYS.items()}

        assert {place: known[place] for place in told} == told

    def test_every_parameter_of_every_kind_is_told(self, known: dict[str, set[str]]) -> None:
        told = {f"scoring {kind}": {"kind", *(row.key for row in page.parameters)} for kind, page in KIND_PAGES.items()}
        read = {place: keys for place, keys in known.items() if place.startswith("scoring ")}
        read["scoring checklist"].add("deduct")

        assert read == told

    def test_no_place_is_left_out(self, known: dict[str, set[str]]) -> None:
        assert {place for place in known if not place.startswith("scoring ")} == KEYS.keys()


@pytest.mark.parametrize(
    ("place", "key", "default"),
    [
        (place, row.key, row.default)
        for place, rows in KEYS.items()
        for row in rows
        if re.fullmatch(r"[a-z_0-9]+", row.default)
    ],
)
def test_what_is_not_written_is_the_default_told(place: str, key: str, default: str) -> None:
    with_default, without = load(WHOLE), load(WHOLE)
    for found in _at(with_default, place):
        found[key] = default
    for found in _at(without, place):
        found.pop(key, None)

    assert _at(with_default, place)
    assert framework_from_document(with_default) == framework_from_document(without)


def _at(document: Any, place: str) -> list[dict[str, Any]]:
    """The mappings at a place of KEYS; of indicators the leaves that may have every key."""
    found = [document]
    for step in place.split(".") if place else []:
        name = step.removesuffix("[]")
        found = [each[name] for each in found if name in each]
        if step.endswith("[]"):
            found = [element for each in found for element in each]
        if name == "indicators" and not place.endswith("tiers[]"):
            found = [leaf for root in found for leaf in root.get("children", []) if leaf["code"] == "whole"]
    return found


@pytest.mark.parametrize(
    ("place", "key"),
    [(place, row.key) for place, rows in KEYS.items() for row in rows if row.default == REQUIRED],
)
def test_what_is_told_to_be_required_is(place: str, key: str) -> None:
    document: Any = load(WHOLE)
    for found in _at(document, place):
        del found[key]

    with pytest.raises(FileFaults):
        framework_from_document(document)


class TestKinds:
    """Each of the 15 kinds has a page whose example is evaluated, and whose printed standard is fit to be filed."""

    def test_all_are_here(self) -> None:
        assert KIND_PAGES.keys() == {*LEAF_KINDS, *OWN_KINDS}
        assert len(KIND_PAGES) == 15

    @pytest.mark.parametrize("kind", KIND_PAGES)
    def test_the_example_is_of_its_kind_and_shows_how_points_differ(self, kind: str) -> None:
        page = KIND_PAGES[kind]
        scores = [score.computed_score for _, score in evaluated(page.example).scores]

        assert f"kind: {kind}" in page.example.leaf
        assert all(score is not None and 0 <= score <= Decimal(page.example.points) for score in scores)
        assert len(set(scores)) > 1 or len(scores) == 1
        assert f"#### {kind}\n" in PAGE

    @pytest.mark.parametrize("kind", KIND_PAGES)
    def test_the_standard_printed_from_the_rule_does_not_contradict_it(self, kind: str) -> None:
        example = KIND_PAGES[kind].example
        leaf = f"{example.leaf}\nstandard: '{evaluated(example).standard}'"

        assert read_framework(framework_text(replace(example, leaf=leaf))).nodes["item"].standard

    @pytest.mark.parametrize("kind", KIND_PAGES)
    def test_the_page_shows_what_the_engine_gives(self, kind: str) -> None:
        for filed, score in evaluated(KIND_PAGES[kind].example).scores:
            line = f"| `{filed}` | {score.rate_text or '—'} | {score.computed_score} | "
            assert f"{line}{score.trace.replace('|', '&#124;')} |\n" in PAGE


def test_every_word_has_its_meaning() -> None:
    assert words.FIELD_KINDS.keys() == set(FieldKind)
    assert words.ZERO_POLICIES.keys() == set(ZeroPolicy)
    assert words.NOT_APPLICABLE_POLICIES.keys() == set(NotApplicablePolicy)
    assert words.UNCOMPUTABLE_POLICIES.keys() == set(UncomputablePolicy)
    assert words.FUNCTION_WORDS.keys() == set(FUNCTIONS)


def test_frequent_faults_are_said_as_shown() -> None:
    shown = PAGE[PAGE.index("### 常见的错\n") : PAGE.index("### 查错、算分")]

    assert faults.fault_list() in shown
    assert shown.count("```text") >= 12


def test_a_sound_file_is_no_example_of_a_fault() -> None:
    with pytest.raises(AssertionError):
        list(faults.said("title: 自评表二\nindicators: [{code: a, name: 甲, points: 5, scoring: {kind: manual}}]\n"))


def test_links_lead_to_headings() -> None:
    headings = {re.sub(r"[^\w-]", "", head.lower().replace(" ", "-")) for head in re.findall(r"^#+ (.*)$", PAGE, re.M)}

    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= headings
    assert all((settings.BASE_DIR / "docs" / name).exists() for name in re.findall(r"\]\(([\w.]+\.md)\)", PAGE))


def test_the_filings_of_the_tutorial_give_reasons_that_are_long_enough() -> None:
    outputs = [text for name, _, text in TUTORIAL if not name]

    assert not any("请写明具体情况" in text for text in outputs)


def test_tables_are_shown_as_a_framework_and_a_filing_write_them() -> None:
    example = table_example()

    assert example in PAGE
    assert "rows: [编织袋, 抽水泵, 应急灯]" in example
    assert "    - {}\n" in example
