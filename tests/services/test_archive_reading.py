"""What somebody changed who can make the list of hashes anew: told by its file and its place in it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from selfeval.domain import archive_files as files
from selfeval.domain.archive_package import opened_package
from selfeval.domain.files import FileFaults
from selfeval.services.archive_reading import form_of, rows_in, stand_ins
from tests.archived import small
from tests.packages import edited, rehashed

META = "submissions/1/meta.json"


def _event(change: dict[str, Any]) -> Callable[[list[dict[str, Any]]], Any]:
    def changed(entries: list[dict[str, Any]]) -> None:
        entries[-1] = rehashed(entries[-1] | change)

    return changed


def _first(key: str, **change: Any) -> Callable[[Any], None]:
    return lambda document: document[key][0].update(change)


def _set(**change: Any) -> Callable[[Any], None]:
    return lambda document: document.update(change)


FORGED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "unknown action": (files.EVENTS, _event({"action": "filing.burnt"}), "action：“filing.burnt”不是本系统认识的取值"),
    "unknown state of an event": (files.EVENTS, _event({"to_state": "lost"}), "to_state：“lost”不是填报的状态"),
    "unknown person of an event": (files.EVENTS, _event({"actor": "nobody"}), "“nobody”不是 people.json 里的账号"),
    "no request": (files.EVENTS, _event({"request_id": "x"}), "request_id：应为编号（UUID）"),
    "unknown state": (files.STANDING, _set(state="lost"), "standing.json.state：“lost”不是本系统认识的取值"),
    "a key too many": (files.STANDING, _set(extra=1), "standing.json.extra：不认识这个键"),
    "a key missing": (files.STANDING, lambda said: said.pop("round") and None, "standing.json.round：缺这个键"),
    "no time": (files.STANDING, _set(created_at="昨天"), "standing.json.created_at：“昨天”应为时间"),
    "a time of no zone": (files.STANDING, _set(created_at="2022-03-01T01:30:00"), "应为世界时"),
    "no day": (files.STANDING, _set(filed_on="三月"), "standing.json.filed_on：“三月”应为日期"),
    "no number": (files.STANDING, _set(self_total=92), "standing.json.self_total：“92”应为写成文字的数"),
    "an idle zero": (files.STANDING, _set(self_total="92.0"), "不留多余的零"),
    "too large": (files.STANDING, _set(self_total="1" * 20), "standing.json.self_total"),
    "below zero": (files.STANDING, _set(version=-1), "standing.json.version：“-1”"),
    "true is no number": (files.STANDING, _set(version=True), "standing.json.version：“True”应为整数"),
    "nothing": (files.STANDING, _set(round=None), "standing.json.round：“None”不能为空"),
    "too long": (files.STANDING, _set(grade="优" * 21), "standing.json.grade"),
    "unknown filler": (files.STANDING, _set(fillers=["nobody"]), "standing.json fillers：应为账号的列表"),
    "no rows": (files.STANDING, _set(sections={}), "standing.json sections：应为列表"),
    "no row": (files.STANDING, _set(sections=[1]), "standing.json sections[0]：应为一组键和值"),
    "no id": (files.STANDING, _set(public_id="1"), "standing.json.public_id：“1”应为编号（UUID）"),
    "another id": (
        files.STANDING,
        _set(public_id="00000000-0000-4000-8000-000000000000"),
        "archive.json filing",
    ),
    "a name of nobody": (files.PEOPLE, _set(x={"full_name": 1}), "people.json x.full_name：“1”应为文字"),
    "more of a person": (
        files.PEOPLE,
        _set(x={"full_name": "甲", "is_superuser": True}),
        "people.json x.is_superuser：不认识这个键",
    ),
    "another count": (files.HEAD, _set(counts={}), "archive.json counts"),
    "another unit": (files.HEAD, _set(unit={"code": "002", "name": "综合办"}), "archive.json unit"),
    "another year": (files.CYCLE, _set(fiscal_year=2020), "filing.json fiscal_year：“2021”与 cycle.json 的预算年度"),
    "a verdict of nobody": (META, _first("reviews", reviewer="nobody"), "reviews[0].reviewer：“nobody”"),
    "an unknown verdict": (META, _first("reviews", verdict="maybe"), "reviews[0].verdict：“maybe”"),
    "another file": (files.EVIDENCE, lambda said: said[0].update(file="evidence/x"), "凭证.pdf file：“evidence/x”应为"),
    "another size": (files.EVIDENCE, lambda said: said[0].update(size=1), "登记的哈希或字节数不符"),
    "a version of none": (files.EVIDENCE, lambda said: said[0].update(replaces=1), "应为同一列表里前面某一项的次序"),
    "evidence of none": (files.EVIDENCE, lambda said: said.clear(), "包里没有哪一条说到这个文件"),
    "a draw of none": (files.SPOT_CHECKS, lambda said: said.append({}), "应有 draw 和 item"),
    "a copy of none": (
        files.DISCLOSURE,
        lambda said: {"submission": 9},
        "disclosure.json.submission：“9”包里没有这一轮的报送快照",
    ),
    "text that stands elsewhere": (files.FRAMEWORK, _set(title="另一个"), "framework.sha256"),
}


@pytest.mark.parametrize("kind", list(FORGED))
def test_what_a_forger_changed_is_told_by_its_place(db: None, kind: str) -> None:
    name, change, words = FORGED[kind]
    package = BytesIO(edited(small(), name, change))
    with pytest.raises(FileFaults) as caught:
        read(package)
    assert words in str(caught.value)


def read(content: BytesIO) -> None:
    """All that is looked at before anything of this installation is."""
    package = opened_package(content)
    form_of(package)
    rows_in(package, stand_ins(package))
