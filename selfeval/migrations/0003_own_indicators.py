import django.db.models.deletion
from django.db import migrations, models

import selfeval.models.decimals


class Migration(migrations.Migration):
    dependencies = [
        ("selfeval", "0002_framework_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnIndicatorRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("under", models.CharField(max_length=250, verbose_name="上级指标")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("group", models.TextField(verbose_name="二级指标")),
                ("name", models.TextField(verbose_name="三级指标")),
                ("sign", models.CharField(max_length=20, verbose_name="指标性质")),
                ("is_percent", models.BooleanField(default=False, verbose_name="百分数")),
                (
                    "target",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="指标值"
                    ),
                ),
                ("target_words", models.TextField(blank=True, verbose_name="指标值（文字）")),
                (
                    "adjusted_target",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="调整后指标值"
                    ),
                ),
                ("adjusted_target_words", models.TextField(blank=True, verbose_name="调整后指标值（文字）")),
                (
                    "actual",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="实际完成值"
                    ),
                ),
                ("actual_words", models.TextField(blank=True, verbose_name="实际完成值（文字）")),
                ("unit", models.TextField(blank=True, verbose_name="度量单位")),
                (
                    "points",
                    selfeval.models.decimals.ExactDecimalField(decimal_places=14, max_digits=34, verbose_name="分值"),
                ),
                ("is_core", models.BooleanField(default=False, verbose_name="核心指标")),
                (
                    "self_score",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="自评得分"
                    ),
                ),
                ("analysis", models.TextField(blank=True, verbose_name="计算分析情况补充")),
                ("reason", models.TextField(blank=True, verbose_name="偏差原因")),
                ("measure", models.TextField(blank=True, verbose_name="改进措施")),
                ("tier", models.TextField(blank=True, verbose_name="档次")),
                (
                    "coefficient",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="系数"
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_indicators", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "个性指标",
                "ordering": ["filing_id", "under", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("filing", "under", "position"), name="own_indicator_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sign__in", [">=", ">", "<=", "<", "=", "qualitative"])),
                        name="own_indicator_sign_known",
                    ),
                ],
            },
        ),
    ]
