"""What files an archive package (归档包) holds, their names, their JSON, and the list of their hashes.

`SHA256SUMS` is in sha256sum's own format, so that `sha256sum -c SHA256SUMS` checks an unpacked package without any
software of ours; it is signed (`SHA256SUMS.sig`, Ed25519, by the key `SHA256SUMS.pub`), which openssl checks.
Submissions and frameworks are in canonical JSON: the hash in the list is the hash they are known by.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from selfeval.domain.files import Fault, FileFaults

FORMAT: Final = "selfeval-archive/1"
HEAD, SUMS, EVENTS = "archive.json", "SHA256SUMS", "events.json"
# Beside the list of hashes, which they are about; both or neither.
KEY, SIGNATURE = "SHA256SUMS.pub", "SHA256SUMS.sig"
LISTS_AND_SIGNATURES: Final = (SUMS, KEY, SIGNATURE)
FRAMEWORK, FILING, RESULT = "framework.json", "filing.json", "result.json"
CYCLE, PEOPLE, STANDING = "cycle.json", "people.json", "standing.json"
EVIDENCE = "evidence/evidence.json"
SPOT_CHECKS, RECTIFICATION, RESULT_USES = "spot_checks.json", "rectification.json", "result_uses.json"
DISCLOSURE, DISCLOSED, DISCLOSED_RESULT = "disclosure.json", "disclosure/filing.json", "disclosure/result.json"
CARRIED = "carried.json"
# The documents of each frozen copy, as issued; packages made before there was one for the report go without it.
DOCUMENTS: Final = ("form.pdf", "form.xlsx", "report.docx", "report.pdf")
_ALWAYS_ISSUED: Final = DOCUMENTS[:3]
ALWAYS: Final = frozenset(
    {HEAD, SUMS, EVENTS, FRAMEWORK, FILING, RESULT, CYCLE, PEOPLE, STANDING, EVIDENCE}
    | {SPOT_CHECKS, RECTIFICATION, RESULT_USES, DISCLOSURE}
)
# Where there is something to be said in them.
SOMETIMES: Final = frozenset({DISCLOSED, DISCLOSED_RESULT, CARRIED, KEY, SIGNATURE})
_FORMAT_NAME: Final = "selfeval-archive/"
_MEGABYTE: Final = 1024 * 1024
MOST_JSON: Final = 64 * _MEGABYTE
MOST_DEPTH: Final = 60
_OF_SUBMISSION: Final = re.compile(r"submissions/([1-9][0-9]{0,3})/(filing\.json|result\.json|meta\.json|[a-z.]+)")
_KEPT: Final = re.compile(r"evidence/[0-9a-f]{64}\.[a-z0-9]{1,5}")
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_NO_TEXT: Final = re.compile("[\x00\ud800-\udfff]")


def submission_file(number: int, name: str) -> str:
    """The path of `name` (`meta.json`, `form.pdf`) of the frozen copy of round `number`."""
    return f"submissions/{number}/{name}"


def kept_file(sha256: str, ending: str) -> str:
    """The path of an uploaded file; the same bytes are there once."""
    return f"evidence/{sha256}.{ending}"


def rounds_in(names: Iterable[str]) -> tuple[int, ...]:
    """The rounds whose frozen copies are among `names`."""
    return tuple(sorted({int(found[1]) for name in names if (found := _OF_SUBMISSION.fullmatch(name))}))


def name_faults(names: Iterable[str]) -> list[Fault]:
    """Names that are not a package's: of other folders, unknown, or there twice."""
    faults, seen = [], set()
    for name in names:
        if name.lower() in seen:
            faults.append(Fault(path=name, found="", expected="在包里出现了两次，每个文件只能有一个"))
        seen.add(name.lower())
        if name.startswith(("/", "\\")) or ".." in name or "\\" in name or ":" in name:
            faults.append(Fault(path=name, found="", expected="指到包外面去了，归档包里没有这样的路径"))
        elif not _is_known(name):
            faults.append(Fault(path=name, found="", expected="不是归档包里的文件，请用导出的原文件"))
    return faults


