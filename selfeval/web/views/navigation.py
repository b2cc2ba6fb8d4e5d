"""What every page has at its top."""

from typing import Any

from django.http import HttpRequest

from selfeval.models import User
from selfeval.web.presenters.navigation import TopLink
from selfeval.web.presenters.navigation import top_links as links_of


def top_links(request: HttpRequest) -> dict[str, Any]:
    """For templates: `top_links`, worked out only where a page shows it; none for nobody."""

    def links() -> tuple[TopLink, ...]:
        if not isinstance(request.user, User):
            return ()
        match = request.resolver_match
        return tuple(links_of(request.user, match.url_name or "" if match else ""))

    return {"top_links": links}
