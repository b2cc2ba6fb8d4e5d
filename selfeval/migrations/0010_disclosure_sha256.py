"""Public copies are looked up by their hash (the code printed on them)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("selfeval", "0009_record_chain")]

    operations = [
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["sha256"], name="disclosure_sha256"),
        )
    ]