def _is_known(name: str) -> bool:
    found = _OF_SUBMISSION.fullmatch(name)
    if found:
        return found[2] in {"filing.json", "result.json", "meta.json", *DOCUMENTS}
    return name in ALWAYS | SOMETIMES or _KEPT.fullmatch(name) is not None


def missing_faults(names: Iterable[str]) -> list[Fault]:
    """Files that every package has, and those of each round, where they are not there."""
    there = set(names)
    wanted = set(ALWAYS)
    for number in rounds_in(there):
        each_round = ("filing.json", "result.json", "meta.json", *_ALWAYS_ISSUED)
        wanted |= {submission_file(number, each) for each in each_round}
    if there & {KEY, SIGNATURE}:
        wanted |= {KEY, SIGNATURE}
    return [Fault(path=name, found="", expected="包里缺这个文件") for name in sorted(wanted - there)]


def sums_text(hashes: Mapping[str, str]) -> str:
    """The list of hashes, by name."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))


def sums_faults(text: str, hashes: Mapping[str, str]) -> list[Fault]:
    """What of the list `text` is not as the files are whose hashes are `hashes`."""
    listed: dict[str, str] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _LINE.fullmatch(line)
        if found is None:
            faults.append(Fault(path=f"{SUMS} 第{number}行", found=line[:80], expected="应为“哈希  文件名”"))
            continue
        listed[found[2]] = found[1]
    for name in sorted({*listed, *hashes}):
        if name not in listed:
            faults.append(Fault(path=name, found="", expected=f"没有列在 {SUMS} 里"))
        elif name not in hashes:
            faults.append(Fault(path=name, found="", expected=f"列在 {SUMS} 里，包里却没有"))
        elif listed[name] != hashes[name]:
            words = f"与 {SUMS} 里的哈希不符（应为 {listed[name][:12]}…）：内容被改动过"
            faults.append(Fault(path=name, found=f"{hashes[name][:12]}…", expected=words))
    if not faults and text != sums_text(hashes):
        faults.append(Fault(path=SUMS, found="", expected="次序或空白与导出时不同，被改动过"))
    return faults


def format_fault(document: Any) -> Fault | None:
    """What is wrong with the name and number of the format that `archive.json` says."""
    said = document.get("format") if isinstance(document, dict) else None
    if said == FORMAT:
        return None
    if isinstance(said, str) and said.startswith(_FORMAT_NAME):
        words = f"是另一版的归档包，本系统读 {FORMAT}；请用相应版本的系统导入，或升级后再试"
        return Fault(path=f"{HEAD} format", found=said, expected=words)
    return Fault(path=f"{HEAD} format", found=str(said)[:40], expected=f"应为 {FORMAT}")


def json_text(document: Any) -> bytes:
    """`document` for people and machines: a key a line, sorted, characters as they are."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()


def json_of(name: str, content: bytes) -> Any:
    """The document of a JSON file of a package. Raises FileFaults: no JSON, a key twice, what no database stores."""
    try:
        document = json.loads(content.decode(), object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        words = "嵌套太深" if isinstance(error, RecursionError) else str(error)
        raise FileFaults([Fault(path=name, found="", expected=f"不是能读的 JSON：{words}")]) from None
    place = _unfit_text(document)
    if place:
        raise FileFaults([Fault(path=name, found="", expected=f"含有不能保存的字符或嵌套太深：{place}")])
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"键“{next(key for key in keys if keys.count(key) > 1)}”写了两次")
    return found


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"“{word}”不是数")


def _unfit_text(document: Any) -> str:
    """Words for the first text that no database stores; empty where there is none."""
    waiting = [(document, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MOST_DEPTH:
            return f"超过{MOST_DEPTH}层"
        if isinstance(value, str) and _NO_TEXT.search(value):
            return f"“{_NO_TEXT.sub('␀', value)[:40]}”"
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for pair in value.items() for each in pair]
        elif isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
    return ""
