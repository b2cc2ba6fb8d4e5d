"""How often one address, or one person, may ask for something in a minute; counted in the cache of the process."""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from selfeval.models import User
from selfeval.web.from_where import address_of

_SECONDS: Final = 60
MOST_EXPORTS: Final = 20


class TooOften(Exception):
    """The person asked for files of many filings again and again; the message is for them."""


def demand_patience(request: HttpRequest, person: User) -> None:
    """Raise TooOften where `person` took away more files of many filings in a minute than anybody reads."""
    if is_too_often(request, "exports", at_most=MOST_EXPORTS, person=person):
        raise TooOften(f"一分钟内最多导出 {MOST_EXPORTS} 次文件，请过一分钟再来。")


def is_too_often(request: HttpRequest, what: str, *, at_most: int, person: User | None = None) -> bool:
    """Whether it was asked for more than `at_most` times in the last minute, by `person` or else by the computer.

    Counts this time too.
    """
    key = f"throttle:{what}:{person.pk if person else address_of(request)}"
    if cache.add(key, 1, _SECONDS):
        return False
    try:
        return cache.incr(key) > at_most
    except ValueError:
        # The minute was over in between.
        return False
