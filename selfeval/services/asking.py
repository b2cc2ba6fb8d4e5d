"""From where, and in which request, what happens now was asked for: the record tells it, no service is handed it.

The pages' middleware says it for the time of a request. A command on the server is asked for from nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`address` of the computer, `number` of the request; both empty outside a request."""

    address: str = ""
    number: str = ""


_asking: ContextVar[Asking] = ContextVar("asking", default=Asking())  # noqa: B039 - it is frozen


@contextmanager
def asked_from(*, address: str, number: str) -> Iterator[None]:
    """Everything inside was asked for from there."""
    before = _asking.set(Asking(address=address, number=number))
    try:
        yield
    finally:
        _asking.reset(before)


def asking() -> Asking:
    """From where it is asked now."""
    return _asking.get()
