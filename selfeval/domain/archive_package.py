"""An archive package (归档包) that was brought: looked over from the outside in, before anything of it is believed.

package = opened_package(content)                # FileFaults: no zip of ours, unknown files, other hashes
package.documents["events.json"]                 # what its JSON files say
for chunk in package.chunks("evidence/….pdf"):   # what else is in it, a part at a time
"""

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from selfeval.domain import archive_files as files
from selfeval.domain.archive_events import event_faults, signature_faults
from selfeval.domain.archive_zip import Placed, chunks_of, read_zip
from selfeval.domain.files import Fault, FileFaults
from selfeval.domain.verification import canonical_json, content_hash, verification_code

# What is listed as rows, and what is one mapping; a filing that was never on its way to the public has no disclosure.
_LISTS: Final = (files.EVENTS, files.CARRIED, files.EVIDENCE, files.SPOT_CHECKS, files.RECTIFICATION, files.RESULT_USES)
_MAPPINGS: Final = (files.HEAD, files.CYCLE, files.PEOPLE, files.STANDING, files.FRAMEWORK, files.FILING, files.RESULT)
_MOST_SIGNATURE: Final = 1024
_BELOW: Final = ("findings", "reviews", "pins", "scores", "sealed_scans")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package whose files are those it lists. `texts` are the bytes of its JSON files, `documents` what they say."""

    content: IO[bytes]
    placed: Mapping[str, Placed]
    hashes: Mapping[str, str]
    texts: Mapping[str, bytes]
    documents: Mapping[str, Any]

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of one of its files."""
        return chunks_of(self.content, self.placed[name])

    def size(self, name: str) -> int:
        """How many bytes a file has."""
        return self.placed[name].member.size

    def whole(self, name: str) -> bytes:
        """All bytes of one of its files; nothing where there is none."""
        return b"".join(self.chunks(name)) if name in self.placed else b""

    @property
    def rounds(self) -> tuple[int, ...]:
        """The rounds of its frozen copies."""
        return files.rounds_in(self.placed)

    def meta(self, number: int) -> Any:
        """What `meta.json` of a round says."""
        return self.documents[files.submission_file(number, "meta.json")]


def opened_package(content: IO[bytes]) -> Package:
    """The package in `content`, which stays open while it is used. Raises FileFaults with everything that is wrong.

    Each look asks for what the one before has found: zip, names, hashes, format, JSON, and what it says of itself.
    """
    placed = {each.member.name: each for each in _told_once(read_zip(content))}
    _refuse(files.missing_faults(placed) + _order_faults(list(placed)) + _size_faults(placed))
    hashes, damaged = _hashes_of(content, placed)
    sums = b"".join(chunks_of(content, placed[files.SUMS])).decode("utf-8", "replace")
    _refuse(files.sums_faults(sums, hashes) or damaged)
    texts = {name: b"".join(chunks_of(content, each)) for name, each in placed.items() if name.endswith(".json")}
    head = files.json_of(files.HEAD, texts[files.HEAD])
    _refuse([fault] if (fault := files.format_fault(head)) else [])
    documents = _read(texts)
    package = Package(content=content, placed=placed, hashes=hashes, texts=texts, documents=documents)
    _refuse(_shape_faults(package))
    _refuse([*_hash_faults(package), *event_faults(documents[files.EVENTS])])
    _refuse(_signed(package))
    return package


def _told_once(placed: Sequence[Placed]) -> Sequence[Placed]:
    _refuse(files.name_faults([each.member.name for each in placed]))
    return placed


def _order_faults(names: list[str]) -> list[Fault]:
    last = [name for name in files.LISTS_AND_SIGNATURES if name in names]
    expected = [*sorted(set(names) - set(last)), *last]
    if names == expected:
        return []
    first = next(name for name, right in zip(names, expected, strict=False) if name != right)
    return [Fault(path=first, found="", expected="在包里的次序与导出时不同，请用导出的原文件")]


def _size_faults(placed: Mapping[str, Placed]) -> list[Fault]:
    most = files.MOST_JSON
    return [
        Fault(path=name, found="", expected=f"有{each.member.size:,}字节，最多{most:,}字节")
        for name, each in placed.items()
        if (name.endswith(".json") or name == files.SUMS) and each.member.size > most
    ] + [
        Fault(path=name, found="", expected=f"有{placed[name].member.size:,}字节，不是签名")
        for name in (files.KEY, files.SIGNATURE)
        if name in placed and placed[name].member.size > _MOST_SIGNATURE
    ]


