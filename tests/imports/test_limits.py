"""What is hostile or broken is refused with a sentence, before it is parsed."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.files import FileFaults
from selfeval.domain.filing_sheets.identity import FORMAT, IDENTITY_SHEET
from selfeval.imports import check_understood, limits, read_raw, understand
from tests.imports.samples import word, workbook

WORD = word("自评表", [["年初预算", "100"]])
BOOK = workbook(表=[["年初预算", 100]])


def packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    return packed(parts | {name: change(parts.get(name, b""))})


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "half a file": (WORD[: len(WORD) // 2], "已损坏"),
    "no package": (b"not a zip", "已损坏|是文本或 CSV"),
    "another package": (packed({"a.txt": b"x"}), "已损坏|没有 Excel 工作簿"),
    "a bomb": (packed({"word/document.xml": b"0" * 60_000_000}), "压缩比异常"),
    "too much": (packed({f"{n}.bin": bytes(range(256)) * 100_000 for n in range(4)}), "超过"),
    "many parts": (packed({f"{n}.xml": b"" for n in range(limits.MOST_PARTS + 1)}), "部件"),
    "entities": (with_part(WORD, "word/document.xml", lambda _: LAUGHS), "XML"),
    "entities in another encoding": (
        with_part(WORD, "word/document.xml", lambda _: LAUGHS.decode().encode("utf-16")),
        "XML",
    ),
    "broken part": (with_part(WORD, "word/document.xml", lambda part: part[:200]), "已损坏|是 Word 文档"),
    "with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "an old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版"),
}


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused(case: str, ending: str) -> None:
    content, why = HOSTILE[case]

    with pytest.raises(FileFaults, match=why) as refused:
        read_raw(f"/some/where/旧表.{ending}", content)
    assert "/some" not in str(refused.value)


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfeval.imports.reading.MOST_BYTES", 10)
    with pytest.raises(FileFaults, match="超过"):
        read_raw("a.txt", b"0123456789ab")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfeval.imports.workbook.MOST_ROWS", 3)
    monkeypatch.setattr("selfeval.imports.word.MOST_ROWS", 3)
    many = [["甲", "乙"]] * 5

    for name, content in (("a.xlsx", workbook(表=many)), ("a.docx", word(many))):
        with pytest.raises(FileFaults, match="太大"):
            read_raw(name, content)


def test_a_lone_cell_far_away_costs_no_more_than_is_allowed() -> None:
    def moved(sheet: bytes) -> bytes:
        return sheet.replace(b'r="1"', b'r="1048576"').replace(b"A1", b"A1048576").replace(b"B1", b"B1048576")

    far = with_part(BOOK, "xl/worksheets/sheet1.xml", moved)
    with pytest.raises(FileFaults, match="太大"):
        read_raw("a.xlsx", far)


@settings(max_examples=60, deadline=None)
@given(
    ending=st.sampled_from(["txt", "docx", "xlsx"]),
    content=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(str.encode),
        st.tuples(st.sampled_from([WORD, BOOK]), st.integers(0, 4000), st.binary(min_size=1, max_size=6)).map(
            lambda made: made[0][: made[1]] + made[2] + made[0][made[1] + len(made[2]) :]
        ),
    ),
)
def test_any_bytes_are_read_or_refused(ending: str, content: bytes) -> None:
    reasons = ""
    try:
        form = read_raw(f"a.{ending}", content)
    except FileFaults as refused:
        reasons = str(refused)
    else:
        check_understood(understand(form, []))
    assert not reasons or any("\u4e00" <= character <= "\u9fff" for character in reasons)


def test_a_workbook_to_be_filled_is_no_old_form() -> None:
    with pytest.raises(FileFaults, match="是填报工作簿"):
        read_raw("a.xlsx", workbook(**{"资金情况": [["年初预算", 100]], IDENTITY_SHEET: [["format", FORMAT]]}))
