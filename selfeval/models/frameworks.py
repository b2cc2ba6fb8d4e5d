"""A framework as rows; together they are the framework document, and nothing of it is stored twice.

What people look up (codes, names, points, order, the tree) are columns; the rest of each node is its `definition`, in
the words of the framework file, every scalar being text. `selfeval.queries.framework_documents` takes a document
apart and puts it together again.
"""

from django.db import models
from django.db.models import Q

from selfeval.domain.amounts import Rounding
from selfeval.models.decimals import typed_number


class FrameworkVersion(models.Model):
    """One version of a framework; published is frozen. `sha256` is of the document its rows make."""

    slug = models.CharField("代号", max_length=80)
    version = models.CharField("版本", max_length=40)
    title = models.CharField("名称", max_length=200)
    definition = models.JSONField("其余定义", default=dict)
    is_published = models.BooleanField("已发布", default=False)
    sha256 = models.CharField("内容哈希", max_length=64)
    loaded_at = models.DateTimeField("装入时间")

    class Meta:
        verbose_name = "指标体系"
        verbose_name_plural = "指标体系"
        ordering = ["slug", "version"]
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="framework_version_once")]

    def __str__(self) -> str:
        return f"{self.slug}@{self.version}"

    @property
    def points_places(self) -> int:
        """Decimals of scores, as the framework rounds them; lists need it of many without reading the rest."""
        return int(self.definition.get("rounding", {}).get("points_places", Rounding().points_places))


class FrameworkPart(models.Model):
    """What every part of a framework has: its place in the file and what has no column."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="%(class)s_rows")
    position = models.PositiveSmallIntegerField("次序")
    code = models.CharField("代码", max_length=80)
    definition = models.JSONField("其余定义", default=dict)

    class Meta:
        abstract = True


def _once(model: str, *columns: str) -> list[models.BaseConstraint]:
    """Each of `columns` tells the parts of one framework version apart."""
    return [
        models.UniqueConstraint(fields=["version", column], name=f"framework_{model}_{column}_once")
        for column in columns
    ]


class FrameworkFieldGroup(FrameworkPart):
    """A group of data items, a page of the filing."""

    label = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = "数据项分组"
        ordering = ["version_id", "position"]
        constraints = _once("field_group", "code", "position")


class FrameworkField(FrameworkPart):
    """A data item (数据项)."""

    label = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = "数据项"
        ordering = ["version_id", "position"]
        constraints = _once("field", "code", "position")


class FrameworkDerived(FrameworkPart):
    """A value computed from the data items."""

    label = models.CharField("名称", max_length=200)

    class Meta:
        verbose_name = "派生数据"
        ordering = ["version_id", "position"]
        constraints = _once("derived", "code", "position")


class FrameworkNarrative(FrameworkPart):
    """One of the texts of 填报内容."""

    title = models.CharField("标题", max_length=200)

    class Meta:
        verbose_name = "填报内容"
        ordering = ["version_id", "position"]
        constraints = _once("narrative", "code", "position")


class FrameworkIndicator(FrameworkPart):
    """A node of the tree; `position` is its place in print order over the whole tree."""

    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    path = models.CharField("全代码", max_length=250)
    level = models.PositiveSmallIntegerField("级次")
    name = models.CharField("名称", max_length=200)
    points = typed_number(verbose_name="参考分值", null=True)

    class Meta:
        verbose_name = "指标"
        ordering = ["version_id", "position"]
        constraints = [
            *_once("indicator", "path", "position"),
            models.CheckConstraint(condition=Q(points__gte=0), name="framework_indicator_points_not_negative"),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__gt=1, parent__isnull=False),
                name="framework_indicator_level_fits",
            ),
        ]


class FrameworkCheck(FrameworkPart):
    """An identity (勾稽关系) of this framework."""

    message = models.TextField("说明")

    class Meta:
        verbose_name = "勾稽关系"
        ordering = ["version_id", "position"]
        constraints = _once("check", "code", "position")
