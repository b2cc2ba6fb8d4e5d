"""Rows as they stand in an archive package, and back; the two directions stand side by side.

A row is a mapping of its columns in the words of JSON: decimals as plain digits, times in UTC, people by their account,
frozen copies by their round, another row of the same list by its place in it, counted from 1. Rows that belong to a row
are listed in it. Nothing of it is a key of the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from selfeval.domain.amounts import plain_text
from selfeval.domain.archive_files import kept_file
from selfeval.domain.files import Fault
from selfeval.models import Submission, User
from selfeval.models.evidence import KeptFile

# People who belonged to the unit, by the keys of their accounts.
_PEOPLE_COLUMN: Final = "unit_people"
# Endings by which people's own programs know an uploaded file; another one is no more than bytes.
_ENDINGS: Final = frozenset({"pdf", "ofd", "jpg", "jpeg", "png", "docx", "xlsx", "doc", "xls", "wps", "et"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How rows of a model stand in a package: these columns, and `below` them the rows of other models.

    `parent` names the column that leads to the row they are listed in; `below` maps the name of a list to the relation
    it is read by and its kind.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    parent: str = ""
    below: Mapping[str, tuple[str, "Kind"]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[models.Field[Any, Any], ...]:
        """The columns' fields."""
        return tuple(self.model._meta.get_field(name) for name in self.columns)  # type: ignore[misc]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What was named while rows were printed: accounts by their key, uploaded files by their path in the package."""

    people: dict[int, User] = field(default_factory=dict)
    kept: dict[str, KeptFile] = field(default_factory=dict)

    def person(self, person: User) -> str:
        """What a person is called in the package."""
        self.people[person.pk] = person
        return person.get_username()

    def file(self, row: KeptFile) -> str:
        """Where the bytes of an uploaded file stand in the package; the same bytes stand there once."""
        ending = PurePath(row.name).suffix.lower().removeprefix(".")
        path = kept_file(row.sha256, ending if ending in _ENDINGS else "bin")
        self.kept[path] = row
        return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What rows that are read may name, and the faults that were found in them."""

    people: Mapping[str, User]
    submissions: Mapping[int, Submission]
    faults: list[Fault] = field(default_factory=list)


def rows_of(kind: Kind, rows: Iterable[models.Model], named: Named) -> list[dict[str, Any]]:
    """`rows` with all below them. One query a kind of row below and row, and one for its people."""
    found: list[dict[str, Any]] = []
    places: dict[Any, int] = {}
    for place, row in enumerate(rows, 1):
        places[row.pk] = place
        printed = {each.name: _printed(each, row, named, places) for each in kind.fields}
        if isinstance(row, KeptFile):
            printed["file"] = named.file(row)
        for name, (relation, below) in kind.below.items():
            printed[name] = rows_of(below, listed(below, getattr(row, relation)), named)
        found.append(printed)
    return found


def listed(kind: Kind, rows: Any) -> Any:
    """`rows` of a relation in the order they were made, with the people they name."""
    named = [each.name for each in kind.fields if isinstance(each, models.ForeignKey) and each.related_model is User]
    return rows.order_by("pk").select_related(*named) if named else rows.order_by("pk")


def _printed(column: models.Field[Any, Any], row: models.Model, named: Named, places: Mapping[Any, int]) -> Any:
    if isinstance(column, models.ForeignKey):
        return _named(column, row, named, places)
    value = getattr(row, column.attname)
    if column.name == _PEOPLE_COLUMN:
        return [named.person(each) for each in _in_order(value)]
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _named(column: models.ForeignKey[Any, Any], row: models.Model, named: Named, places: Mapping[Any, int]) -> Any:
    key = getattr(row, column.attname)
    if key is None:
        return None
    if column.related_model is User:
        return named.person(getattr(row, column.name))
    return getattr(row, column.name).round if column.related_model is Submission else places[key]


def _in_order(keys: Sequence[int]) -> list[User]:
    there = User.objects.in_bulk(keys)
    return [there[key] for key in keys if key in there]


def row_of(kind: Kind, path: str, document: Any, known: Known, earlier: Sequence[models.Model] = ()) -> models.Model:
    """The unsaved row of `document`, which stands at `path`; without its parent and what is below it.

    What is wrong goes to `known.faults`; the column is empty then. `earlier` are the rows before it in the same list.
    """
    row = kind.model()
    if not isinstance(document, dict):
        known.faults.append(Fault(path=path, found="", expected="应为一组键和值"))
        return row
    wanted = {*kind.columns, *kind.below} | ({"file"} if issubclass(kind.model, KeptFile) else set())
    for key in sorted(wanted ^ set(document)):
        words = "不认识这个键" if key in document else "缺这个键"
        known.faults.append(Fault(path=f"{path}.{key}", found="", expected=words))
    for column in kind.fields:
        if column.name not in document:
            continue
        try:
            setattr(row, column.name, _read(column, document[column.name], known, earlier))
        except _Wrong as wrong:
            found = str(document[column.name])[:80]
            known.faults.append(Fault(path=f"{path}.{column.name}", found=found, expected=str(wrong)))
    return row


class _Wrong(ValueError):
    """What a value should be, in Chinese."""


def _read(column: models.Field[Any, Any], value: Any, known: Known, earlier: Sequence[models.Model]) -> Any:
    if value is None:
        if not column.null:
            raise _Wrong("不能为空")
        return None
    if isinstance(column, models.ForeignKey):
        return _known(column, value, known, earlier)
    if column.name == _PEOPLE_COLUMN:
        return [_person(name, known).pk for name in _typed(value, list, "应为账号的列表")]
    read = _plain(column, value)
    if column.flatchoices and not (read == "" and column.blank) and read not in {key for key, _ in column.flatchoices}:
        raise _Wrong("不是本系统认识的取值")
    try:
        column.run_validators(read)
    except ValidationError as error:
        raise _Wrong("；".join(error.messages)) from None
    return read


def _known(column: models.ForeignKey[Any, Any], value: Any, known: Known, earlier: Sequence[models.Model]) -> Any:
    if column.related_model is User:
        return _person(value, known)
    number = _typed(value, int, "应为整数")
    if column.related_model is Submission:
        if number not in known.submissions:
            raise _Wrong("包里没有这一轮的报送快照")
        return known.submissions[number]
    if not 1 <= number <= len(earlier):
        raise _Wrong("应为同一列表里前面某一项的次序，从 1 数起")
    return earlier[number - 1]


def _person(value: Any, known: Known) -> User:
    person = known.people.get(value) if isinstance(value, str) else None
    if person is None:
        raise _Wrong("不是 people.json 里的账号")
    return person


def _plain(column: models.Field[Any, Any], value: Any) -> Any:
    match column:
        case models.JSONField():
            return value
        case models.BooleanField():
            return _typed(value, bool, "应为 true 或 false")
        case models.IntegerField():
            return _typed(value, int, "应为整数")
        case models.DecimalField():
            return _decimal(_typed(value, str, "应为写成文字的数"))
        case models.DateTimeField():
            return _moment(_typed(value, str, "应为时间"))
        case models.DateField():
            return _day(_typed(value, str, "应为日期"))
        case models.UUIDField():
            return _uuid(_typed(value, str, "应为编号"))
    return _typed(value, str, "应为文字")


def _typed(value: Any, kind: type, words: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _Wrong(words)
    return value


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _Wrong("应为写成文字的数") from None
    if not number.is_finite() or plain_text(number) != text:
        raise _Wrong("数的写法不对：不用指数，不留多余的零")
    return number


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _Wrong("应为时间，如 2022-03-01T01:30:00.000000+00:00") from None
    if moment.tzinfo is None or moment.astimezone(UTC).isoformat(timespec="microseconds") != text:
        raise _Wrong("应为世界时，如 2022-03-01T01:30:00.000000+00:00")
    return moment


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Wrong("应为日期，如 2022-03-01") from None


def _uuid(text: str) -> UUID:
    try:
        found = UUID(text)
    except ValueError:
        raise _Wrong("应为编号（UUID）") from None
    if str(found) != text:
        raise _Wrong("应为小写、带连字符的编号（UUID）")
    return found
