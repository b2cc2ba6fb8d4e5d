"""What the checks found, as rows to count and compare, and the findings somebody let stand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.domain.framework import Severity
from selfeval.models.departments import Department
from selfeval.models.filings import Filing
from selfeval.models.reviews import Submission


class FindingRow(models.Model):
    """One finding of a filing as it stands, or of a frozen copy where `submission` is set.

    `box` is the first of `where`; `key` recognises the finding in another version. `waiver` is null, or who let it
    stand, why, and until when, as it was when the row was written. `check_code` is the check's code (`check` is taken
    by Django).
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="findings", verbose_name="填报")
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, related_name="findings", verbose_name="报送快照"
    )
    position = models.PositiveIntegerField("次序")
    check_code = models.CharField("核查规则", max_length=80)
    severity = models.CharField("程度", max_length=10, choices=[(each.value, each.value) for each in Severity])
    where = models.JSONField("位置", default=list)
    message = models.TextField("说法")
    expected = models.TextField("应为", null=True)  # noqa: DJ001 - nothing expected is not an empty text
    found = models.TextField("实为", null=True)  # noqa: DJ001
    quote = models.TextField("引文", null=True)  # noqa: DJ001
    offset = models.PositiveIntegerField("引文位置", null=True)
    key = models.CharField("识别码", max_length=32)
    explanation = models.TextField("单位说明", null=True)  # noqa: DJ001
    waiver = models.JSONField("豁免", null=True)

    class Meta:
        verbose_name = "核查结果"
        verbose_name_plural = "核查结果"
        ordering = ["filing_id", "submission_id", "position"]
        indexes = [models.Index(fields=["check_code", "severity"], name="finding_check_severity")]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "position"], condition=Q(submission__isnull=True), name="finding_current_once"
            ),
            models.UniqueConstraint(fields=["submission", "position"], name="finding_frozen_once"),
            models.CheckConstraint(
                condition=Q(severity__in=[each.value for each in Severity]), name="finding_severity_known"
            ),
        ]


class WaiverRow(models.Model):
    """One finding of a filing, or one check for a department until a day, that does not keep anybody from submitting.

    `until` is the last day it counts; null, for one finding only, is without end. `ended_at` is when it was taken back.
    """

    check_code = models.CharField("核查规则", max_length=80)
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, related_name="waivers", verbose_name="填报")
    key = models.CharField("识别码", max_length=32, blank=True)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="waivers", verbose_name="部门"
    )
    reason = models.TextField("理由")
    until = models.DateField("截止日期", null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="waivers", verbose_name="豁免人"
    )
    at = models.DateTimeField("豁免时间")
    ended_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        verbose_name = "豁免"
        verbose_name_plural = "豁免"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(filing__isnull=False, department__isnull=True) & ~Q(key=""))
                | Q(filing__isnull=True, department__isnull=False, until__isnull=False, key=""),
                name="waiver_of_finding_or_check",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
        ]
