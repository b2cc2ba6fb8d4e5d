"""A clean report of our own of twenty thousand characters, in sections, with the places of the figures in it."""

import re
from dataclasses import dataclass
from functools import cache
from random import Random

from tests.domain.narrative.report_sentences import NAMES, REMARKS, SENTENCES

_SLOT = re.compile(r"⟦(?P<kind>[a-z]+[0-9.%]*)\|(?P<figure>[^⟧]*)⟧")
_HAN = "一二三四五六七八九十"
# The published form's figures, the bases as they should be.
_FIGURES = (
    "年初预算⟦figure|2,424.03万元⟧，预算调整⟦figure|484.00万元⟧，全年预算数⟦figure|3,043.01万元⟧。"
    "全年支出⟦figure|2,495.17万元⟧，年末结余⟦figure|547.84万元⟧，其中基本支出⟦figure|297.14万元⟧。"
    "公用经费实际支出⟦figure|278.91万元⟧，公用经费预算⟦figure|309.23万元⟧。"
    "本年“三公”经费预算⟦figure|44.06万元⟧，“三公”经费实际支出⟦figure|31.69万元⟧。"
    "政府采购预算⟦figure|923.85万元⟧，政府采购实际支出⟦figure|923.85万元⟧。\n"
    "预算完成率⟦rate|82.00%⟧，在职人员控制率⟦rate|100.00%⟧，公用经费控制率⟦rate|90.20%⟧。\n"
    "一季度末累计支出555.04万元，占全年预算数的⟦base22.24%|18.24%⟧。\n"
    "二季度末累计支出1,038.66万元，占全年预算数的⟦base41.63%|34.13%⟧。\n"
    "三季度末累计支出1,326.88万元，占全年预算数的⟦base53.18%|43.60%⟧。\n"
    "11月末累计支出1,593.26万元，占全年预算数的⟦base63.85%|52.36%⟧。\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A figure that may be falsified; `base` is what it would be on the wrong base."""

    kind: str
    start: int
    end: int
    base: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report as it is read, with its figures."""

    text: str
    slots: tuple[Slot, ...]


def _section(marked: str) -> Section:
    text, slots, at = "", [], 0
    for match in _SLOT.finditer(marked):
        text += marked[at : match.start()]
        kind, _, base = match["kind"].partition("base")
        slots.append(
            Slot(kind="base" if base else kind, start=len(text), end=len(text) + len(match["figure"]), base=base)
        )
        text += match["figure"]
        at = match.end()
    return Section(text=text + marked[at:], slots=tuple(slots))


@cache
def sections() -> tuple[Section, ...]:
    """The figures of the unit, then one section for each kind of work, one numbered paragraph for each project."""
    random = Random(20_211)
    made = [_section(f"一、总体情况\n{_FIGURES}")]
    for number in range(7):
        paragraphs = [f"{_HAN[number + 1]}、分项情况之{_HAN[number]}"]
        for place in range(6):
            name = NAMES[number * 6 + place]
            sentences = [SENTENCES[(number * 6 + place * 4 + turn) % len(SENTENCES)](random, name) for turn in range(4)]
            remarks = random.sample(REMARKS, 7)
            told = [f"（{_HAN[place]}）{name}。{remarks[0]}{remarks[1]}{sentences[0]}{remarks[2]}{sentences[1]}"]
            told += [f"{remarks[3]}{sentences[2]}{remarks[4]}{sentences[3]}{remarks[5]}{remarks[6]}"]
            paragraphs += told
        made.append(_section("\n".join(paragraphs)))
    return tuple(made)


def whole() -> str:
    """The report in one text."""
    return "\n".join(section.text for section in sections())
