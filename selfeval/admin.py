"""Django's admin pages for administrators: people, units and cycles are kept here, filings and events only looked at.

Rights come from the role, as everywhere; `is_superuser` opens nothing here. What is saved here is recorded as an event
in the same transaction.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from selfeval.domain.check_settings import settings_from_document, settings_words
from selfeval.domain.cycle import Stage
from selfeval.domain.files import FileFaults
from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models import (
    Department,
    Event,
    EventAction,
    Filing,
    FilingCycle,
    FrameworkVersion,
    ReviewRecord,
    Submission,
    User,
)
from selfeval.queries.accounts import duties_are_separate
from selfeval.queries.division import preparers_of
from selfeval.services import events


def is_administrator(request: HttpRequest) -> bool:
    """Whether the person asking is an active administrator."""
    user = request.user
    return isinstance(user, User) and user.is_active and user.role == Role.ADMINISTRATOR


class AdministratorsOnly(admin.ModelAdmin):
    """Nothing is ever deleted: what was in use stays named in the history."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return is_administrator(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnly(AdministratorsOnly):
    """To be looked at; the work itself goes through the services."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Recorded(AdministratorsOnly):
    """Saving records an event in place of Django's log entry: `created` or `changed`, with the names of the boxes."""

    created: EventAction
    changed: EventAction

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        _record(self.created, request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        _record(self.changed, request, obj, message)


def _record(action: EventAction, request: HttpRequest, obj: Any, message: Any) -> None:
    events.record(
        action=action,
        actor=request.user if isinstance(request.user, User) else None,
        now=timezone.now(),
        department=obj if isinstance(obj, Department) else None,
        data={"id": obj.pk, "code": getattr(obj, "code", ""), "name": str(obj), "message": message},
    )


@admin.register(User)
class UserAdmin(Recorded, DjangoUserAdmin):
    created, changed = EventAction.USER_CREATED, EventAction.USER_CHANGED
    list_display = ("username", "full_name", "role", "department", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("department",)
    search_fields = ("username", "full_name", "department__name")
    autocomplete_fields = ("department",)
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("本人", {"fields": ("full_name", "email", "role", "department")}),
        ("登录", {"fields": ("is_active", "must_change_password", "is_staff", "last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Once the system has administrators of its own (三员), accounts and roles are theirs."""
        return super().has_add_permission(request) and not duties_are_separate()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return super().has_change_permission(request, obj) and not duties_are_separate()

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody is made one of the three here."""
        if db_field.name == "role":
            kwargs["choices"] = [(role.value, role.label) for role in Role if role not in SEPARATE_ROLES]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    add_fieldsets = (
        (
            None,
            {
                "fields": (
                    "username",
                    "full_name",
                    "role",
                    "department",
                    "must_change_password",
                    "usable_password",
                    "password1",
                    "password2",
                )
            },
        ),
    )


class DepartmentForm(forms.ModelForm):
    """The accountant is one of the unit's own preparers, with an account in use."""

    class Meta:
        model = Department
        fields = "__all__"  # noqa: DJ007 - the admin page decides
        help_texts = {"accountant": "设了的，填报先由这位填报人审核，再送负责人签发；没有设的直接送负责人。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = preparers_of(department=self.instance) if self.instance.pk else User.objects.none()
        if "accountant" in self.fields:
            self.fields["accountant"].queryset = people  # type: ignore[attr-defined]
            self.fields["accountant"].label_from_instance = User.get_full_name  # type: ignore[attr-defined]


@admin.register(Department)
class DepartmentAdmin(Recorded):
    form = DepartmentForm
    created, changed = EventAction.DEPARTMENT_CREATED, EventAction.DEPARTMENT_CHANGED
    list_display = ("code", "name", "head", "phone", "supervisor")
    list_select_related = ("supervisor",)
    search_fields = ("code", "name")
    autocomplete_fields = ("supervisor",)


class CycleForm(forms.ModelForm):
    """Settings of the checks are taken only as the domain reads them."""

    class Meta:
        model = FilingCycle
        # All the rest of a cycle is decided on pages of its own, with the rules of its stages.
        fields = (
            "code",
            "fiscal_year",
            "title",
            "framework",
            "opens_at",
            "deadline",
            "allows_filler_to_sign",
            "requires_sealed_scan",
            "check_settings",
        )
        help_texts = {
            "check_settings": '只写与一般不同的：{"thresholds": {"december_most": "0.3"}, '
            '"severities": {"year_end_rush": "warning"}}。编码和一般的界限见 docs/checks.md。已提交的不受影响。'
        }

    def clean_check_settings(self) -> Any:
        """The settings, or every fault of them."""
        document = self.cleaned_data["check_settings"] or {}
        try:
            settings_from_document(document)
        except FileFaults as faults:
            raise forms.ValidationError([str(fault) for fault in faults.faults]) from faults
        return document


@admin.register(FilingCycle)
class FilingCycleAdmin(Recorded):
    created, changed = EventAction.CYCLE_CREATED, EventAction.CYCLE_CHANGED
    list_display = ("code", "title", "fiscal_year", "framework", "opens_at", "deadline")
    list_select_related = ("framework",)
    form = CycleForm
    readonly_fields = ("differing",)

    @admin.display(description="与一般核查设置不同的")
    def differing(self, cycle: FilingCycle) -> str:
        """The settings in words."""
        return "；".join(settings_words(settings_from_document(cycle.check_settings))) or "没有"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """All but the settings of the checks, whose severities no other page has."""
        fixed = tuple(name for name in CycleForm.Meta.fields if name != "check_settings")
        return (*fixed, "differing")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Cycles are made on a page of their own."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing of a closed or archived cycle is changed."""
        is_over = obj is not None and Stage(obj.stage) in (Stage.CLOSED, Stage.ARCHIVED)
        return super().has_change_permission(request, obj) and not is_over


@admin.register(FrameworkVersion)
class FrameworkVersionAdmin(ReadOnly):
    list_display = ("slug", "version", "title", "is_published", "loaded_at")


@admin.register(Filing)
class FilingAdmin(ReadOnly):
    list_display = ("department", "cycle", "state", "round", "self_total", "grade", "updated_at")
    list_filter = ("state", "cycle")
    list_select_related = ("department", "cycle")
    search_fields = ("department__code", "department__name")


@admin.register(Submission)
class SubmissionAdmin(ReadOnly):
    list_display = ("filing", "round", "verification_code", "submitted_by", "submitted_at")
    list_select_related = ("filing__department", "filing__cycle", "submitted_by")
    search_fields = ("verification_code", "sha256")


@admin.register(ReviewRecord)
class ReviewRecordAdmin(ReadOnly):
    list_display = ("submission", "verdict", "confirmed_total", "reviewer", "at")
    list_select_related = ("submission", "reviewer")


@admin.register(Event)
class EventAdmin(ReadOnly):
    list_display = ("at", "action", "actor", "department", "from_state", "to_state", "version")
    list_filter = ("action",)
    list_select_related = ("actor", "department")
    search_fields = ("actor__full_name", "department__name", "comment")


admin.site.unregister(Group)
