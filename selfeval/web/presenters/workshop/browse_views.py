"""The shapes a framework has on the pages that show it."""

from dataclasses import dataclass

from selfeval.web.presenters.workshop.words import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words and what stands beside them."""

    words: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeView:
    """A node of the tree. `rule` are the words of its rule, `lines` all else that is said of it."""

    anchor: str
    number: str
    code: str
    name: str
    level: int
    points: str
    is_leaf: bool
    is_own: bool
    kind: str
    rule: str
    standard: str
    definition: str
    criteria: tuple[str, ...]
    formula_words: str
    formula: str
    lines: tuple[Line, ...]
    mark: Mark | None
    url: str
    faults: int
    children: tuple["NodeView", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A data item, a derived value, a text, a check: what it is called and what is said of it."""

    anchor: str
    code: str
    name: str
    kind: str
    details: tuple[str, ...]
    formula: str
    mark: Mark | None
    url: str
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroupView:
    """The data items of one page of the filing."""

    code: str
    name: str
    url: str
    fields: tuple[PartView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkView:
    """All of a framework in print order."""

    title: str
    slug: str
    version: str
    mark: Mark | None
    head: tuple[Line, ...]
    grades: tuple[Line, ...]
    caps: tuple[str, ...]
    nodes: tuple[NodeView, ...]
    groups: tuple[FieldGroupView, ...]
    derived: tuple[PartView, ...]
    narratives: tuple[PartView, ...]
    checks: tuple[PartView, ...]
    leaf_count: int
    field_count: int
    unverified: int
