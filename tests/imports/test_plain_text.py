"""Plain text: encodings, places, tables pasted flat."""

import pytest

from selfeval.domain.files import FileFaults
from selfeval.imports import limits, read_raw
from selfeval.imports.raw import Paragraph, RawForm, Row

TEXT = "自评表\n\n\t年初预算\n\t100\n\t年末结余\n\t\n\n结束。\n"


def rows(form: RawForm) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in form.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_gives_the_same_form(encoding: str) -> None:
    form = read_raw("旧表.txt", TEXT.encode(encoding))

    assert form.text == TEXT
    assert rows(form) == [["年初预算", "100", "年末结余", ""]]
    assert [block.text for block in form.blocks if isinstance(block, Paragraph)] == ["自评表", "结束。"]


def test_line_ends_count_as_one_character() -> None:
    assert read_raw("a.txt", TEXT.replace("\n", "\r\n").encode()).text == TEXT


def test_everything_stands_where_it_says() -> None:
    form = read_raw("a.txt", TEXT.encode())

    for line in form.lines:
        assert form.text[line.start : line.end] == line.text
    assert form.place_at(TEXT.index("100")) == "第4行"
    assert form.place_at(TEXT.index("结束")) == "第8行"


def test_a_row_ends_where_no_tab_begins_the_line() -> None:
    form = read_raw("a.txt", "\t甲\n\t1\n\n\t乙\n\t2\n文\n甲\t1\n乙\t2\n".encode())

    assert rows(form) == [["甲", "1"], ["乙", "2"], ["甲", "1"], ["乙", "2"]]
    tables = [block.table for block in form.blocks if isinstance(block, Row)]
    assert tables[2:] == [tables[2]] * 2
    assert tables[0] != tables[2]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空文件"),
        (b"   \n\t\n", "没有文字"),
        (b"\x00\x01\x02 binary", "不是文本文件"),
        (b"\xff\xff\xff\xff", "编码"),
        (b"PK\x03\x04rest", "不是文本文件"),
        (b"1" * 1000, "一长串数字"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(FileFaults, match=why):
        read_raw("a.txt", content)


@pytest.mark.parametrize(("name", "why"), [("a.doc", "另存为"), ("a.wps", "另存为"), ("a.pdf", "格式"), ("a", "格式")])
def test_other_formats_are_named(name: str, why: str) -> None:
    with pytest.raises(FileFaults, match=why):
        read_raw(name, b"text")


def test_a_row_without_end_is_cut() -> None:
    form = read_raw("a.txt", ("\t甲\n" * 1000).encode())

    assert max(len(row.cells) for row in form.rows) == limits.MOST_COLUMNS
    assert sum(len(row.cells) for row in form.rows) == 1000
