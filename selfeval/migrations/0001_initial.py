import uuid

import django.contrib.auth.validators
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import selfeval.models.accounts
import selfeval.models.decimals


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="FilingCycle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True, verbose_name="编码")),
                ("fiscal_year", models.PositiveSmallIntegerField(verbose_name="预算年度")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("opens_at", models.DateTimeField(verbose_name="开始时间")),
                ("deadline", models.DateTimeField(verbose_name="截止时间")),
            ],
            options={
                "verbose_name": "自评批次",
                "verbose_name_plural": "自评批次",
                "ordering": ["-fiscal_year", "code"],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="编码")),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                ("head", models.CharField(blank=True, max_length=50, verbose_name="负责人")),
                ("phone", models.CharField(blank=True, max_length=50, verbose_name="联系电话")),
                (
                    "supervisor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subordinates",
                        to="selfeval.department",
                        verbose_name="主管部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "部门",
                "verbose_name_plural": "部门",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                ("full_name", models.CharField(max_length=50, verbose_name="姓名")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("preparer", "填报人"),
                            ("unit_head", "单位负责人"),
                            ("reviewer", "审核人"),
                            ("administrator", "管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="selfeval.department",
                        verbose_name="部门",
                    ),
                ),
            ],
            options={
                "verbose_name": "用户",
                "verbose_name_plural": "用户",
                "ordering": ["username"],
            },
            managers=[
                ("objects", selfeval.models.accounts.SelfEvalUserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="公开编号"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("to_fill", "未填报"),
                            ("filling", "填报中"),
                            ("awaiting_signature", "待签发"),
                            ("submitted", "已提交"),
                            ("returned", "已退回"),
                            ("finalised", "已定稿"),
                        ],
                        default="to_fill",
                        max_length=30,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="轮次")),
                ("head", models.TextField(blank=True, verbose_name="负责人")),
                ("phone", models.TextField(blank=True, verbose_name="联系电话")),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="填报日期")),
                (
                    "self_total",
                    models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="自评总分"),
                ),
                (
                    "computed_total",
                    models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="系统计算总分"),
                ),
                ("grade", models.CharField(blank=True, max_length=20, verbose_name="等次")),
                ("blocking_count", models.PositiveIntegerField(default=0, verbose_name="须处理的问题")),
                ("warning_count", models.PositiveIntegerField(default=0, verbose_name="警告")),
                ("opened_by_reviewer_at", models.DateTimeField(null=True, verbose_name="审核人打开时间")),
                ("created_at", models.DateTimeField(verbose_name="下达时间")),
                ("updated_at", models.DateTimeField(verbose_name="最近变动时间")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="selfeval.department",
                        verbose_name="部门",
                    ),
                ),
                (
                    "fillers",
                    models.ManyToManyField(
                        blank=True,
                        related_name="filled_filings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报过的人",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="selfeval.filingcycle",
                        verbose_name="自评批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "填报",
                "verbose_name_plural": "填报",
                "ordering": ["cycle_id", "department_id"],
            },
        ),
        migrations.CreateModel(
            name="FigureValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="数据项")),
                (
                    "number",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="数值"
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="文字")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "数据",
                "ordering": ["filing_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(max_length=80, verbose_name="核查规则")),
                ("text", models.TextField(verbose_name="说明")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="explanations", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "警告说明",
                "ordering": ["filing_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("framework.loaded", "装入指标体系"),
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
                        ],
                        max_length=40,
                        verbose_name="动作",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("version", models.PositiveIntegerField(null=True, verbose_name="版本")),
                ("from_state", models.CharField(blank=True, max_length=30, verbose_name="原状态")),
                ("to_state", models.CharField(blank=True, max_length=30, verbose_name="新状态")),
                ("comment", models.TextField(blank=True, verbose_name="意见")),
                ("content_hash", models.CharField(blank=True, max_length=64, verbose_name="内容哈希")),
                (
                    "data",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="明细"
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="selfeval.department",
                        verbose_name="部门",
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="selfeval.filing",
                        verbose_name="填报",
                    ),
                ),
            ],
            options={
                "verbose_name": "事件",
                "verbose_name_plural": "事件",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="EvaluatorRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("name", models.TextField(verbose_name="姓名")),
                ("title", models.TextField(blank=True, verbose_name="职务")),
                ("office", models.TextField(blank=True, verbose_name="科室")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="evaluators", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "评价人员",
                "ordering": ["filing_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="FilingSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="页")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="版本")),
                ("saved_at", models.DateTimeField(null=True, verbose_name="保存时间")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="selfeval.filing"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存人",
                    ),
                ),
            ],
            options={
                "verbose_name": "填报页",
                "ordering": ["filing_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=80, verbose_name="代号")),
                ("version", models.CharField(max_length=40, verbose_name="版本")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("definition", models.JSONField(default=dict, verbose_name="其余定义")),
                ("is_published", models.BooleanField(default=False, verbose_name="已发布")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容哈希")),
                ("loaded_at", models.DateTimeField(verbose_name="装入时间")),
            ],
            options={
                "verbose_name": "指标体系",
                "verbose_name_plural": "指标体系",
                "ordering": ["slug", "version"],
                "constraints": [models.UniqueConstraint(fields=("slug", "version"), name="framework_version_once")],
            },
        ),
        migrations.CreateModel(
            name="FrameworkNarrative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("code", models.CharField(max_length=80, verbose_name="代码")),
                ("definition", models.JSONField(default=dict, verbose_name="其余定义")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="selfeval.frameworkversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "填报内容",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkIndicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("code", models.CharField(max_length=80, verbose_name="代码")),
                ("definition", models.JSONField(default=dict, verbose_name="其余定义")),
                ("path", models.CharField(max_length=250, verbose_name="全代码")),
                ("level", models.PositiveSmallIntegerField(verbose_name="级次")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "points",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="参考分值"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="selfeval.frameworkindicator",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="selfeval.frameworkversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "指标",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkFieldGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("code", models.CharField(max_length=80, verbose_name="代码")),
                ("definition", models.JSONField(default=dict, verbose_name="其余定义")),
                ("label", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="selfeval.frameworkversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据项分组",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("code", models.CharField(max_length=80, verbose_name="代码")),
                ("definition", models.JSONField(default=dict, verbose_name="其余定义")),
                ("label", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="selfeval.frameworkversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "数据项",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkDerived",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("code", models.CharField(max_length=80, verbose_name="代码")),
                ("definition", models.JSONField(default=dict, verbose_name="其余定义")),
                ("label", models.CharField(max_length=200, verbose_name="名称")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="selfeval.frameworkversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "派生数据",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.CreateModel(
            name="FrameworkCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("code", models.CharField(max_length=80, verbose_name="代码")),
                ("definition", models.JSONField(default=dict, verbose_name="其余定义")),
                ("message", models.TextField(verbose_name="说明")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)s_rows",
                        to="selfeval.frameworkversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "勾稽关系",
                "ordering": ["version_id", "position"],
            },
        ),
        migrations.AddField(
            model_name="filingcycle",
            name="framework",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cycles",
                to="selfeval.frameworkversion",
                verbose_name="指标体系",
            ),
        ),
        migrations.CreateModel(
            name="IndicatorEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=250, verbose_name="指标")),
                (
                    "set_points",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="设定分值"
                    ),
                ),
                (
                    "self_score",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="评价得分"
                    ),
                ),
                ("analysis", models.TextField(blank=True, verbose_name="计算分析情况补充")),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("measure", models.TextField(blank=True, verbose_name="改进措施")),
                ("is_applicable", models.BooleanField(default=True, verbose_name="涉及")),
                ("ticked", models.JSONField(null=True, verbose_name="具备的要点")),
                ("incidents", models.BigIntegerField(null=True, verbose_name="次数")),
                (
                    "points",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="得分"
                    ),
                ),
                ("tier", models.TextField(blank=True, verbose_name="档次")),
                (
                    "coefficient",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, null=True, verbose_name="系数"
                    ),
                ),
                ("choice", models.BigIntegerField(null=True, verbose_name="所选方案")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "指标填报",
                "ordering": ["filing_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=250, verbose_name="指标")),
                ("points", models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="设定分值")),
                (
                    "computed_score",
                    models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="系统计算得分"),
                ),
                (
                    "self_score",
                    models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="评价得分"),
                ),
                ("rate", models.DecimalField(decimal_places=12, max_digits=30, null=True, verbose_name="比率")),
                ("trace", models.TextField(blank=True, verbose_name="计算分析情况")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "指标得分",
                "ordering": ["filing_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="ItemRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="数据项")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("label", models.TextField(verbose_name="名称")),
                (
                    "amount",
                    selfeval.models.decimals.ExactDecimalField(
                        decimal_places=14, max_digits=34, verbose_name="金额（元）"
                    ),
                ),
                ("is_excluded", models.BooleanField(default=False, verbose_name="剔除")),
                ("basis", models.TextField(blank=True, verbose_name="剔除依据")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "明细行",
                "ordering": ["filing_id", "code", "position"],
            },
        ),
        migrations.CreateModel(
            name="NarrativeText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="代码")),
                ("text", models.TextField(verbose_name="正文")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="narratives", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "文字说明",
                "ordering": ["filing_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                ("document", models.TextField(verbose_name="填报文件")),
                ("result", models.TextField(verbose_name="结果文件")),
                ("sha256", models.CharField(max_length=64, verbose_name="内容哈希")),
                ("verification_code", models.CharField(db_index=True, max_length=19, verbose_name="验证码")),
                ("submitted_at", models.DateTimeField(verbose_name="提交时间")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="selfeval.filing",
                        verbose_name="填报",
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="selfeval.frameworkversion",
                        verbose_name="指标体系",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送快照",
                "verbose_name_plural": "报送快照",
                "ordering": ["filing_id", "round"],
            },
        ),
        migrations.CreateModel(
            name="ReviewRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("returned", "退回修改"), ("finalised", "审核通过并定稿")],
                        max_length=30,
                        verbose_name="结论",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="审核意见")),
                (
                    "confirmed_total",
                    models.DecimalField(decimal_places=4, max_digits=15, null=True, verbose_name="复核总分"),
                ),
                ("at", models.DateTimeField(verbose_name="审核时间")),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="selfeval.submission",
                        verbose_name="报送快照",
                    ),
                ),
            ],
            options={
                "verbose_name": "审核记录",
                "verbose_name_plural": "审核记录",
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="TableRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="数据项")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("cells", models.JSONField(default=dict, verbose_name="单元格")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="table_rows", to="selfeval.filing"
                    ),
                ),
            ],
            options={
                "verbose_name": "表格行",
                "ordering": ["filing_id", "code", "position"],
            },
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervisor", models.F("id")), _negated=True),
                name="department_not_its_own_supervisor",
                violation_error_message="主管部门不能是本部门自己。",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["preparer", "unit_head", "reviewer", "administrator"])),
                name="user_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role__in", ("preparer", "unit_head")), _negated=True),
                    ("department__isnull", False),
                    _connector="OR",
                ),
                name="user_of_unit_has_department",
                violation_error_message="填报人和单位负责人必须属于一个部门。",
            ),
        ),
        migrations.AddConstraint(
            model_name="figurevalue",
            constraint=models.UniqueConstraint(fields=("filing", "code"), name="figure_once"),
        ),
        migrations.AddConstraint(
            model_name="explanation",
            constraint=models.UniqueConstraint(fields=("filing", "check_code"), name="explanation_once"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["at"], name="event_at"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "action__in",
                        [
                            "framework.loaded",
                            "department.created",
                            "department.changed",
                            "user.created",
                            "user.changed",
                            "cycle.created",
                            "cycle.changed",
                            "filing.created",
                            "filing.section_saved",
                            "filing.sent_for_signature",
                            "filing.taken_back",
                            "filing.signed",
                            "filing.declined",
                            "filing.withdrawn",
                            "filing.review_opened",
                            "filing.returned",
                            "filing.finalised",
                        ],
                    )
                ),
                name="event_action_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("filing", "version"), name="event_version_once"),
        ),
        migrations.AddConstraint(
            model_name="evaluatorrow",
            constraint=models.UniqueConstraint(fields=("filing", "position"), name="evaluator_row_once"),
        ),
        migrations.AddIndex(
            model_name="filing",
            index=models.Index(fields=["cycle", "state"], name="filing_cycle_state"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(fields=("cycle", "department"), name="filing_once_a_cycle"),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["to_fill", "filling", "awaiting_signature", "submitted", "returned", "finalised"])
                ),
                name="filing_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.CheckConstraint(
                condition=models.Q(("round__gte", 1), ("version__gte", 1)), name="filing_counters_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="filingsection",
            constraint=models.UniqueConstraint(fields=("filing", "code"), name="filing_section_once"),
        ),
        migrations.AddConstraint(
            model_name="filingsection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("saved_at__isnull", True), ("saved_by__isnull", True), ("version", 0)),
                    models.Q(("saved_at__isnull", False), ("saved_by__isnull", False), ("version__gt", 0)),
                    _connector="OR",
                ),
                name="filing_section_stamped",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworknarrative",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="framework_narrative_code_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworknarrative",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="framework_narrative_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkindicator",
            constraint=models.UniqueConstraint(fields=("version", "path"), name="framework_indicator_path_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkindicator",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="framework_indicator_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkindicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gte", 0)), name="framework_indicator_points_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkindicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", 1), ("parent__isnull", True)),
                    models.Q(("level__gt", 1), ("parent__isnull", False)),
                    _connector="OR",
                ),
                name="framework_indicator_level_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkfieldgroup",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="framework_field_group_code_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkfieldgroup",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="framework_field_group_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameworkfield",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="framework_field_code_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkfield",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="framework_field_position_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkderived",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="framework_derived_code_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkderived",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="framework_derived_position_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkcheck",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="framework_check_code_once"),
        ),
        migrations.AddConstraint(
            model_name="frameworkcheck",
            constraint=models.UniqueConstraint(fields=("version", "position"), name="framework_check_position_once"),
        ),
        migrations.AddConstraint(
            model_name="filingcycle",
            constraint=models.CheckConstraint(
                condition=models.Q(("deadline__gt", models.F("opens_at"))),
                name="cycle_deadline_after_opening",
                violation_error_message="截止时间应晚于开始时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorentry",
            constraint=models.UniqueConstraint(fields=("filing", "code"), name="indicator_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="indicatorscore",
            constraint=models.UniqueConstraint(fields=("filing", "code"), name="indicator_score_once"),
        ),
        migrations.AddConstraint(
            model_name="indicatorscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("computed_score__gte", 0), ("computed_score__isnull", True), _connector="OR"),
                name="indicator_score_computed_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemrow",
            constraint=models.UniqueConstraint(fields=("filing", "code", "position"), name="item_row_once"),
        ),
        migrations.AddConstraint(
            model_name="narrativetext",
            constraint=models.UniqueConstraint(fields=("filing", "code"), name="narrative_text_once"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(fields=("filing", "round"), name="submission_once_a_round"),
        ),
        migrations.AddConstraint(
            model_name="reviewrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_total__isnull", True),
                        ("verdict", "returned"),
                        models.Q(("comment", ""), _negated=True),
                    ),
                    models.Q(("confirmed_total__gte", 0), ("confirmed_total__isnull", False), ("verdict", "finalised")),
                    _connector="OR",
                ),
                name="review_record_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="tablerow",
            constraint=models.UniqueConstraint(fields=("filing", "code", "position"), name="table_row_once"),
        ),
    ]
