"""WSGI entry point, served by granian (`make run`) or any other WSGI server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selfeval.settings")

application = get_wsgi_application()

if settings.DRAW_APART:
    from selfeval.exports.press_room import ROOM

    # Faces and sheets are read while the first pages are served, not when the first document is asked for.
    ROOM.open()
