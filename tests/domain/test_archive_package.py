"""A package is what it was when it was written, or it is refused with the place and the reason."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from selfeval.domain import archive_files as files
from selfeval.domain.archive_package import opened_package
from selfeval.domain.archive_zip import Member, read_zip, write_zip
from selfeval.domain.files import FileFaults
from tests.packages import edited, event, minimal, rehashed, repacked, unpacked

Content = dict[str, bytes]
META = "submissions/1/meta.json"


def refusal(package: bytes) -> str:
    """Why `package` is refused."""
    with pytest.raises(FileFaults) as caught:
        opened_package(io.BytesIO(package))
    return str(caught.value)


def test_the_least_package_is_read_and_its_files_are_those_any_zip_tool_sees() -> None:
    package = repacked(minimal())
    read = opened_package(io.BytesIO(package))
    assert read.rounds == (1,)
    assert {name: b"".join(read.chunks(name)) for name in read.placed} == unpacked(package)
    assert next(iter(unpacked(package))) == files.HEAD
    assert list(unpacked(package))[-1] == files.SUMS


def test_every_single_byte_that_is_changed_is_found() -> None:
    package = bytearray(repacked(minimal()))
    bits = random.Random(20220301)
    for place in range(len(package)):
        kept = package[place]
        package[place] = kept ^ 1 << bits.randrange(8)
        with pytest.raises(FileFaults):
            opened_package(io.BytesIO(package))
        package[place] = kept
    opened_package(io.BytesIO(package))


@pytest.mark.parametrize("length", [0, 10, 21, 22, 400, -1, -22])
def test_a_package_that_is_cut_off_is_refused(length: int) -> None:
    assert refusal(repacked(minimal())[:length])


def _as_other_tools(content: Content, method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, each in content.items():
            package.writestr(name, each)
        package.comment = comment
    return target.getvalue()


def _with(name: str, content: bytes, *, sums: bool = True) -> Callable[[Content], bytes]:
    return lambda held: repacked(held | {name: content}, sums=sums)


def _without(name: str) -> Callable[[Content], bytes]:
    return lambda held: repacked({key: each for key, each in held.items() if key != name})


def _edited(name: str, **changed: object) -> Callable[[Content], bytes]:
    return lambda held: edited(repacked(held), name, lambda document: document.update(changed))


def _events(change: Callable[[list[dict[str, object]]], object]) -> Callable[[Content], bytes]:
    return lambda held: edited(repacked(held), files.EVENTS, change)


def _twice(held: Content) -> bytes:
    target = io.BytesIO()
    member = Member(name=files.HEAD, size=0, crc=0)
    write_zip([(member, [b""]), (member, [b""])], target)
    return target.getvalue()


def _declared_huge(held: Content) -> bytes:
    """A bomb: a little that says it unpacks to four gigabytes."""
    package = bytearray(_as_other_tools({files.HEAD: b"0" * 100_000}))
    start = package.index(b"PK\x01\x02")
    package[start + 24 : start + 28] = struct.pack("<L", 2**32 - 1)
    return bytes(package)


def _encrypted(held: Content) -> bytes:
    package = bytearray(repacked(held))
    start = package.index(b"PK\x01\x02")
    package[start + 8] |= 1
    return bytes(package)


def _laid_out(content: dict[str, tuple[bytes, int]]) -> bytes:
    """A package of `content` as it comes, each file with the sum that zip should count."""
    target = io.BytesIO()
    write_zip(((Member(name=name, size=len(each), crc=crc), [each]) for name, (each, crc) in content.items()), target)
    return target.getvalue()


def _out_of_order(held: Content) -> bytes:
    content = unpacked(repacked(held))
    return _laid_out({name: (content[name], zlib.crc32(content[name])) for name in sorted(content, reverse=True)})


SIGNED = event(3, "filing.signed")
DAMAGES: dict[str, tuple[Callable[[Content], bytes], str]] = {
    "no zip": (lambda held: b"%PDF-1.7" * 10, "结尾不是 zip 的目录"),
    "joined": (lambda held: b"x" * 10 + repacked(held), "被截断、拼接或改动过"),
    "a comment": (lambda held: _as_other_tools(held, comment=b"hello"), "结尾不是 zip 的目录"),
    "packed": (_as_other_tools, "是压缩的"),
    "by another tool": (lambda held: _as_other_tools(held, zipfile.ZIP_STORED), "用别的软件重新打过包"),
    "a bomb": (_declared_huge, "是压缩的"),
    "encrypted": (_encrypted, "设了密码"),
    "outside": (_with("../../etc/passwd", b"x"), "指到包外面去了"),
    "absolute": (_with("/etc/passwd", b"x"), "指到包外面去了"),
    "of windows": (_with("C:\\x.json", b"x"), "指到包外面去了"),
    "unknown": (_with("readme.txt", b"x"), "readme.txt：不是归档包里的文件"),
    "hidden": (_with("submissions/1/form.exe", b"x"), "submissions/1/form.exe：不是归档包里的文件"),
    "twice": (_twice, "出现了两次"),
    "missing": (_without(files.EVENTS), "events.json：包里缺这个文件"),
    "no form": (_without("submissions/1/form.pdf"), "submissions/1/form.pdf：包里缺这个文件"),
    "out of order": (_out_of_order, "次序与导出时不同"),
    "another form": (
        lambda held: repacked(unpacked(repacked(held)) | {"submissions/1/form.pdf": b"other"}, sums=False),
        "submissions/1/form.pdf：“d9298a10d1b0…”与 SHA256SUMS 里的哈希不符",
    ),
    "another sum of zip": (
        lambda held: _laid_out({name: (each, 1) for name, each in unpacked(repacked(held)).items()}),
        "校验和与内容不符",
    ),
    "a list not of hashes": (_with(files.SUMS, b"nothing\n", sums=False), "“nothing”应为“哈希 文件名”"),
    "an empty list": (_with(files.SUMS, b"", sums=False), "没有列在 SHA256SUMS 里"),
    "another version": (_edited(files.HEAD, format="selfeval-archive/2"), "“selfeval-archive/2”是另一版的归档包"),
    "another format": (_edited(files.HEAD, format="pdf"), "应为 selfeval-archive/1"),
    "no JSON": (_with(files.CYCLE, b"{"), "cycle.json：不是能读的 JSON"),
    "a key twice": (_with(files.CYCLE, b'{"a": 1, "a": 2}'), "键“a”写了两次"),
    "no number": (_with(files.CYCLE, b'{"a": NaN}'), "“NaN”不是数"),
    "a zero sign": (_with(files.CYCLE, b'{"a": "\\u0000"}'), "含有不能保存的字符"),
    "half a sign": (_with(files.CYCLE, b'{"a": "\\ud800"}'), "含有不能保存的字符"),
    "too deep": (_with(files.CYCLE, b'{"a": ' + b"[" * 99 + b"]" * 99 + b"}"), "嵌套太深"),
    "far too deep": (_with(files.CYCLE, b"[" * 100_000), "不是能读的 JSON"),
    "no list": (_with(files.EVIDENCE, b"{}"), "evidence/evidence.json：应为列表"),
    "no mapping": (_with(files.STANDING, b"[]"), "standing.json：应为一组键和值"),
    "another round": (_edited(META, round=2), "应为第1轮的说明"),
    "another framework": (_with(files.FRAMEWORK, b"{}"), "与 framework.json 的内容对不上"),
    "another filing": (_with("submissions/1/filing.json", b"{}"), "meta.json sha256"),
    "another code": (_edited(META, verification_code="0000-0000-0000-0000"), "“0000-0000-0000-0000”与"),
    "not canonical": (_with(files.RESULT, b"{ }"), "result.json：不是规范写法的 JSON"),
    "an event changed": (
        _events(lambda entries: entries[0].update(comment="x")),
        "events.json [0]：“原序号 1”内容与它的哈希不符",
    ),
    "an event exchanged": (_events(lambda entries: entries[::-1]), "应在原序号 3 之后"),
    "an event put in": (
        _events(lambda entries: entries.insert(1, event(2, "filing.signed", previous_hash="0" * 64))),
        "与前一条接不上",
    ),
    "an event of another filing": (
        _events(
            lambda entries: entries.insert(
                1, rehashed(SIGNED | {"filing_id": 9, "sequence": 2, "previous_hash": SIGNED["chain"]})
            )
        ),
        "不是这份填报的记录",
    ),
    "an event that is none": (_events(lambda entries: entries.append({"a": 1})), "events.json [2]：“a、"),
    "an access": (_events(lambda entries: entries.append(event(5, "access.downloaded"))), "没有这类记录"),
    "a version twice": (
        _events(
            lambda entries: entries.extend(
                [event(5, "filing.extended", version=1), event(6, "filing.extended", version=1)]
            )
        ),
        "一个版本只有一条",
    ),
    "a signature taken out": (_events(lambda entries: entries[:1]), "没有签发这份内容的记录"),
}


@pytest.mark.parametrize("kind", list(DAMAGES))
def test_each_damage_has_its_own_message(kind: str) -> None:
    damage, words = DAMAGES[kind]
    assert words in refusal(damage(minimal()))


def test_all_is_told_at_once() -> None:
    content = unpacked(repacked(minimal()))
    told = refusal(repacked(content | {"submissions/1/form.pdf": b"a", "submissions/1/form.xlsx": b"b"}, sums=False))
    assert "form.pdf" in told
    assert "form.xlsx" in told


def test_too_many_files_are_refused_before_they_are_read() -> None:
    target = io.BytesIO()
    with pytest.raises(ValueError, match="too large"):
        write_zip(((Member(name=f"{n}", size=0, crc=0), [b""]) for n in range(5_001)), target)
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as package:
        for number in range(5_001):
            package.writestr(f"{number}", b"")
    with pytest.raises(FileFaults, match="内有5,001个文件"):
        read_zip(many)


def test_bytes_that_are_not_as_many_as_was_said_are_not_written() -> None:
    with pytest.raises(ValueError, match="has 1 bytes, not 2"):
        write_zip([(Member(name="a", size=2, crc=0), [b"x"])], io.BytesIO())


def test_json_is_printed_one_way() -> None:
    assert json.loads(files.json_text({"b": "〇", "a": 1})) == {"a": 1, "b": "〇"}
    assert files.json_text({"b": "〇", "a": 1}) == '{\n "a": 1,\n "b": "〇"\n}\n'.encode()
