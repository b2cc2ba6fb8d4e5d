"""One unit's self-evaluation of one year (填报), box by box.

Texts are as typed; their lengths are bounded where they enter, in the services.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.domain.filing import TargetSign
from selfeval.domain.workflow import State
from selfeval.models.cycles import FilingCycle
from selfeval.models.decimals import points_column, typed_number
from selfeval.models.departments import Department

STATES_WITH_UNIT = (
    State.TO_FILL,
    State.FILLING,
    State.INTERNAL_REVIEW,
    State.AWAITING_SIGNATURE,
    State.RETURNED,
)


class Filing(models.Model):
    """The form itself: where it stands, its face, and the results of the last save for lists.

    `version` counts every write, `round` the submissions: it is the number the next submission gets, or the present
    one has. `fillers` are all who ever saved a box.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(FilingCycle, on_delete=models.PROTECT, related_name="filings", verbose_name="自评批次")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="filings", verbose_name="部门")
    state = models.CharField(
        "状态", max_length=30, default=State.TO_FILL.value, choices=[(state.value, state.label) for state in State]
    )
    version = models.PositiveIntegerField("版本", default=1)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    head = models.TextField("负责人", blank=True)
    phone = models.TextField("联系电话", blank=True)
    filed_on = models.DateField("填报日期", null=True, blank=True)
    self_total = points_column("自评总分", null=True)
    computed_total = points_column("系统计算总分", null=True)
    grade = models.CharField("等次", max_length=20, blank=True)
    blocking_count = models.PositiveIntegerField("须处理的问题", default=0)
    warning_count = models.PositiveIntegerField("警告", default=0)
    risk = models.PositiveIntegerField("风险", default=0)
    risk_reasons = models.JSONField("风险缘由", default=list)
    # Not empty while the bureau fills it in for a unit that cannot (代填), and why.
    bureau_filling_reason = models.TextField("代填事由", blank=True)
    fillers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="filled_filings", blank=True, verbose_name="填报过的人"
    )
    # The deadline of this unit alone, where the bureau extended it, and why.
    due_at = models.DateTimeField("本单位截止时间", null=True, blank=True)
    due_reason = models.TextField("延期事由", blank=True)
    exemption_reason = models.TextField("免评事由", blank=True)
    # Who has the final review in hand; null is whoever of the performance office comes first.
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="filings_in_hand",
        verbose_name="审核人",
    )
    # Not empty from when the unit asks to have the finalised form opened again until that is decided.
    unlock_reason = models.TextField("申请解锁事由", blank=True)
    # What the reviewer confirmed, and what counts by the cycle's rule; the unit's and the computed total stay.
    review_total = points_column("复核总分", null=True)
    final_total = points_column("最终得分", null=True)
    final_grade = models.CharField("最终等次", max_length=20, blank=True)
    opened_by_reviewer_at = models.DateTimeField("审核人打开时间", null=True)
    created_at = models.DateTimeField("下达时间")
    updated_at = models.DateTimeField("最近变动时间")

    class Meta:
        verbose_name = "填报"
        verbose_name_plural = "填报"
        ordering = ["cycle_id", "department_id"]
        indexes = [models.Index(fields=["cycle", "state"], name="filing_cycle_state")]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "department"], name="filing_once_a_cycle"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="filing_state_known"),
            models.CheckConstraint(condition=Q(version__gte=1, round__gte=1), name="filing_counters_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.cycle}"

    @property
    def current_state(self) -> State:
        """`state` as the domain's value."""
        return State(self.state)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the unit still has it after its deadline; needs the cycle."""
        return self.current_state in STATES_WITH_UNIT and now > self.deadline

    @property
    def deadline(self) -> datetime:
        """Until when the unit should submit: its own extended deadline, else the cycle's."""
        return self.due_at or self.cycle.deadline


class FilingSection(models.Model):
    """A page of a filing and its own version, so that two people may fill two pages at once."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField("页", max_length=80)
    version = models.PositiveIntegerField("版本", default=0)
    saved_at = models.DateTimeField("保存时间", null=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="保存人"
    )

    class Meta:
        verbose_name = "填报页"
        ordering = ["filing_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "code"], name="filing_section_once"),
            models.CheckConstraint(
                condition=Q(version=0, saved_at__isnull=True, saved_by__isnull=True)
                | Q(version__gt=0, saved_at__isnull=False, saved_by__isnull=False),
                name="filing_section_stamped",
            ),
        ]


class FigureValue(models.Model):
    """A data item that is filled. Numbers (money in yuan, ratios) in `number`; texts, dates and flags in `text`.

    For an itemised field or a table this row says that it is filled, with the rows in `ItemRow` or `TableRow`.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField("数据项", max_length=80)
    number = typed_number(verbose_name="数值", null=True)
    text = models.TextField("文字", blank=True)

    class Meta:
        verbose_name = "数据"
        ordering = ["filing_id", "id"]
        constraints = [models.UniqueConstraint(fields=["filing", "code"], name="figure_once")]


class ItemRow(models.Model):
    """A row of an itemised field, `amount` in yuan."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="items")
    code = models.CharField("数据项", max_length=80)
    position = models.PositiveSmallIntegerField("次序")
    label = models.TextField("名称")
    amount = typed_number(verbose_name="金额（元）")
    is_excluded = models.BooleanField("剔除", default=False)
    basis = models.TextField("剔除依据", blank=True)

    class Meta:
        verbose_name = "明细行"
        ordering = ["filing_id", "code", "position"]
        constraints = [models.UniqueConstraint(fields=["filing", "code", "position"], name="item_row_once")]


class TableRow(models.Model):
    """A row of a table field: `cells` maps column codes to text, numbers in plain digits, money in yuan."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="table_rows")
    code = models.CharField("数据项", max_length=80)
    position = models.PositiveSmallIntegerField("次序")
    cells = models.JSONField("单元格", default=dict)

    class Meta:
        verbose_name = "表格行"
        ordering = ["filing_id", "code", "position"]
        constraints = [models.UniqueConstraint(fields=["filing", "code", "position"], name="table_row_once")]


class IndicatorEntry(models.Model):
    """What was filed on one indicator; null and empty are not filled. `ticked` lists criteria counted from 1."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="entries")
    code = models.CharField("指标", max_length=250)
    set_points = typed_number(verbose_name="设定分值", null=True)
    self_score = typed_number(verbose_name="评价得分", null=True)
    analysis = models.TextField("计算分析情况补充", blank=True)
    reason = models.TextField("原因", blank=True)
    measure = models.TextField("改进措施", blank=True)
    is_applicable = models.BooleanField("涉及", default=True)
    ticked = models.JSONField("具备的要点", null=True)
    incidents = models.BigIntegerField("次数", null=True)
    points = typed_number(verbose_name="得分", null=True)
    tier = models.TextField("档次", blank=True)
    coefficient = typed_number(verbose_name="系数", null=True)
    choice = models.BigIntegerField("所选方案", null=True)

    class Meta:
        verbose_name = "指标填报"
        ordering = ["filing_id", "id"]
        constraints = [models.UniqueConstraint(fields=["filing", "code"], name="indicator_entry_once")]


class OwnIndicatorRow(models.Model):
    """An indicator the unit added itself (个性指标) below the node `under`, and what it filed on it.

    Target, adjusted target and actual are numbers, all ratios where `is_percent`; words for a qualitative one.
    `position` orders those of one node.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="own_indicators")
    under = models.CharField("上级指标", max_length=250)
    position = models.PositiveSmallIntegerField("次序")
    group = models.TextField("二级指标")
    name = models.TextField("三级指标")
    sign = models.CharField("指标性质", max_length=20)
    is_percent = models.BooleanField("百分数", default=False)
    target = typed_number(verbose_name="指标值", null=True)
    target_words = models.TextField("指标值（文字）", blank=True)
    adjusted_target = typed_number(verbose_name="调整后指标值", null=True)
    adjusted_target_words = models.TextField("调整后指标值（文字）", blank=True)
    actual = typed_number(verbose_name="实际完成值", null=True)
    actual_words = models.TextField("实际完成值（文字）", blank=True)
    unit = models.TextField("度量单位", blank=True)
    points = typed_number(verbose_name="分值")
    is_core = models.BooleanField("核心指标", default=False)
    self_score = typed_number(verbose_name="自评得分", null=True)
    analysis = models.TextField("计算分析情况补充", blank=True)
    reason = models.TextField("偏差原因", blank=True)
    measure = models.TextField("改进措施", blank=True)
    tier = models.TextField("档次", blank=True)
    coefficient = typed_number(verbose_name="系数", null=True)

    class Meta:
        verbose_name = "个性指标"
        ordering = ["filing_id", "under", "position"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "under", "position"], name="own_indicator_once"),
            models.CheckConstraint(
                condition=Q(sign__in=[sign.value for sign in TargetSign]), name="own_indicator_sign_known"
            ),
        ]


class NarrativeText(models.Model):
    """One of the texts of 填报内容."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="narratives")
    code = models.CharField("代码", max_length=80)
    text = models.TextField("正文")

    class Meta:
        verbose_name = "文字说明"
        ordering = ["filing_id", "id"]
        constraints = [models.UniqueConstraint(fields=["filing", "code"], name="narrative_text_once")]


class EvaluatorRow(models.Model):
    """A member of the evaluation group (评价人员)."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="evaluators")
    position = models.PositiveSmallIntegerField("次序")
    name = models.TextField("姓名")
    title = models.TextField("职务", blank=True)
    office = models.TextField("科室", blank=True)

    class Meta:
        verbose_name = "评价人员"
        ordering = ["filing_id", "position"]
        constraints = [models.UniqueConstraint(fields=["filing", "position"], name="evaluator_row_once")]


class Explanation(models.Model):
    """The unit's answer to a warning. `check_code` is the check's code (`check` is taken by Django)."""

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="explanations")
    check_code = models.CharField("核查规则", max_length=80)
    text = models.TextField("说明")

    class Meta:
        verbose_name = "警告说明"
        ordering = ["filing_id", "id"]
        constraints = [models.UniqueConstraint(fields=["filing", "check_code"], name="explanation_once")]
