"""Blocks, what of them is compared, and how near two are."""

import pytest

from selfeval.domain.narrative.similarity import (
    NEAR,
    Template,
    blocks_of,
    common_words,
    resemblance,
    shingles_of,
    template_of,
)
from tests.domain.narrative.like_texts import OUTCOME, WORK, WORK_AGAIN, WORK_OF_ANOTHER
from tests.fixtures_data.published import framework

NOTHING = Template()


def likeness(one: str, other: str, template: Template = NOTHING) -> float:
    return resemblance(shingles_of(one, template), shingles_of(other, template))


def test_a_copy_with_other_figures_is_the_same() -> None:
    assert likeness(WORK, WORK.replace("12", "５６").replace("86", "100.5")) == 1


def test_a_copy_with_a_few_other_words_is_near() -> None:
    assert NEAR <= likeness(WORK, WORK_AGAIN) < 1


@pytest.mark.parametrize("other", [WORK_OF_ANOTHER, OUTCOME])
def test_own_words_on_the_same_subject_are_far(other: str) -> None:
    assert likeness(WORK, other) < NEAR / 4


def test_the_unit_s_own_name_makes_no_difference() -> None:
    named = "综合事务服务中心会同综合事务服务中心所属各科室办理来文"
    template = Template(names=("综合事务服务中心",))

    assert likeness(named, named.replace("综合事务服务中心", ""), template) == 1


def test_nothing_is_like_nothing() -> None:
    assert likeness("", "") == 0


def test_the_words_of_the_form_are_left_out() -> None:
    rules = framework("jinzhong-2021")
    template = template_of(rules, "甲")
    leaf = max(rules.leaves, key=lambda leaf: len(leaf.definition + leaf.standard))

    assert template.names == ()
    assert shingles_of(leaf.definition, NOTHING)
    assert not shingles_of(leaf.definition, template)
    assert len(shingles_of(WORK, template)) > 0.8 * len(shingles_of(WORK, NOTHING))


def test_short_and_boilerplate_sentences_are_left_out() -> None:
    said = "无此情况。按时完成；严格执行各项规章制度。不存在截留、挤占、挪用、虚列支出等情况。"

    assert shingles_of(said, NOTHING) == frozenset()
    assert blocks_of(said, NOTHING) == ()


def test_blocks_are_cut_at_the_same_places_of_a_copy() -> None:
    text = f"一、产出\n（一）重点工作\n{WORK * 2}\n短的一行\n{OUTCOME * 2}"
    copy = f"另一个开头，字数不同\n{WORK * 2}\n{OUTCOME * 2}\n"

    def cut(written: str) -> set[str]:
        return {block.text.strip() for block in blocks_of(written, NOTHING)}

    assert {WORK * 2, OUTCOME * 2} <= cut(text) & cut(copy)


def test_a_block_stands_where_it_says() -> None:
    text = f"前言。\n{WORK * 7}\n{OUTCOME * 2}"
    blocks = blocks_of(text, NOTHING)

    assert len(blocks) > 2
    assert all(text[block.offset : block.offset + len(block.text)] == block.text for block in blocks)
    assert max(len(block.text) for block in blocks) < 700


def test_short_lines_are_taken_together() -> None:
    lines = "\n".join(WORK[at : at + 25] for at in range(0, len(WORK), 25))

    assert len(blocks_of(lines, NOTHING)) == 1


def test_common_words_are_quoted_where_they_stand() -> None:
    common = common_words(WORK_AGAIN, WORK)

    assert common.text == "按期开工。建立了领导包联、专班推进、定期通报的工作机制，对进度"
    assert WORK_AGAIN[common.start : common.end] == common.text
    assert len(common_words(WORK * 3, WORK * 3).text) <= 60
