"""The record of who did what: one row a write, kept for good."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from selfeval.models.departments import Department
from selfeval.models.filings import Filing
from selfeval.models.permanent import PermanentRow


class EventAction(models.TextChoices):
    """What can happen, named after the thing it happens to."""

    FRAMEWORK_LOADED = "framework.loaded", "装入指标体系"
    FRAMEWORK_PUBLISHED = "framework.published", "发布指标体系"
    DRAFT_CREATED = "framework.draft_created", "新建指标体系草稿"
    DRAFT_CHANGED = "framework.draft_changed", "修改指标体系草稿"
    DRAFT_DELETED = "framework.draft_deleted", "删除指标体系草稿"
    DEPARTMENT_CREATED = "department.created", "新建部门"
    DEPARTMENT_CHANGED = "department.changed", "修改部门"
    USER_CREATED = "user.created", "新建用户"
    USER_CHANGED = "user.changed", "修改用户"
    CYCLE_CREATED = "cycle.created", "新建自评批次"
    CYCLE_CHANGED = "cycle.changed", "修改自评批次"
    FILING_CREATED = "filing.created", "下达填报"
    SECTION_SAVED = "filing.section_saved", "保存填报内容"
    SENT_FOR_SIGNATURE = "filing.sent_for_signature", "送负责人签发"
    TAKEN_BACK = "filing.taken_back", "取回修改"
    SIGNED = "filing.signed", "签发并提交"
    DECLINED = "filing.declined", "退给填报人"
    WITHDRAWN = "filing.withdrawn", "撤回"
    REVIEW_OPENED = "filing.review_opened", "审核人打开"
    RETURNED = "filing.returned", "退回修改"
    FINALISED = "filing.finalised", "审核通过并定稿"
    SENT_FOR_INTERNAL_REVIEW = "filing.sent_for_internal_review", "送内部审核"
    INTERNALLY_PASSED = "filing.internally_passed", "内部审核通过"
    INTERNALLY_DECLINED = "filing.internally_declined", "内部审核退给填报人"
    BUREAU_FILLING_BEGUN = "filing.bureau_filling_begun", "财政部门开始代填"
    BUREAU_FILLING_ENDED = "filing.bureau_filling_ended", "财政部门停止代填"
    ASSIGNED = "filing.assigned", "分派填报"
    ASSIGNMENT_ENDED = "filing.assignment_ended", "取消分派"
    ASSIGNMENT_DONE = "filing.assignment_done", "分派部分填完"
    HANDED_OVER = "user.handed_over", "移交工作"
    TEXT_CARRIED = "filing.text_carried", "带入上年文字"
    POINTS_MOVED = "filing.points_moved", "调整分值"
    WORKBOOK_IMPORTED = "filing.workbook_imported", "导入填报工作簿"
    FIGURES_IMPORTED = "filing.figures_imported", "导入期初数据"
    OLD_FORM_IMPORTED = "filing.old_form_imported", "从旧表导入"
    EVIDENCE_ADDED = "evidence.added", "上传佐证材料"
    EVIDENCE_CHANGED = "evidence.changed", "调整佐证对应的指标"
    EVIDENCE_REMOVED = "evidence.removed", "移除佐证材料"
    SCAN_ADDED = "filing.scan_added", "上传签章件"
    REVIEW_SCORED = "review.scored", "指标复核"
    FINDING_WAIVED = "finding.waived", "豁免核查结果"
    WAIVER_ENDED = "finding.waiver_ended", "取消豁免"


class Event(PermanentRow):
    """One write. `actor` is null for the system itself (a command on the server).

    `version` is the filing's version this write made, null where no filing changed; `content_hash` is of what the actor
    had before them. `data` holds what else is needed to understand it, decimals as text.
    """

    action = models.CharField("动作", max_length=40, choices=EventAction.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="events", verbose_name="操作人"
    )
    at = models.DateTimeField("时间")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, null=True, related_name="events", verbose_name="填报")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, related_name="events", verbose_name="部门"
    )
    version = models.PositiveIntegerField("版本", null=True)
    from_state = models.CharField("原状态", max_length=30, blank=True)
    to_state = models.CharField("新状态", max_length=30, blank=True)
    comment = models.TextField("意见", blank=True)
    content_hash = models.CharField("内容哈希", max_length=64, blank=True)
    # What a browser calls one sending; the same sending again changes nothing.
    request_id = models.UUIDField("请求编号", null=True)
    data = models.JSONField("明细", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = "事件"
        verbose_name_plural = "事件"
        ordering = ["id"]
        indexes = [models.Index(fields=["at"], name="event_at")]
        constraints = [
            models.CheckConstraint(condition=models.Q(action__in=EventAction.values), name="event_action_known"),
            # Every version of a filing was made by exactly one recorded write.
            models.UniqueConstraint(fields=["filing", "version"], name="event_version_once"),
            models.UniqueConstraint(fields=["filing", "request_id"], name="event_request_once"),
        ]

    @property
    def actor_name(self) -> str:
        """Who is named in the history."""
        return self.actor.full_name if self.actor else "系统"
