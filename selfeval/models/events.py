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
    CYCLE_PUBLISHED = "cycle.published", "发布自评批次"
    CYCLE_CLOSED = "cycle.closed", "结束自评批次"
    CYCLE_REOPENED = "cycle.reopened", "重新开放自评批次"
    CYCLE_ARCHIVED = "cycle.archived", "归档自评批次"
    EXEMPTED = "filing.exempted", "免评"
    EXEMPTION_ENDED = "filing.exemption_ended", "取消免评"
    EXTENDED = "filing.extended", "延期"
    REMINDED = "filing.reminded", "催报"
    PASSED = "filing.passed", "审核通过，报下一级"
    REVIEWER_CHANGED = "filing.reviewer_changed", "移交审核"
    UNLOCK_ASKED = "filing.unlock_asked", "申请解锁"
    UNLOCK_REFUSED = "filing.unlock_refused", "不同意解锁"
    UNLOCKED = "filing.unlocked", "解锁"
    PINNED = "review.pinned", "批注"
    PIN_REMOVED = "review.pin_removed", "删除批注"
    PIN_ANSWERED = "review.pin_answered", "答复批注"
    PHRASE_CHANGED = "review.phrase_changed", "维护审核常用语"
    SPOT_CHECK_DRAWN = "spot_check.drawn", "抽取复核样本"
    SPOT_CHECK_ASSIGNED = "spot_check.assigned", "分派抽查复核"
    SPOT_CHECK_SCORED = "spot_check.scored", "抽查复核"
    SPOT_CHECK_OPINION_ASKED = "spot_check.opinion_asked", "抽查征求意见"
    SPOT_CHECK_DUE_CHANGED = "spot_check.due_changed", "改抽查答复期限"
    SPOT_CHECK_AGREED = "spot_check.agreed", "对抽查无异议"
    SPOT_CHECK_OBJECTED = "spot_check.objected", "对抽查提出异议"
    SPOT_CHECK_SETTLED = "spot_check.settled", "抽查核定"
    RECTIFICATION_ISSUED = "rectification.issued", "下达整改"
    RECTIFICATION_BEGUN = "rectification.begun", "开始整改"
    RECTIFICATION_REPORTED = "rectification.reported", "反馈整改情况"
    RECTIFICATION_SENT_BACK = "rectification.sent_back", "整改退回再改"
    RECTIFICATION_CLOSED = "rectification.closed", "整改销号"
    RESULT_USED = "result.used", "登记结果应用"
    RESULT_USE_CANCELLED = "result.use_cancelled", "冲销结果应用"
    DISCLOSURE_REDACTED = "disclosure.redacted", "脱敏送批"
    DISCLOSURE_SENT_BACK = "disclosure.sent_back", "退回重新脱敏"
    DISCLOSURE_PUBLISHED = "disclosure.published", "公开"
    DISCLOSURE_WITHHELD = "disclosure.withheld", "不予公开"
    DISCLOSURE_WITHDRAWN = "disclosure.withdrawn", "撤下公开"
    BATCH_ASKED = "export.batch_asked", "申请批量导出"
    BATCH_DONE = "export.batch_done", "批量导出完成"
    BATCH_FAILED = "export.batch_failed", "批量导出没有做成"
    BATCH_CANCELLED = "export.batch_cancelled", "取消批量导出"
    BATCH_FETCHED = "export.batch_fetched", "下载批量导出"
    SIGNED_IN = "access.signed_in", "登录"
    SIGN_IN_FAILED = "access.sign_in_failed", "登录失败"
    SIGNED_OUT = "access.signed_out", "退出"
    ACCESS_DENIED = "access.denied", "拒绝访问"
    FILING_VIEWED = "access.filing_viewed", "查看填报"
    DOWNLOADED = "access.downloaded", "下载"
    RECORD_READ = "access.record_read", "查阅操作记录"
    RECORD_EXPORTED = "access.record_exported", "导出操作记录"
    PASSWORD_CHANGED = "user.password_changed", "修改密码"
    PASSWORD_RESET = "user.password_reset", "重置密码"
    ROLE_GRANTED = "user.role_granted", "授予角色"
    ACCOUNT_DISABLED = "user.disabled", "停用账号"
    ACCOUNT_ENABLED = "user.enabled", "启用账号"
    CONFIGURED = "system.configured", "系统配置变更"
    CLOCK_SET_BACK = "system.clock_set_back", "服务器时间倒退"
    ARCHIVE_EXPORTED = "archive.exported", "导出归档包"
    ARCHIVE_IMPORTED = "archive.imported", "由归档包导入"


def event_actions() -> list[tuple[str, str]]:
    """What the record knows, to choose from; asked for by name, so that no migration repeats the list."""
    return [(action.value, action.label) for action in EventAction]


class Event(PermanentRow):
    """One write. `actor` is null for the system itself (a command on the server).

    `version` is the filing's version this write made, null where no filing changed; `content_hash` is of what the actor
    had before them. `data` holds what else is needed to understand it, decimals as text. `is_refused`: it was tried and
    refused.

    Who and where is kept as it was then: `actor_full_name`, `unit_name`, the `address` of the computer, and the number
    of the HTTP request (`asked_in`). `sequence` counts all events without a gap; `record_hash` is of the row and of
    `previous_hash`, the hash of the row before, so that no row can be changed, left out or put in unseen.

    `origin` is null but for what came in an archive package: its number, its hashes and its keys in the record it came
    from (`domain.archive_events`).
    """

    action = models.CharField("动作", max_length=40, choices=event_actions)
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
    is_refused = models.BooleanField("被拒绝", default=False)
    actor_full_name = models.CharField("操作人姓名", max_length=50, blank=True)
    unit_name = models.CharField("操作人单位", max_length=100, blank=True)
    address = models.CharField("网络地址", max_length=45, blank=True)
    asked_in = models.CharField("请求号", max_length=32, blank=True)
    sequence = models.PositiveBigIntegerField("序号", unique=True, editable=False)
    previous_hash = models.CharField("前一条的哈希", max_length=64, blank=True, editable=False)
    record_hash = models.CharField("哈希", max_length=64, blank=True, editable=False)
    origin = models.JSONField("原记录", null=True, editable=False)

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
        """Who is named in the history, by the name they had then; a computer without a person is somebody unknown."""
        if self.actor is not None:
            return self.actor_full_name or self.actor.full_name
        return "未登录的人" if self.address else "系统"


class RecordHead(models.Model):
    """The end of the record: the one row that whoever adds an event holds until it is stored."""

    sequence = models.PositiveBigIntegerField("序号", default=0)
    record_hash = models.CharField("哈希", max_length=64, blank=True)

    class Meta:
        verbose_name = "记录之尾"
        verbose_name_plural = "记录之尾"