def _hashes_of(content: IO[bytes], placed: Mapping[str, Placed]) -> tuple[dict[str, str], list[Fault]]:
    """The hash of each file but of the list of them; and files that zip itself counts otherwise."""
    hashes: dict[str, str] = {}
    faults: list[Fault] = []
    for name, each in placed.items():
        found, crc = hashlib.sha256(), 0
        for chunk in chunks_of(content, each):
            found.update(chunk)
            crc = zlib.crc32(chunk, crc)
        if name not in files.LISTS_AND_SIGNATURES:
            hashes[name] = found.hexdigest()
        if crc != each.member.crc:
            faults.append(Fault(path=name, found="", expected="zip 里的校验和与内容不符，文件被改动过"))
    return hashes, faults


def _read(texts: Mapping[str, bytes]) -> dict[str, Any]:
    documents: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, text in texts.items():
        try:
            documents[name] = files.json_of(name, text)
        except FileFaults as refused:
            faults += refused.faults
    _refuse(faults)
    return documents


def _shape_faults(package: Package) -> list[Fault]:
    """Whether each file is a list or a mapping as it should be; what is in it is the business of who reads it."""
    documents = package.documents
    wrong = [(name, "列表") for name in _LISTS if not isinstance(documents.get(name, []), list)]
    wrong += [(name, "一组键和值") for name in _MAPPINGS if not isinstance(documents[name], dict)]
    for number in package.rounds:
        meta = package.meta(number)
        name = files.submission_file(number, "meta.json")
        if not isinstance(meta, dict) or meta.get("round") != number:
            wrong.append((name, f"第{number}轮的说明"))
        elif any(not isinstance(meta.get(each), list) for each in _BELOW):
            wrong.append((name, f"有{'、'.join(_BELOW)}各一个列表的说明"))
    return [Fault(path=name, found="", expected=f"应为{words}") for name, words in wrong]


def _hash_faults(package: Package) -> list[Fault]:
    """Hashes and codes that are said somewhere and are not those of the files."""
    faults = [] if package.rounds == tuple(range(1, len(package.rounds) + 1)) else _gap_faults(package.rounds)
    head = package.documents[files.HEAD]
    framework = head.get("framework")
    said = framework.get("sha256") if isinstance(framework, dict) else None
    faults += _differs(f"{files.HEAD} framework.sha256", said, package.hashes[files.FRAMEWORK], files.FRAMEWORK)
    for number in package.rounds:
        name, meta = files.submission_file(number, "filing.json"), package.meta(number)
        path = files.submission_file(number, "meta.json")
        sha256 = content_hash(package.documents[name]) if isinstance(package.documents[name], dict) else ""
        faults += _differs(f"{path} sha256", meta.get("sha256"), package.hashes[name], name)
        faults += _differs(f"{path} verification_code", meta.get("verification_code"), _code(sha256), name)
    for name in _canonical(package):
        if canonical_json(package.documents[name]).encode() != package.texts[name]:
            faults.append(Fault(path=name, found="", expected="不是规范写法的 JSON（键排序、不留空白），被改动过"))
    disclosure = package.documents[files.DISCLOSURE]
    if files.DISCLOSED in package.hashes and isinstance(disclosure, dict):
        shown = package.hashes[files.DISCLOSED]
        faults += _differs(f"{files.DISCLOSURE} sha256", disclosure.get("sha256"), shown, files.DISCLOSED)
    return faults


def _gap_faults(rounds: Sequence[int]) -> list[Fault]:
    told = "、".join(str(number) for number in rounds)
    return [Fault(path="submissions/", found=told, expected="应从第1轮起，一轮不缺")]


def _code(sha256: str) -> str:
    return verification_code(sha256) if sha256 else ""


def _differs(path: str, said: Any, right: str, name: str) -> list[Fault]:
    if said == right:
        return []
    return [Fault(path=path, found=str(said)[:80], expected=f"与 {name} 的内容对不上，按内容应为 {right}")]


def _canonical(package: Package) -> list[str]:
    """The files whose hash is what the document is known by."""
    frozen = [files.submission_file(each, name) for each in package.rounds for name in ("filing.json", "result.json")]
    public = [name for name in (files.DISCLOSED, files.DISCLOSED_RESULT) if name in package.texts]
    return [files.FRAMEWORK, files.FILING, files.RESULT, *frozen, *public]


def _signed(package: Package) -> list[Fault]:
    entries = package.documents[files.EVENTS]
    return signature_faults(entries, {number: package.meta(number)["sha256"] for number in package.rounds})


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise FileFaults(faults)
