"""Settings of the test run: the product's own, made quick and free of what this machine has lying about."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_SCRATCH = Path(tempfile.mkdtemp(prefix="selfeval-tests-"))
atexit.register(shutil.rmtree, _SCRATCH, ignore_errors=True)

for _name in (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "SELFEVAL_CLAMD",
    "SELFEVAL_ENV",
    "SELFEVAL_S3_BUCKET",
    "TRUSTED_PROXIES",
    "TRUST_PROXY_TLS",
):
    os.environ.pop(_name, None)
os.environ["SECRET_KEY"] = "the-tests-need-a-key-but-not-a-secret-one"
os.environ["SELFEVAL_DATA_DIR"] = str(_SCRATCH)

from selfeval.settings import *  # noqa: E402, F403
from selfeval.settings import DATABASES, STORAGES  # noqa: E402

# Argon2 is slow on purpose; a thousand test accounts are not worth the wait.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Tables are made from the models at once: the migrations take thirty times as long, and tests/house/test_migrations.py
# sees to it that they make the same. On PostgreSQL they make the tables of the first process.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: live-server threads then have connections of their own, as in production.
    DATABASES["default"]["TEST"] = {"NAME": _SCRATCH / "test.sqlite3", "MIGRATE": False}
else:
    DATABASES["default"]["TEST"] = {"MIGRATE": os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"}

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Every test client starts the middleware anew; listing all static files each time is what this leaves out.
WHITENOISE_AUTOREFRESH = True
# Most tests look at what is drawn; tests/exports/test_press_room.py looks at where.
DRAW_APART = False
