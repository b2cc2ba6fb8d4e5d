"""Keeps what was read in texts, as long as they are short.

A save alters one text of a filing, and all of them are read again for the checks. What a reader makes of a text is
decided by its arguments alone, so the same text need not be read twice. Long texts are rare and what is found in them
is large: they are read each time.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Final, TypeVar, cast

_MOST: Final = 512
_LONGEST: Final = 10_000  # characters
_Reader = TypeVar("_Reader", bound=Callable[..., Any])


def kept(read: _Reader) -> _Reader:
    """`read`, which does not read the same short text again.

    The text is its first argument; all arguments are hashable, and the result is frozen.
    """
    remembered = lru_cache(maxsize=_MOST)(read)

    @wraps(read)
    def found(text: str, *others: Any) -> Any:
        return (read if len(text) > _LONGEST else remembered)(text, *others)

    return cast(_Reader, found)
