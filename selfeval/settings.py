"""Django settings. Whatever differs between machines is an environment variable, read once here and typed.

| variable | meaning | default |
|---|---|---|
| SELFEVAL_ENV | development or production | development |
| SELFEVAL_DATA_DIR | where database, uploads and generated files live | var/ |
| SECRET_KEY | signing key; production demands it | development keeps one in the data directory |
| DEBUG | Django's debug pages; production refuses them | false |
| ALLOWED_HOSTS | host names, parted by commas; production demands it | this machine |
| CSRF_TRUSTED_ORIGINS | https origins behind a proxy, parted by commas | none |
| TRUST_PROXY_TLS | believe X-Forwarded-Proto of the proxy in front | false |
| TRUSTED_PROXIES | proxies in front whose X-Forwarded-For tells who asks | 0, believe none |
| DATABASE_URL | postgresql://… or sqlite:///… | SQLite in the data directory |
| CONN_MAX_AGE | seconds a PostgreSQL connection is kept | 60 |
| SELFEVAL_FILE_MB | the most megabytes of one uploaded file | 50 |
| SELFEVAL_FILING_MB | the most megabytes of all evidence of one filing | 1024 |
| SELFEVAL_FILING_FILES | the most pieces of evidence of one filing | 300 |
| SELFEVAL_CLAMD | host:port of clamd; uploads are refused while it does not answer | none, no virus scan |
| SELFEVAL_TASKS | who does background work: database, immediate, or another backend by its path | database |
| SELFEVAL_EXPORT_WORKERS | processes that draw for a batch; 0 is the worker itself | one a processor, 4 at most |
| SELFEVAL_EXPORT_DAYS | days the package of a batch is kept | 7 |
| SELFEVAL_LEASE_SECONDS | after so many seconds of silence another worker takes a batch up | 60 |
| SELFEVAL_S3_BUCKET | bucket that keeps uploaded files, in place of the data directory | none |
| SELFEVAL_S3_ENDPOINT | address of an S3-compatible server | Amazon's |
| SELFEVAL_S3_REGION | region of the bucket | none |
| SELFEVAL_S3_ACCESS_KEY, SELFEVAL_S3_SECRET_KEY | the keys to the bucket; demanded where there is one | none |
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from selfeval.environment import Environment, SettingError, key_kept_in, strong_key

BASE_DIR = Path(__file__).resolve().parent.parent
_env = Environment(values=os.environ)

SELFEVAL_ENV = _env.choice("SELFEVAL_ENV", options=("development", "production"), default="development")
IS_PRODUCTION = SELFEVAL_ENV == "production"
DATA_DIR = Path(_env.text("SELFEVAL_DATA_DIR", default=str(BASE_DIR / "var")))
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

DEBUG = _env.flag("DEBUG", default=False)
if IS_PRODUCTION and DEBUG:
    raise SettingError("正式环境不能打开 DEBUG，请去掉环境变量 DEBUG 或设为 false。")

SECRET_KEY = _env.text("SECRET_KEY")
if IS_PRODUCTION:
    SECRET_KEY = strong_key("SECRET_KEY", SECRET_KEY)
SECRET_KEY = SECRET_KEY or key_kept_in(DATA_DIR / "secret_key")

_THIS_MACHINE = () if IS_PRODUCTION else ("127.0.0.1", "localhost", "[::1]")
ALLOWED_HOSTS = _env.listed("ALLOWED_HOSTS", default=_THIS_MACHINE)
if not ALLOWED_HOSTS:
    raise SettingError("正式环境必须设置环境变量 ALLOWED_HOSTS（访问用的主机名，用逗号隔开）。")
CSRF_TRUSTED_ORIGINS = _env.listed("CSRF_TRUSTED_ORIGINS")

# What is installed

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles, or `runserver` would serve the files itself.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "selfeval",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "selfeval.web.record_middleware.OnRecord",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Every page asks for a login unless its view says otherwise with `login_not_required`.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "selfeval.web.middleware.BusyDatabase",
    "selfeval.web.middleware.CannotDraw",
    "selfeval.web.middleware.SessionEnded",
    "selfeval.web.middleware.PasswordFirst",
    "selfeval.web.middleware.PrivatePages",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "selfeval.web.urls"
WSGI_APPLICATION = "selfeval.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "selfeval.web.views.navigation.top_links",
                "selfeval.web.views.notices.unread",
                "selfeval.web.views.outbox_key.page_owner",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Where data lives

DATABASES = {"default": _env.database("DATABASE_URL", sqlite_path=DATA_DIR / "db.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["CONN_MAX_AGE"] = _env.whole_number("CONN_MAX_AGE", default=60, minimum=0, maximum=86_400)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Evidence and scans: outside everything that is served as it lies there.
    "private": _env.object_storage("SELFEVAL_S3")
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "private",
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Outside production files come straight from static/: there is nothing to collect.
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
# Font files are compressed inside; packing 20 MB of them again costs a minute and gains little.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "gz", "br", "woff", "woff2", "otf", "ttf", "pdf", "xlsx")

# Language and time

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Accounts and sign-in

AUTH_USER_MODEL = "selfeval.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "workspace"
LOGOUT_REDIRECT_URL = "login"

# Locked per account and address together: nobody can lock a colleague out from another desk.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# The lock and the record know a computer by the same address.
AXES_CLIENT_IP_CALLABLE = "selfeval.web.from_where.address_of"
# A superuser's flag opens nothing: who tried to sign in stands in the record.
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "selfeval.web.views.accounts.locked_out"

# What browsers may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if IS_PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
if _env.flag("TRUST_PROXY_TLS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = _env.whole_number("TRUSTED_PROXIES", default=0, minimum=0, maximum=9)

# What is uploaded

_MEGABYTE = 1024 * 1024
MOST_BYTES_A_FILE = _MEGABYTE * _env.whole_number("SELFEVAL_FILE_MB", default=50, minimum=1, maximum=1024)
MOST_BYTES_A_FILING = _MEGABYTE * _env.whole_number("SELFEVAL_FILING_MB", default=1024, minimum=1, maximum=102_400)
MOST_FILES_A_FILING = _env.whole_number("SELFEVAL_FILING_FILES", default=300, minimum=1, maximum=10_000)
CLAMD_ADDRESS = _env.address("SELFEVAL_CLAMD")
# Measures while it receives: what is over the limit is never written to the disk.
FILE_UPLOAD_HANDLERS = [
    "selfeval.web.receiving.MeasuredUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 100

# A form of 120 indicators is near Django's default of 1,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Background work: a queue in the database that `manage.py run_worker` works off, at once in the request, or another

_TASK_BACKENDS = {
    "database": "django_tasks_db.DatabaseBackend",
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
}
TASKS = {"default": {"BACKEND": _env.task_backend("SELFEVAL_TASKS", options=_TASK_BACKENDS, default="database")}}
EXPORT_WORKERS = _env.whole_number(
    "SELFEVAL_EXPORT_WORKERS", default=min(4, os.cpu_count() or 1), minimum=0, maximum=64
)
# Whatever lays pages out does it in a process of its own, with bounds and without network (`exports.press_room`).
DRAW_APART = True
EXPORT_RETENTION = timedelta(days=_env.whole_number("SELFEVAL_EXPORT_DAYS", default=7, minimum=1, maximum=90))
LEASE = timedelta(seconds=_env.whole_number("SELFEVAL_LEASE_SECONDS", default=60, minimum=5, maximum=120))

# E-mail beside the notices on the pages: printed by the server, kept as files, or sent

_EMAIL_BACKENDS = {"console": "console", "file": "filebased", "smtp": "smtp"}
_EMAIL = _env.choice("SELFEVAL_EMAIL", options=_EMAIL_BACKENDS, default="console")
EMAIL_BACKEND = f"django.core.mail.backends.{_EMAIL_BACKENDS[_EMAIL]}.EmailBackend"
EMAIL_FILE_PATH = _env.text("SELFEVAL_EMAIL_FOLDER", default=str(DATA_DIR / "mail"))
EMAIL_HOST = _env.text("SELFEVAL_EMAIL_HOST", default="localhost")
EMAIL_PORT = _env.whole_number("SELFEVAL_EMAIL_PORT", default=25, minimum=1, maximum=65535)
EMAIL_HOST_USER = _env.text("SELFEVAL_EMAIL_USER")
EMAIL_HOST_PASSWORD = _env.text("SELFEVAL_EMAIL_PASSWORD")
EMAIL_USE_SSL = _env.flag("SELFEVAL_EMAIL_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _env.text("SELFEVAL_EMAIL_FROM", default="selfeval@localhost")
# What goes before the paths in e-mails, `https://jixiao.example.gov.cn`; without it they name no address.
SITE_ADDRESS = _env.text("SELFEVAL_SITE_ADDRESS").rstrip("/")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
