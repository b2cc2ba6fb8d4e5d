"""People and filings as the rule of rights sees them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When

from selfeval.domain.rights import Arrangement, Situation, Standing
from selfeval.domain.workflow import Role, State
from selfeval.models import Department, Filing, FilingCycle, Submission, User

NOBODY = Standing(role=None)


def with_standing(filings: QuerySet[Filing], *, user: User) -> QuerySet[Filing]:
    """`filings` with all at hand that `standing_of` needs to know of `user`; it asks nothing more then."""
    return (
        filings.select_related("cycle__framework", "department__accountant")
        .prefetch_related("fillers")
        .annotate(
            asked_by=Value(user.pk),
            asker_signed=Exists(Submission.objects.filter(filing=OuterRef("pk"), submitted_by=user)),
            # Few filings are filled in by the bureau; of the others it is not asked.
            unit_has_signer=Case(When(bureau_filling_reason="", then=Value(True)), default=_has_signer_in_sql()),
        )
    )


def _has_signer_in_sql() -> Exists:
    filled = Filing.fillers.through.objects.filter(filing=OuterRef(OuterRef("pk")), user=OuterRef("pk"))
    has_leave = FilingCycle.objects.filter(pk=OuterRef(OuterRef("cycle_id")), allows_filler_to_sign=True)
    return Exists(_signers().filter(~Exists(filled) | Exists(has_leave), department=OuterRef("department_id")))


def standing_of(*, user: User | AnonymousUser, filing: Filing) -> Standing:
    """What `user` is to `filing`. No query for a filing of `with_standing(user=user)`, else four at most."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    is_of_unit = user.department_id is not None and user.department_id == filing.department_id
    accountant = accountant_of(filing.department)
    return Standing(
        role=Role(user.role),
        is_of_unit=is_of_unit,
        has_filled=has_filled(user, filing),
        has_signed=_has_signed(user, filing),
        is_accountant=accountant is not None and accountant.pk == user.pk,
        arrangement=Arrangement(
            has_accountant=accountant is not None,
            filler_may_sign=filing.cycle.allows_filler_to_sign,
            is_filled_by_bureau=bool(filing.bureau_filling_reason),
            has_signer=_has_signer(filing),
        ),
    )


def has_filled(user: User, filing: Filing) -> bool:
    """Whether `user` ever saved a box of `filing`."""
    return any(filler.pk == user.pk for filler in filing.fillers.all())


def accountant_of(department: Department) -> User | None:
    """Who reviews inside the unit: named, and still a preparer of the unit with an account in use."""
    if department.accountant_id is None:
        return None
    person = department.accountant
    if person is None or not person.is_active or person.role != Role.PREPARER or person.department_id != department.pk:
        return None
    return person


def situation_of(filing: Filing) -> Situation:
    """Where `filing` stands."""
    return Situation(state=State(filing.state), round=filing.round, is_opened=filing.opened_by_reviewer_at is not None)


def _has_signed(user: User, filing: Filing) -> bool:
    """Signing bars from reviewing only, so only people of the bureau are asked about."""
    if user.role not in (Role.REVIEWER, Role.ADMINISTRATOR):
        return False
    if getattr(filing, "asked_by", None) == user.pk:
        return bool(getattr(filing, "asker_signed"))  # noqa: B009 - an annotation, which the model does not know
    return filing.submissions.filter(submitted_by=user).exists()


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
