"""What the public sees of a filing (公开), and how it came to that."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.domain.after_review import DisclosureState
from selfeval.models.filings import Filing
from selfeval.models.reviews import Submission


class Disclosure(models.Model):
    """One filing on its way to the public. `version` counts its writes.

    `redactions` are what is blacked out: place, offset, length and why; while somebody works on them also what is left
    as it is, with `is_black` false. `document` and `result` are what is public,
    frozen when it was approved, as canonical JSON; `sha256` is of `document`.
    """

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="disclosure", verbose_name="填报")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="disclosures", verbose_name="报送快照"
    )
    state = models.CharField(
        "状态",
        max_length=20,
        default=DisclosureState.TO_REDACT.value,
        choices=[(state.value, state.label) for state in DisclosureState],
    )
    version = models.PositiveIntegerField("版本", default=1)
    redactions = models.JSONField("脱敏", default=list)
    reason = models.TextField("事由", blank=True)
    document = models.TextField("公开的填报文件", blank=True)
    result = models.TextField("公开的结果文件", blank=True)
    sha256 = models.CharField("内容哈希", max_length=64, blank=True)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="脱敏人"
    )
    redacted_at = models.DateTimeField("脱敏时间", null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="批准人"
    )
    published_at = models.DateTimeField("公开时间", null=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        verbose_name = "公开"
        verbose_name_plural = "公开"
        ordering = ["filing_id"]
        indexes = [
            models.Index(fields=["state"], name="disclosure_state"),
            models.Index(fields=["sha256"], name="disclosure_sha256"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DisclosureState]), name="disclosure_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DisclosureState.PUBLISHED.value)
                | (Q(published_at__isnull=False, approved_by__isnull=False) & ~Q(document="") & ~Q(sha256="")),
                name="disclosure_published_whole",
            ),
            # Who blacked it out does not approve it.
            models.CheckConstraint(condition=~Q(redacted_by=models.F("approved_by")), name="disclosure_two_people"),
        ]

    @property
    def current_state(self) -> DisclosureState:
        """`state` as the domain's value."""
        return DisclosureState(self.state)
