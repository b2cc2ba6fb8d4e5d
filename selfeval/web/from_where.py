"""From which computer a request comes."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the computer that asks; empty where there is none (a socket of this machine).

    What X-Forwarded-For says is believed only of as many proxies as the setting TRUSTED_PROXIES counts: each adds the
    address it was asked from at the end, and all before that anybody may have written.
    """
    proxies = settings.TRUSTED_PROXIES
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(told) >= proxies and _is_address(told[-proxies]):
        return told[-proxies]
    own = str(request.META.get("REMOTE_ADDR") or "")
    return own if _is_address(own) else ""


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
