"""The zip of an archive package (归档包): nothing in it is packed, dated or ordered but in one way.

The same members make the same bytes on every machine, whatever library packs there, and a zip with one byte otherwise
is not one of ours. What is not packed cannot unfold into more than it is. Any tool that reads zip reads it.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from selfeval.domain.files import Fault, FileFaults

MOST_MEMBERS: Final = 5_000
# Four bytes hold an offset; larger packages would need another form of zip.
MOST_BYTES: Final = 2**32 - 1
_MOST_NAME: Final = 200
_CHUNK: Final = 1024 * 1024
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _MADE_BY = 20, 3 << 8 | 20
_FIRST_OF_1980: Final = 1 << 5 | 1
_MODE: Final = 0o100644 << 16
_IS_ENCRYPTED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of the package: `size` in bytes, `crc` as zip counts it."""

    name: str
    size: int
    crc: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A member, and where its bytes begin in the package."""

    member: Member
    start: int


def write_zip(members: Iterable[tuple[Member, Iterable[bytes]]], target: IO[bytes]) -> None:
    """Write `members` with their bytes, in this order. Raises ValueError where bytes are not as many as was said."""
    offset, written = 0, []
    for member, content in members:
        target.write(_local(member))
        size = 0
        for chunk in content:
            target.write(chunk)
            size += len(chunk)
        if size != member.size:
            raise ValueError(f"{member.name} has {size} bytes, not {member.size}")
        written.append((member, offset))
        offset += _length(member)
    if offset > MOST_BYTES or len(written) > MOST_MEMBERS:
        raise ValueError("too large for one package")
    target.write(_directory(written, offset))


def read_zip(content: IO[bytes]) -> tuple[Placed, ...]:
    """The members of a package in their order. Raises FileFaults for a zip that `write_zip` would not have written."""
    size = content.seek(0, 2)
    if size > MOST_BYTES:
        raise _refused("", f"有{size:,}字节，归档包最多{MOST_BYTES:,}字节")
    count, length, start = _end_of(content, size)
    content.seek(start)
    directory = content.read(length)
    listed = list(_listed(directory, count))
    faults = [fault for member, _, fault in listed if fault is not None]
    if faults:
        raise FileFaults(faults)
    found = [(member, offset) for member, offset, _ in listed]
    _refuse_other_layout(content, found, directory, start)
    return tuple(Placed(member=member, start=offset + len(_local(member))) for member, offset in found)


def chunks_of(content: IO[bytes], placed: Placed) -> Iterator[bytes]:
    """The bytes of a member, a part at a time."""
    content.seek(placed.start)
    left = placed.member.size
    while left:
        chunk = content.read(min(left, _CHUNK))
        if not chunk:
            return
        left -= len(chunk)
        yield chunk


def _end_of(content: IO[bytes], size: int) -> tuple[int, int, int]:
    """Number of members, length of the directory, where it begins."""
    if size < _END.size:
        raise _refused("", "不是归档包：文件太短，应为本系统导出的 zip 文件")
    content.seek(size - _END.size)
    mark, disk, first, here, count, length, start, comment = _END.unpack(content.read(_END.size))
    if mark != _END_MARK or comment:
        raise _refused("", "不是完整的归档包：结尾不是 zip 的目录，文件可能没有传完，或后面被加了内容")
    if disk or first or here != count or start + length + _END.size != size:
        raise _refused("", "zip 的目录与文件大小对不上，文件被截断、拼接或改动过")
    if count > MOST_MEMBERS:
        raise _refused("", f"内有{count:,}个文件，归档包最多{MOST_MEMBERS:,}个")
    if length > count * (_CENTRAL.size + _MOST_NAME):
        raise _refused("", "zip 的目录过长，文件名不是归档包的文件名")
    return count, length, start


def _listed(directory: bytes, count: int) -> Iterator[tuple[Member, int, Fault | None]]:
    """What the directory says: members, where each begins, and what of it is not as we write it."""
    place = 0
    for number in range(1, count + 1):
        entry = directory[place : place + _CENTRAL.size]
        if len(entry) < _CENTRAL.size or entry[:4] != _CENTRAL_MARK:
            raise _refused("", f"zip 的目录第{number}项读不出来，文件被改动过")
        _, _, _, flags, method, _, _, crc, packed, size, name, extra, comment, *_, offset = _CENTRAL.unpack(entry)
        place += _CENTRAL.size
        text = directory[place : place + name].decode("ascii", "backslashreplace")
        place += name + extra + comment
        fault = None
        if flags & _IS_ENCRYPTED:
            fault = Fault(path=text, found="", expected="设了密码，归档包不加密")
        elif method or packed != size:
            words = f"是压缩的（解开后{size:,}字节），归档包里的文件都不压缩；请用本系统导出的原文件"
            fault = Fault(path=text, found="", expected=words)
        yield Member(name=text, size=size, crc=crc), offset, fault
    if place != len(directory):
        raise _refused("", "zip 的目录里有多余的内容，文件被改动过")


def _refuse_other_layout(content: IO[bytes], found: list[tuple[Member, int]], directory: bytes, start: int) -> None:
    """Every byte that is no member's is as `write_zip` writes it; a member's are held to SHA256SUMS."""
    expected = 0
    for member, offset in found:
        content.seek(min(offset, start))
        if offset != expected or content.read(len(_local(member))) != _local(member):
            words = "在 zip 里的位置或文件头与导出时不同，文件被改动过，或用别的软件重新打过包；请用导出的原文件"
            raise _refused(member.name, words)
        expected += _length(member)
    if expected != start or directory + _end(len(found), len(directory), start) != _directory(found, start):
        raise _refused("", "zip 的目录与导出时不同，文件被改动过，或用别的软件重新打过包；请用导出的原文件")


def _length(member: Member) -> int:
    return len(_local(member)) + member.size


def _local(member: Member) -> bytes:
    name = member.name.encode("ascii", "backslashreplace")
    crc, size = member.crc, member.size
    return _LOCAL.pack(_LOCAL_MARK, _VERSION, 0, 0, 0, _FIRST_OF_1980, crc, size, size, len(name), 0) + name


def _directory(written: list[tuple[Member, int]], start: int) -> bytes:
    entries = b"".join(_entry(member, offset) for member, offset in written)
    return entries + _end(len(written), len(entries), start)


def _entry(member: Member, offset: int) -> bytes:
    name = member.name.encode("ascii", "backslashreplace")
    head = (_CENTRAL_MARK, _MADE_BY, _VERSION, 0, 0, 0, _FIRST_OF_1980, member.crc, member.size, member.size)
    return _CENTRAL.pack(*head, len(name), 0, 0, 0, 0, _MODE, offset) + name


def _end(count: int, length: int, start: int) -> bytes:
    return _END.pack(_END_MARK, 0, 0, count, count, length, start, 0)


def _refused(path: str, words: str) -> FileFaults:
    return FileFaults([Fault(path=path, found="", expected=words)])
