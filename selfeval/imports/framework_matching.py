"""Which of the frameworks at hand a form follows: by the names it prints in its tables and the titles of its texts."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfeval.domain.framework import Framework
from selfeval.imports.narratives import is_title
from selfeval.imports.own_workbook import is_own_workbook
from selfeval.imports.raw import RawForm
from selfeval.imports.understood import NotUnderstood
from selfeval.imports.words import label_of, squeezed

# Less in common than this is a coincidence: every report says 社会效益 somewhere.
_LEAST_NAMES = 3
_LEAST_SHARE = 0.2
_TITLE_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What a form and a framework have in common: names of indicators, other labels, whether the title is the same.

    `roots` are the 一级指标 of the framework that the form does not print.
    """

    framework: Framework
    names: int
    labels: int
    roots: int
    share: float
    has_title: bool

    @property
    def rank(self) -> tuple[int, int, float, bool]:
        """The greater the liker."""
        return (self.names + self.labels, -self.roots, self.share, self.has_title)


def matched_framework(
    raw: RawForm, frameworks: Sequence[Framework]
) -> tuple[Framework | None, tuple[NotUnderstood, ...]]:
    """The framework `raw` follows, None for a loose report; and what is unsure about it."""
    cells = {label_of(cell.text) for row in raw.rows for cell in row.filled}
    title = "".join(squeezed(line.text) for line in raw.lines[:_TITLE_LINES])
    found = [_likeness(raw, cells, title, each) for each in frameworks]
    known = sorted((each for each in found if _is_enough(each)), key=lambda each: each.rank, reverse=True)
    if is_own_workbook(raw):
        known = _titled(raw, known) or known
    if not known:
        return None, ()
    alike = [each.framework for each in known if each.rank == known[0].rank]
    slugs = {each.slug for each in alike}
    if len(slugs) == 1:
        return alike[-1], ()
    names = "、".join(f"{each.title}（{each.slug}）" for each in alike)
    why = f"与几个指标体系同样相像：{names}；请指明是哪一个"
    return None, (NotUnderstood(place=raw.place_at(0), words=raw.lines[0].text.strip()[:40], why=why),)


def _titled(raw: RawForm, known: list[Likeness]) -> list[Likeness]:
    """Those whose whole title is a line of the head: a workbook of ours prints that of its own framework."""
    lines = {squeezed(line.text) for line in raw.lines[:_TITLE_LINES]}
    return [each for each in known if squeezed(each.framework.title) in lines]


def _likeness(raw: RawForm, cells: set[str], title: str, framework: Framework) -> Likeness:
    leaves = {label_of(leaf.name) for leaf in framework.leaves}
    groups = {label_of(node.name) for node in framework.nodes.values() if not node.is_leaf}
    labels = {label_of(field.label) for field in framework.fields}
    own = {label_of(group) for node in framework.own_nodes for group in node.own_groups}
    titles = sum(any(is_title(line.text, each) for line in raw.lines) for each in framework.narratives)
    names = len(leaves & cells) + len(own & cells)
    printed = len(leaves) + len(own)
    return Likeness(
        framework=framework,
        names=names,
        labels=len((groups | labels) & cells) + titles,
        roots=sum(label_of(root.name) not in cells for root in framework.indicators),
        share=names / printed if printed else 0,
        has_title=squeezed(framework.title) in title,
    )


def _is_enough(likeness: Likeness) -> bool:
    return (
        likeness.names >= 1
        and likeness.names + likeness.labels >= _LEAST_NAMES
        and (likeness.share >= _LEAST_SHARE or likeness.labels >= _LEAST_NAMES)
    )
