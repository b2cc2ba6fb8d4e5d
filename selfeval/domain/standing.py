"""What the rule of rights looks at: a person towards one filing, and where that filing stands."""

from dataclasses import dataclass, field

from selfeval.domain.cycle import Phase
from selfeval.domain.workflow import Role, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How a unit and its cycle work, in whatever state the filing is.

    `has_accountant`: somebody of the unit reviews before the head. `has_signer`: the unit has a head who may sign this
    filing; it counts only where the bureau fills it in. `filler_may_sign` is the cycle's leave for small units.
    """

    has_accountant: bool = False
    filler_may_sign: bool = False
    is_filled_by_bureau: bool = False
    has_signer: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person towards one filing. `role` None is nobody: not signed in, or the account is disabled.

    `has_signed` is of any submission of it; `is_accountant`: the one who reviews inside the unit. `was_of_unit`: when
    it was submitted. What holds of one account of a person holds of the other.

    Of who reviews: `is_in_charge` of this filing at the level of their role; `is_above`: its unit is below theirs in
    the tree, at any depth; `is_sampler`: a spot check of it was given to them. `is_archived`: its year was put away
    for good, for everybody.
    """

    role: Role | None
    is_of_unit: bool = False
    has_filled: bool = False
    has_signed: bool = False
    was_of_unit: bool = False
    is_accountant: bool = False
    is_in_charge: bool = False
    is_above: bool = False
    is_sampler: bool = False
    is_archived: bool = False
    arrangement: Arrangement = field(default_factory=Arrangement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A filing as rights see it; `round` above 1 means that it was submitted before.

    `phase` is its cycle's; `is_extended`: the unit's own deadline is not over. `is_unlock_asked`: the unit asked to
    have the finalised form opened again, and nobody has decided yet.
    """

    state: State
    round: int = 1
    is_opened: bool = False
    phase: Phase = Phase.FILING
    is_extended: bool = False
    is_unlock_asked: bool = False

    @property
    def is_submittable(self) -> bool:
        """Whether forms of this unit are still taken."""
        return self.phase in (Phase.FILING, Phase.LATE_FILING) or (self.phase is Phase.OVER and self.is_extended)
