"""A year's round of self-evaluation (年度自评批次)."""

from django.db import models

from selfeval.models.frameworks import FrameworkVersion


class FilingCycle(models.Model):
    """Which year is evaluated, under which framework, and until when."""

    code = models.SlugField("编码", max_length=50, unique=True)
    fiscal_year = models.PositiveSmallIntegerField("预算年度")
    title = models.CharField("名称", max_length=100)
    framework = models.ForeignKey(
        FrameworkVersion, verbose_name="指标体系", on_delete=models.PROTECT, related_name="cycles"
    )
    opens_at = models.DateTimeField("开始时间")
    deadline = models.DateTimeField("截止时间")
    # What differs from the checks' usual thresholds and severities; read by `domain.check_settings`.
    check_settings = models.JSONField("核查设置", default=dict, blank=True)

    # For units of two or three people: who filled a form may sign it too; the form says so.
    allows_filler_to_sign = models.BooleanField("填报人可以签发", default=False)
    # The printed form comes back sealed and scanned before it can be finalised.
    requires_sealed_scan = models.BooleanField("须上传签章件", default=False)

    class Meta:
        verbose_name = "自评批次"
        verbose_name_plural = "自评批次"
        ordering = ["-fiscal_year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("opens_at")),
                name="cycle_deadline_after_opening",
                violation_error_message="截止时间应晚于开始时间。",
            )
        ]

    def __str__(self) -> str:
        return self.title
