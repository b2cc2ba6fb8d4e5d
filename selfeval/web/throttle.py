"""How often one address may ask for something in a minute; counted in the cache of the process."""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from selfeval.web.from_where import address_of

_SECONDS: Final = 60


def is_too_often(request: HttpRequest, what: str, *, at_most: int) -> bool:
    """Whether the computer that asks did so more than `at_most` times in the last minute; counts this time too."""
    key = f"throttle:{what}:{address_of(request)}"
    if cache.add(key, 1, _SECONDS):
        return False
    try:
        return cache.incr(key) > at_most
    except ValueError:
        # The minute was over in between.
        return False
