"""Scalars stay text; duplicate keys, tags and aliases are refused; nothing in a file can be made to unfold."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.files import Fault, FileFaults, load, yaml_text
from selfeval.domain.files.yaml_text import MAX_CHARACTERS, MAX_DEPTH


@pytest.fixture(scope="module", params=["CSafeLoader", "SafeLoader"], autouse=True)
def _both_parsers(request: pytest.FixtureRequest) -> Iterator[None]:
    """The parser in C and the one in Python say the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_LOADER", getattr(yaml, request.param))
        yield


def faults_in(text: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        load(text)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("001001", "001001"),
        ("12:30", "12:30"),
        ("no", "no"),
        ("true", "true"),
        ("null", "null"),
        ("~", "~"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("2022-03-10", "2022-03-10"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ("100%", "100%"),
        ('"001"', "001"),
        ("'it''s'", "it's"),
        ('""', ""),
        ("<<", "<<"),
        ("=", "="),
        ("䶮〇𠮷", "䶮〇𠮷"),
        ("", None),
    ],
)
def test_scalars_are_read_as_text(written: str, text: str | None) -> None:
    assert load(f"key: {written}\n") == {"key": text}


def test_keys_are_text_too() -> None:
    assert load("001: a\nno: b\n12:30: c\n<<: d\n") == {"001": "a", "no": "b", "12:30": "c", "<<": "d"}


def test_mappings_lists_and_blocks() -> None:
    assert load("a: [1, {b: 2}, []]\nc: |-\n  第一行\n  第二行\nd: >\n  一\n  二\ne: {}\n") == {
        "a": ["1", {"b": "2"}, []],
        "c": "第一行\n第二行",
        "d": "一 二\n",
        "e": {},
    }


@pytest.mark.parametrize("text", ["", "\n", "# 只有注释\n", "---\n"])
def test_an_empty_file_is_nothing(text: str) -> None:
    assert load(text) is None


def test_a_byte_order_mark_is_no_content() -> None:
    assert load("\ufeffa: 1\n") == {"a": "1"}


class TestRefused:
    """What the contract does not allow."""

    def test_duplicate_keys_at_any_depth(self) -> None:
        assert faults_in("a: 1\nb:\n  - c: 1\n    c: 2\na: 3\n") == [
            "b[0].c：“c”在第4行又写了一次，同一个键只能写一次",
            "a：“a”在第5行又写了一次，同一个键只能写一次",
        ]

    def test_aliases_and_their_anchors(self) -> None:
        assert faults_in("a: &x 1\nb: *x\n") == ["第1行：“&x”是锚点，不能使用", "第2行：“*x”是别名，请写出内容"]

    @pytest.mark.parametrize(
        "tag", ["!!python/object/apply:os.system", "!!str", "!!binary", "!local", "!", "!<tag:yaml.org,2002:int>"]
    )
    def test_tags(self, tag: str) -> None:
        (fault,) = faults_in(f"a: {tag} '1'\n")

        assert fault.startswith("第1行：“")
        assert fault.endswith("”是标签，不能使用")

    def test_a_billion_laughs_unfold_nothing(self) -> None:
        lines = ["a0: &a0 [ha, ha, ha]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

        assert len(faults_in("\n".join(lines))) == 12 + 99

    def test_two_documents(self) -> None:
        assert faults_in("a: 1\n---\nb: 2\n") == ["文件：“2个文档”放在一个文件里，只能有一个"]

    def test_a_key_that_is_no_text(self) -> None:
        assert faults_in("? [a, b]\n: 1\n") == ["文件：第1行的键不是文字"]

    @pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "{b: " * 5_000, "- " * 5_000])
    def test_depth(self, text: str) -> None:
        assert faults_in(text) == [f"第1行：嵌套超过{MAX_DEPTH}层"]

    def test_length(self) -> None:
        assert faults_in("a" * (MAX_CHARACTERS + 1)) == [f"文件：文件超过{MAX_CHARACTERS}个字符"]

    @pytest.mark.parametrize(
        "text", ["a: [1\n", "a: b: c\n", "\ta: 1\n", "a: 'b\n", "%YAML 9.9\n", "a: @b\n", "- a\nb: 1\n"]
    )
    def test_what_is_no_yaml_is_told_with_its_line(self, text: str) -> None:
        (fault,) = faults_in(text)

        assert "不是有效的 YAML" in fault

    @pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\ud800"])
    def test_characters_that_are_no_text(self, character: str) -> None:
        assert len(faults_in(f"a: x{character}y\n")) == 1


class TestTogether:
    """With a list for them, faults that leave a document to read are noted and the document is read."""

    def test_duplicates_and_tags_are_noted(self) -> None:
        noted: list[Fault] = []

        assert load("a: 1\na: !x 2\n", noted) == {"a": "2"}
        assert [str(fault) for fault in noted] == [
            "第2行：“!x”是标签，不能使用",
            "a：“a”在第2行又写了一次，同一个键只能写一次",
        ]

    def test_aliases_end_the_reading(self) -> None:
        with pytest.raises(FileFaults):
            load("a: &x 1\nb: *x\n", [])


@given(text=st.text(alphabet="ab:-[]{}&*!|>'\"#,? \n\t%@0", max_size=60) | st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(FileFaults):
        document = load(text)
        assert document is None or isinstance(document, str | list | dict)
