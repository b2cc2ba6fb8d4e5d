"""People and filings as the rule of rights sees them."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, JSONField, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from selfeval.domain.cycle import Stage
from selfeval.domain.standing import Arrangement, Situation, Standing
from selfeval.domain.workflow import LEVEL_ROLES, Role, State
from selfeval.models import Department, Filing, FilingCycle, SpotCheckItem, Submission, User
from selfeval.queries.departments import subordinate_ids

NOBODY = Standing(role=None)
# Of these it is asked whether they ever were of the unit or signed for it.
_JUDGES = frozenset({*LEVEL_ROLES.values(), Role.ADMINISTRATOR, Role.THIRD_PARTY})


def with_standing(filings: QuerySet[Filing], *, user: User) -> QuerySet[Filing]:
    """`filings` with all at hand that `standing_of` needs to know of `user`; it asks nothing more then.

    What matters to nobody of the person's role is not asked: most who open a filing are of its unit.
    """
    filings = filings.select_related("cycle__framework", "department__accountant").prefetch_related("fillers")
    if user.role not in _JUDGES:
        return filings
    accounts = [account.pk for account in accounts_of(user)]
    last = Submission.objects.filter(filing=OuterRef("pk")).order_by("-round")
    filings = filings.annotate(
        asked_by=Value(user.pk),
        asker_signed=Exists(Submission.objects.filter(filing=OuterRef("pk"), submitted_by__in=accounts)),
        asker_samples=sampled_by(user),
        people_then=Subquery(last.values("unit_people")[:1], output_field=JSONField()),
    )
    if user.role != Role.ADMINISTRATOR:
        return filings
    # Few filings are filled in by the bureau; of the others it is not asked.
    has_signer = Case(When(bureau_filling_reason="", then=Value(True)), default=_has_signer_in_sql())
    return filings.annotate(unit_has_signer=has_signer)


def sampled_by(user: User) -> Exists:
    """Of a filing: whether a spot check of it was given to the person."""
    return Exists(SpotCheckItem.objects.filter(filing=OuterRef("pk"), checker__in=accounts_of(user)))


def accounts_of(user: User) -> Sequence[User]:
    """All accounts of the person (by their number, 工号), this one first. One query for who has a number, once."""
    if not user.person_number:
        return (user,)
    known: Sequence[User] | None = getattr(user, "_accounts_of_person", None)
    if known is None:
        others = User.objects.filter(person_number=user.person_number).exclude(pk=user.pk)
        known = (user, *others)
        user._accounts_of_person = known  # type: ignore[attr-defined]  # as long as this value of the account is held
    return known


def _has_signer_in_sql() -> Exists:
    filled = Filing.fillers.through.objects.filter(filing=OuterRef(OuterRef("pk")), user=OuterRef("pk"))
    has_leave = FilingCycle.objects.filter(pk=OuterRef(OuterRef("cycle_id")), allows_filler_to_sign=True)
    return Exists(_signers().filter(~Exists(filled) | Exists(has_leave), department=OuterRef("department_id")))


def standing_of(*, user: User | AnonymousUser, filing: Filing) -> Standing:
    """What `user` is to `filing`. No query for a filing of `with_standing(user=user)`, else a few."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    role, accountant = Role(user.role), accountant_of(filing.department)
    return Standing(
        role=role,
        is_of_unit=any(account.department_id == filing.department_id for account in accounts_of(user)),
        has_filled=has_filled(user, filing),
        has_signed=role in _JUDGES and _has_signed(user, filing),
        was_of_unit=role in _JUDGES and _was_of_unit(user, filing),
        is_accountant=accountant is not None and accountant.pk == user.pk,
        is_in_charge=_is_in_charge(role, user, filing),
        is_above=role is Role.SUPERVISOR and filing.department_id in subordinate_ids(user),
        is_sampler=role in (Role.THIRD_PARTY, Role.REVIEWER) and _is_sampler(user, filing),
        is_archived=Stage(filing.cycle.stage) is Stage.ARCHIVED,
        arrangement=Arrangement(
            has_accountant=accountant is not None,
            filler_may_sign=filing.cycle.allows_filler_to_sign,
            is_filled_by_bureau=bool(filing.bureau_filling_reason),
            # Only what administrators may do depends on it.
            has_signer=role is not Role.ADMINISTRATOR or _has_signer(filing),
        ),
    )


