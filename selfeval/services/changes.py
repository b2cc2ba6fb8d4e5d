"""What a page sends to be saved: changes of single boxes, as typed values, each with the name of its box.

A box is named as in the filing file (`fields.closing_balance`, `indicators.<code>.reason`). A value of None, an empty
text or an empty list of rows clears the box. `touches_texts` is whether what the checks find in texts may be another
after the change.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from selfeval.domain.filing import Evaluator, FieldValue, OwnIndicator

EntryAttribute = Literal[
    "set_points",
    "self_score",
    "analysis",
    "reason",
    "measure",
    "is_applicable",
    "ticked",
    "incidents",
    "points",
    "tier",
    "coefficient",
    "choice",
]
EntryValue = Decimal | str | bool | int | tuple[int, ...] | None
_TEXTS: Final = ("analysis", "reason", "measure")
# The file's word where it is not the attribute's.
_WORD_IN_FILE: Final = {"is_applicable": "applicable"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceChange:
    """基本信息: the head, the phone, the day of filing."""

    attribute: Literal["head", "phone", "filed_on"]
    value: str | date | None

    @property
    def box(self) -> str:
        return "filed_on" if self.attribute == "filed_on" else f"department.{self.attribute}"

    @property
    def touches_texts(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A data item; money in yuan."""

    code: str
    value: FieldValue | None

    @property
    def box(self) -> str:
        return f"fields.{self.code}"

    @property
    def touches_texts(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChange:
    """One attribute of what is filed on an indicator."""

    code: str
    attribute: EntryAttribute
    value: EntryValue

    @property
    def box(self) -> str:
        return f"indicators.{self.code}.{_WORD_IN_FILE.get(self.attribute, self.attribute)}"

    @property
    def touches_texts(self) -> bool:
        return self.attribute in _TEXTS


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeChange:
    """One of the texts of 填报内容."""

    code: str
    text: str

    @property
    def box(self) -> str:
        return f"narratives.{self.code}"

    @property
    def touches_texts(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatorsChange:
    """The whole list of evaluators."""

    evaluators: tuple[Evaluator, ...]

    @property
    def box(self) -> str:
        return "evaluators"

    @property
    def touches_texts(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIndicatorsChange:
    """All of the unit's own indicators (个性指标) below the node `under`, in their order."""

    under: str
    own: tuple[OwnIndicator, ...]

    @property
    def box(self) -> str:
        return f"own_indicators.{self.under}"

    @property
    def touches_texts(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationChange:
    """The unit's answer to a warning, by check code."""

    check: str
    text: str

    @property
    def box(self) -> str:
        return f"explanations.{self.check}"

    @property
    def touches_texts(self) -> bool:
        return True


Change = (
    FaceChange
    | FigureChange
    | EntryChange
    | OwnIndicatorsChange
    | NarrativeChange
    | EvaluatorsChange
    | ExplanationChange
)
