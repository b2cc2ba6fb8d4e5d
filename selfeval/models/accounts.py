"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models.departments import BusinessOffice, Department

_UNIT_ROLES = (Role.PREPARER.value, Role.UNIT_HEAD.value, Role.SUPERVISOR.value)
_SEPARATE_ROLES = sorted(role.value for role in SEPARATE_ROLES)


class SelfEvalUserManager(UserManager["User"]):
    """Django's manager; who installs the system with `createsuperuser` is its administrator."""

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra_fields: Any
    ) -> "User":
        extra_fields.setdefault("role", Role.ADMINISTRATOR.value)
        return super().create_superuser(username, email, password, **extra_fields)


class User(AbstractUser):
    """A person with one role in the work; a person of a unit belongs to it, a person of the bureau may.

    Neither `is_staff` nor `is_superuser` opens a filing: rights on filings come from role and department alone.
    """

    # One name, as Chinese names are written; Django's two halves are dropped.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("姓名", max_length=50)
    role = models.CharField("角色", max_length=30, choices=[(role.value, role.label) for role in Role])
    department = models.ForeignKey(
        Department, verbose_name="部门", on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    business_office = models.ForeignKey(
        BusinessOffice, verbose_name="业务科室", on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    # The same person may have two accounts (工号): what bars the one bars the other.
    person_number = models.CharField("工号", max_length=50, blank=True, db_index=True)
    # The password was given by somebody else: until its owner changes it, every page leads to changing it.
    must_change_password = models.BooleanField("登录后须先改密码", default=False)

    REQUIRED_FIELDS = ["full_name"]

    objects: ClassVar[SelfEvalUserManager] = SelfEvalUserManager()

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="user_role_known"),
            models.CheckConstraint(
                condition=~Q(role__in=_UNIT_ROLES) | Q(department__isnull=False),
                name="user_of_unit_has_department",
                violation_error_message="填报人、单位负责人和主管部门审核人必须属于一个部门。",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.OFFICE_REVIEWER.value) | Q(business_office__isnull=False),
                name="user_of_office_has_office",
                violation_error_message="业务科室审核人必须属于一个业务科室。",
            ),
            # 三员: who has one of the three has nothing of the others, and nothing beside it.
            models.CheckConstraint(
                condition=~Q(role__in=_SEPARATE_ROLES) | Q(is_superuser=False, department__isnull=True),
                name="user_separate_duty_alone",
                violation_error_message="系统、安全、审计管理员不能兼任别的角色，也不属于任何单位。",
            ),
            models.UniqueConstraint(
                fields=["person_number"],
                condition=Q(role__in=_SEPARATE_ROLES) & ~Q(person_number=""),
                name="user_separate_duties_apart",
                violation_error_message="同一个人不能担任系统、安全、审计管理员中的两种。",
            ),
        ]

    def clean(self) -> None:
        """三员 are told apart by people, so each is known by their number, and nothing of Django's adds to them."""
        super().clean()
        if self.role not in _SEPARATE_ROLES:
            return
        if not self.person_number:
            words = "系统、安全、审计管理员必须有工号：三者由不同的人担任，按工号区分。"
            raise ValidationError({"person_number": words})
        if self.department_id or self.business_office_id or self.is_superuser or (self.pk and self.groups.exists()):
            raise ValidationError("系统、安全、审计管理员不能兼任别的角色，也不属于任何单位、科室或用户组。")

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
