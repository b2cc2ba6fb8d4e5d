"""What was computed at the last save, kept for lists and comparisons; the truth is computed again from the filing."""

from django.db import models

from selfeval.models.decimals import points_column
from selfeval.models.filings import Filing


class IndicatorScore(models.Model):
    """One scored indicator of a filing. `rate` is a ratio or a number at 12 decimals; null is not computed."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="scores")
    code = models.CharField("指标", max_length=250)
    points = points_column("设定分值", null=True)
    computed_score = points_column("系统计算得分", null=True)
    self_score = points_column("评价得分", null=True)
    rate = models.DecimalField("比率", max_digits=30, decimal_places=12, null=True)
    trace = models.TextField("计算分析情况", blank=True)

    class Meta:
        verbose_name = "指标得分"
        ordering = ["filing_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "code"], name="indicator_score_once"),
            models.CheckConstraint(
                condition=models.Q(computed_score__gte=0) | models.Q(computed_score__isnull=True),
                name="indicator_score_computed_not_negative",
            ),
        ]