def has_filled(user: User, filing: Filing) -> bool:
    """Whether `user` ever saved a box of `filing`, by this account or another of theirs."""
    accounts = {account.pk for account in accounts_of(user)}
    return any(filler.pk in accounts for filler in filing.fillers.all())


def _is_in_charge(role: Role, user: User, filing: Filing) -> bool:
    """Whether the filing is the person's to review at the level of their role."""
    department = filing.department
    match role:
        case Role.SUPERVISOR:
            return department.supervisor_id is not None and department.supervisor_id == user.department_id
        case Role.OFFICE_REVIEWER:
            office = department.business_office_id
            return office is not None and office == user.business_office_id
        case Role.REVIEWER:
            # The bureau's own form is reviewed by whom it was given to, of another unit; others by who comes first,
            # unless given.
            if department.is_finance_bureau:
                return filing.reviewer_id == user.pk and user.department_id is not None
            return filing.reviewer_id in (None, user.pk)
    return False


def accountant_of(department: Department) -> User | None:
    """Who reviews inside the unit: named, and still a preparer of the unit with an account in use."""
    if department.accountant_id is None:
        return None
    person = department.accountant
    if person is None or not person.is_active or person.role != Role.PREPARER or person.department_id != department.pk:
        return None
    return person


def situation_of(filing: Filing, now: datetime | None = None) -> Situation:
    """Where `filing` stands at `now`, the present moment unless given; needs the cycle."""
    now = now or timezone.now()
    return Situation(
        state=State(filing.state),
        round=filing.round,
        is_opened=filing.opened_by_reviewer_at is not None,
        phase=filing.cycle.phase(now),
        is_extended=filing.due_at is not None and now <= filing.due_at,
        is_unlock_asked=bool(filing.unlock_reason),
    )


def _asked(user: User, filing: Filing, name: str) -> object:
    """What `with_standing` fetched beside the filing for this very person; None where it did not."""
    return getattr(filing, name, None) if getattr(filing, "asked_by", None) == user.pk else None


def _has_signed(user: User, filing: Filing) -> bool:
    known = _asked(user, filing, "asker_signed")
    if known is not None:
        return bool(known)
    return filing.submissions.filter(submitted_by__in=accounts_of(user)).exists()


def _is_sampler(user: User, filing: Filing) -> bool:
    known = _asked(user, filing, "asker_samples")
    if known is not None:
        return bool(known)
    return filing.spot_checks.filter(checker__in=accounts_of(user)).exists()


def _was_of_unit(user: User, filing: Filing) -> bool:
    """Whether they belonged to the unit when it was last submitted."""
    if getattr(filing, "asked_by", None) == user.pk:
        people = getattr(filing, "people_then", None)
    else:
        people = filing.submissions.order_by("-round").values_list("unit_people", flat=True).first()
    return any(account.pk in (people or ()) for account in accounts_of(user))


def _has_signer(filing: Filing) -> bool:
    """Whether the unit has a head who may sign; asked only where the bureau fills it in."""
    if not filing.bureau_filling_reason:
        return True
    if hasattr(filing, "unit_has_signer"):
        return bool(filing.unit_has_signer)
    signers = _signers().filter(department=filing.department_id)
    if not filing.cycle.allows_filler_to_sign:
        signers = signers.exclude(pk__in=filing.fillers.all())
    return signers.exists()


def _signers() -> QuerySet[User]:
    return User.objects.filter(role=Role.UNIT_HEAD.value, is_active=True)
