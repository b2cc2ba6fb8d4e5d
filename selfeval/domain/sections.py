"""The pages a filing is filled on, derived from its framework, and the page each box stands on.

A box is named by its path in the filing file: `fields.closing_balance`, `indicators.<code>.reason`,
`own_indicators.<code>` (all the unit added below a node), `narratives.mandate`, `department.head`, `filed_on`,
`evaluators`, `explanations.<check>`.
"""

from dataclasses import dataclass
from enum import StrEnum

from selfeval.domain.framework import Framework


class SectionKind(StrEnum):
    """What a page holds; the value is also the page's code where there is only one of the kind."""

    FACE = "face"
    FIGURES = "figures"
    INDICATORS = "indicators"
    NARRATIVES = "narratives"
    EVALUATORS = "evaluators"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A page: `code` names it in addresses; of figures it is the field group, of indicators the level-1 node."""

    code: str
    title: str
    kind: SectionKind


def sections_of(framework: Framework) -> tuple[Section, ...]:
    """The pages of a filing in the order they are filled."""
    groups = [Section(code=each.code, title=each.label, kind=SectionKind.FIGURES) for each in framework.field_groups]
    roots = [Section(code=each.code, title=each.name, kind=SectionKind.INDICATORS) for each in framework.indicators]
    texts = [Section(code="narratives", title="文字说明", kind=SectionKind.NARRATIVES)] if framework.narratives else []
    return (
        Section(code="face", title="基本信息", kind=SectionKind.FACE),
        *groups,
        *roots,
        *texts,
        Section(code="evaluators", title="评价人员", kind=SectionKind.EVALUATORS),
        Section(code="check", title="检查与提交", kind=SectionKind.CHECK),
    )


def section_of_box(framework: Framework, box: str) -> str:
    """The code of the page on which the box `box` stands; problems without a box of their own go to the last page."""
    head, _, rest = box.partition(".")
    match head:
        case "department" | "filed_on":
            return "face"
        case "fields":
            code = rest.partition(".")[0]
            known = framework.fields_by_code.get(code)
            return known.group if known else "check"
        case "indicators" | "own_indicators":
            root = rest.partition(".")[0]
            return root if any(each.code == root for each in framework.indicators) else "check"
        case "narratives" | "evaluators":
            return head
    return "check"
