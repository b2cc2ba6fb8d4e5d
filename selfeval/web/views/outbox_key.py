"""The key with which a browser keeps what is not sent yet: handed out after signing in, stored nowhere."""

from base64 import b64encode
from collections.abc import Callable

from django.http import HttpRequest, JsonResponse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from selfeval.models import User
from selfeval.web.views.access import actor_of

_KEY_SALT, _TOKEN_SALT = "selfeval.outbox.key", "selfeval.outbox.user"


@require_GET
@never_cache
def outbox_key(request: HttpRequest) -> JsonResponse:
    """`{"user": …, "key": …}`: 32 bytes in base64, the same for a person in every session."""
    user = actor_of(request)
    key = salted_hmac(_KEY_SALT, str(user.pk), algorithm="sha256").digest()
    return JsonResponse({"user": token_of(user), "key": b64encode(key).decode()})


def page_owner(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """For all templates: whose page it is, worked out only where a page says it."""
    return {"outbox_user": lambda: token_of(actor_of(request))}


def token_of(user: User) -> str:
    """What a browser may know a person by: says nothing of who it is, and opens nothing."""
    return salted_hmac(_TOKEN_SALT, str(user.pk), algorithm="sha256").hexdigest()[:32]
