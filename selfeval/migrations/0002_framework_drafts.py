import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ACTIONS = [
    ("framework.loaded", "装入指标体系"),
    ("framework.published", "发布指标体系"),
    ("framework.draft_created", "新建指标体系草稿"),
    ("framework.draft_changed", "修改指标体系草稿"),
    ("framework.draft_deleted", "删除指标体系草稿"),
    ("department.created", "新建部门"),
    ("department.changed", "修改部门"),
    ("user.created", "新建用户"),
    ("user.changed", "修改用户"),
    ("cycle.created", "新建自评批次"),
    ("cycle.changed", "修改自评批次"),
    ("filing.created", "下达填报"),
    ("filing.section_saved", "保存填报内容"),
    ("filing.sent_for_signature", "送负责人签发"),
    ("filing.taken_back", "取回修改"),
    ("filing.signed", "签发并提交"),
    ("filing.declined", "退给填报人"),
    ("filing.withdrawn", "撤回"),
    ("filing.review_opened", "审核人打开"),
    ("filing.returned", "退回修改"),
    ("filing.finalised", "审核通过并定稿"),
]


class Migration(migrations.Migration):
    dependencies = [("selfeval", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="FrameworkDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("document", models.JSONField(default=dict, verbose_name="内容")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="修订号")),
                ("created_at", models.DateTimeField(verbose_name="新建时间")),
                ("updated_at", models.DateTimeField(verbose_name="修改时间")),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="selfeval.frameworkversion",
                        verbose_name="复制自",
                    ),
                ),
                (
                    "updated_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="修改人",
                    ),
                ),
            ],
            options={
                "verbose_name": "指标体系草稿",
                "verbose_name_plural": "指标体系草稿",
                "ordering": ["-updated_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="framework_draft_revision_counts"
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="event", name="event_action_known"),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(choices=ACTIONS, max_length=40, verbose_name="动作"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", [value for value, _ in ACTIONS])), name="event_action_known"
            ),
        ),
    ]
