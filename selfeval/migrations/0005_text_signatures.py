import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("selfeval", "0004_findings"),
    ]

    operations = [
        migrations.CreateModel(
            name="TextSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("box", models.CharField(max_length=300, verbose_name="位置")),
                ("title", models.TextField(verbose_name="名称")),
                ("offset", models.PositiveIntegerField(verbose_name="起点")),
                ("text", models.TextField(verbose_name="文字")),
                ("slots", models.BinaryField(verbose_name="特征")),
                ("submitted_at", models.DateTimeField(verbose_name="首次报送时间")),
                ("scheme", models.PositiveSmallIntegerField(verbose_name="算法版本")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="text_signatures",
                        to="selfeval.filing",
                    ),
                ),
            ],
            options={
                "verbose_name": "文字特征",
                "ordering": ["filing_id", "id"],
            },
        ),
        migrations.CreateModel(
            name="TextBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.BigIntegerField(verbose_name="段值")),
                (
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bands", to="selfeval.textsignature"
                    ),
                ),
            ],
            options={
                "verbose_name": "文字特征段",
                "ordering": ["signature_id", "id"],
                "indexes": [models.Index(fields=["value", "signature"], name="text_band_value")],
            },
        ),
    ]
