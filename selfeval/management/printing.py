"""What the commands do alike: refuse with every reason, and print on whatever the machine can show."""

from collections.abc import Iterable
from typing import Final, NoReturn

from django.core.management.base import BaseCommand

UNUSABLE: Final = 2


def give_up(command: BaseCommand, reasons: Iterable[object], *, code: int = UNUSABLE) -> NoReturn:
    """End with every reason on standard error, one a line. The default code says that what was given is of no use."""
    for reason in reasons:
        command.stderr.write(str(reason))
    raise SystemExit(code) from None


def prepare_output(command: BaseCommand, *, is_json: bool = False) -> None:
    """JSON is UTF-8 whatever the machine speaks; what cannot be shown to people is shown as a question mark."""
    reconfigure = getattr(command.stdout, "reconfigure", None)
    if reconfigure and is_json:
        reconfigure(encoding="utf-8")
    elif reconfigure:
        reconfigure(errors="replace")
