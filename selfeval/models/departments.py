"""The tree of units (部门)."""

from django.conf import settings
from django.db import models


class BusinessOffice(models.Model):
    """An office of the finance bureau (业务科室) that looks after some units' budgets."""

    code = models.CharField("编码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=100)

    class Meta:
        verbose_name = "业务科室"
        verbose_name_plural = "业务科室"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A unit that files. `head` and `phone` are what a new filing starts with."""

    code = models.CharField("编码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=100)
    head = models.CharField("负责人", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=50, blank=True)
    supervisor = models.ForeignKey(
        "self", verbose_name="主管部门", on_delete=models.PROTECT, null=True, blank=True, related_name="subordinates"
    )

    business_office = models.ForeignKey(
        BusinessOffice,
        verbose_name="业务科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
    )
    # The finance bureau evaluates itself as well; its filing is reviewed by somebody from outside.
    is_finance_bureau = models.BooleanField("财政部门", default=False)

    # Where there is one, the form goes past this person (内部审核) before it goes to the head.
    accountant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="内部审核人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="accounts_for",
    )

    class Meta:
        verbose_name = "部门"
        verbose_name_plural = "部门"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(supervisor=models.F("id")),
                name="department_not_its_own_supervisor",
                violation_error_message="主管部门不能是本部门自己。",
            ),
            models.UniqueConstraint(
                fields=["is_finance_bureau"],
                condition=models.Q(is_finance_bureau=True),
                name="department_one_finance_bureau",
                violation_error_message="已经有一个部门是财政部门。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
