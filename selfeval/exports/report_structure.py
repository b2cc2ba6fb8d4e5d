"""The structure of a report as data (fixtures/reports/*.yaml, `selfeval-report/1`): its parts and what stands in them.

A structure places every text a unit may write, each once, so that no text is lost in any report.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from django.conf import settings

from selfeval.domain.files import Plain, load
from selfeval.domain.files.faults import Fault
from selfeval.domain.files.reader import Faults, MappingReader
from selfeval.domain.framework import Framework
from selfeval.domain.report_skeleton import TOPICS, topic_of

FORMAT: Final = "selfeval-report/1"
FOLDER: Final = Path("fixtures") / "reports"
E = TypeVar("E", bound=StrEnum)


class Said(StrEnum):
    """Sentences that the figures of the form make."""

    RESULT = "result"
    ORGANISATION = "organisation"
    MEASURES = "measures"
    ANNEXES = "annexes"


class Tabled(StrEnum):
    """Tables that the figures of the form make."""

    STAFF = "staff"
    FUNDS = "funds"
    ITEMS = "items"
    RATES = "rates"
    TASKS = "tasks"
    FIGURES = "figures"
    GROUPS = "groups"
    INDICATORS = "indicators"
    LOST = "lost"
    EVALUATORS = "evaluators"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A piece of a part, under a heading of its own or under none: sentences, then texts, then tables.

    `texts` are topics. With `is_titled` every text stands under its own title, else only where there are several.
    """

    heading: str
    said: tuple[Said, ...]
    texts: tuple[str, ...]
    is_titled: bool
    tables: tuple[Tabled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the report, numbered 一、二、 as it is printed."""

    heading: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A whole structure; `title` follows the subject (部门整体支出) in the title of a report.

    It is the one of a framework that asks for texts about one of the topics it `suits`; without any it is for all.
    """

    code: str
    name: str
    title: str
    suits: tuple[str, ...]
    parts: tuple[Part, ...]


@cache
def structures() -> tuple[Structure, ...]:
    """The structures that come with the product, by file name, read once. Raises FileFaults."""
    folder = Path(settings.BASE_DIR) / FOLDER
    return tuple(read_structure(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml")))


def structure_named(code: str) -> Structure | None:
    """The structure of this code, if there is one."""
    return next((each for each in structures() if each.code == code), None)


def structure_of(framework: Framework) -> Structure:
    """The structure a framework's reports have unless another is asked for."""
    asked = {topic_of(each) for each in framework.narratives}
    return next(each for each in structures() if not each.suits or asked & set(each.suits))


def read_structure(text: str) -> Structure:
    """The structure written in `text`. Raises FileFaults with all faults."""
    noted: list[Fault] = []
    document: Plain = load(text, noted)
    faults = Faults(noted)
    reader = MappingReader(document, "", faults)
    if (written := reader.text("format", required=True)) not in ("", FORMAT):
        reader.fault("format", written, f"应是 {FORMAT}")
    structure = Structure(
        code=reader.code(),
        name=reader.text("name", required=True),
        title=reader.text("title", required=True),
        suits=reader.texts("suits"),
        parts=tuple(_part(each) for each in reader.mappings("parts", required=True)),
    )
    reader.done()
    _note_misplaced(structure, reader)
    faults.raise_any()
    return structure


def _part(reader: MappingReader) -> Part:
    part = Part(
        heading=reader.text("heading", required=True),
        sections=tuple(_section(each) for each in reader.mappings("sections", required=True)),
    )
    reader.done()
    return part


def _section(reader: MappingReader) -> Section:
    section = Section(
        heading=reader.text("heading"),
        said=_words(reader, "said", Said),
        texts=reader.texts("texts"),
        is_titled=reader.flag("titled"),
        tables=_words(reader, "tables", Tabled),
    )
    reader.done()
    return section


def _words(reader: MappingReader, key: str, words: type[E]) -> tuple[E, ...]:
    found = []
    for index, word in enumerate(reader.texts(key)):
        if word in set(words):
            found.append(words(word))
        else:
            reader.fault(f"{key}[{index}]", word, f"应是 {'、'.join(words)} 之一")
    return tuple(found)


def _note_misplaced(structure: Structure, reader: MappingReader) -> None:
    """Every topic stands in one place: one that stood nowhere would lose what the unit wrote."""
    placed = Counter(topic for part in structure.parts for section in part.sections for topic in section.texts)
    for topic in sorted(set(placed) | set(TOPICS)):
        if topic not in TOPICS:
            reader.fault("parts", topic, f"不是文字部分讲的内容，应是 {'、'.join(TOPICS)} 之一")
        elif placed[topic] != 1:
            reader.fault("parts", topic, f"写了{placed[topic]}次；每样文字都要有、且只有一个地方")
