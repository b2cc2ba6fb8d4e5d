"""Rows that are written once and stay as they are: events, submissions, verdicts."""

from typing import Any, NoReturn, TypeVar

from django.db import models

_Row = TypeVar("_Row", bound=models.Model)


class PermanentRowError(TypeError):
    """Someone tried to change or delete a row that is kept for good."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"“{model._meta.verbose_name}”只能新增，不能修改或删除。")


class PermanentQuerySet(models.QuerySet[_Row]):
    """Rows that can be read and created only."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise PermanentRowError(self.model)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PermanentRowError(self.model)

    def delete(self) -> NoReturn:
        raise PermanentRowError(self.model)


class PermanentRow(models.Model):
    """A row that refuses to be changed or deleted through the ORM. Deriving models keep `objects` as it is here."""

    objects = PermanentQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise PermanentRowError(type(self))
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PermanentRowError(type(self))
