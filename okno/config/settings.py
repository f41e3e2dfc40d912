"""The wiring of Django. What describes the machine comes from the environment; choices of the business are tables."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from okno.channels.mail.parsing.limits import MAX_LETTER
from okno.config import database, env, secret_key
from okno.config.login import *  # noqa: F403 - settings are names of one module for Django

ROOT = Path(__file__).resolve().parents[2]

# ---- where we are -------------------------------------------------------------------------------------------
VAR = env.path("OKNO_VAR", ROOT / "var")
DEMO = env.flag("OKNO_DEMO", default=False)
DEMO_TICKETS = env.integer("OKNO_DEMO_TICKETS", 600, at_least=40, at_most=2000)
DEBUG = env.flag("OKNO_DEBUG", default=False)
PORT = env.integer("OKNO_PORT", 0, at_most=65535) or 8000
BASE_URL = env.text("OKNO_BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
# Where customers come; the desk's own address unless another is named.
PORTAL_URL = env.text("OKNO_PORTAL_URL", BASE_URL).rstrip("/")
FILES_DIR = env.path("OKNO_FILES_DIR", VAR / "files")
SECRET_KEY = env.secret("OKNO_SECRET_KEY", "") or secret_key.kept_in(VAR / "secret-key")
SECRET_KEY_FALLBACKS = list(env.words("OKNO_SECRET_KEY_FALLBACKS"))

_base = urlsplit(BASE_URL)
if _base.scheme not in {"http", "https"} or not _base.hostname:
    raise env.WrongSetting("OKNO_BASE_URL", "write an address such as https://desk.example.org")
SECURE = _base.scheme == "https"
_portal = urlsplit(PORTAL_URL)
if _portal.scheme != _base.scheme or not _portal.hostname or _portal.path:
    raise env.WrongSetting("OKNO_PORTAL_URL", f"write an address such as {_base.scheme}://help.example.org")
PORTAL_HOST = _portal.netloc if _portal.netloc != _base.netloc else ""  # on it there is the portal alone
ALLOWED_HOSTS = [_base.hostname, _portal.hostname, *env.words("OKNO_ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [f"{one.scheme}://{one.netloc}" for one in (_base, _portal)]

# ---- applications, floors from below ------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "okno.login",  # before allauth: its pages are found first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "okno.core",
    "okno.people",
    "okno.sla",
    "okno.catalog",
    "okno.staffing",
    "okno.contracts",
    "okno.assets",
    "okno.desk",
    "okno.automation",
    "okno.channels",
    "okno.knowledge",
    "okno.community",
    "okno.feedback",
    "okno.setup",
    "okno.notify",
    "okno.privacy",
    "okno.look",
    "okno.workspace",
    "okno.portal",
]
if DEMO:
    INSTALLED_APPS.append("okno.demo")
AUTH_USER_MODEL = "people.Person"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "okno.core.middleware.request_id",
    "okno.core.middleware.safe_headers",
    "csp.middleware.CSPMiddleware",
    "okno.portal.foreign.foreign_pages",  # before anybody reads a cookie
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "okno.privacy.middleware.keep_looks",
    "okno.login.middleware.last_seen",
    "okno.login.middleware.person_settings",
    "okno.login.second_step.second_step",
    "okno.portal.own_host.own_host",
    "okno.core.middleware.refusals",
]
ROOT_URLCONF = "okno.config.urls"
ASGI_APPLICATION = "okno.config.asgi.application"
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # unique without regard to case, by a constraint of the database
    "security.W002",  # frame-ancestors of the Content-Security-Policy says it, and newer browsers read only that
    "security.W005",  # whether all subdomains are served by TLS is known to the owner of the domain alone
    "security.W008",  # the proxy that holds the certificate redirects; cookies and HSTS follow OKNO_BASE_URL
    "security.W021",  # as W005
]

_loaders = ["django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _loaders if DEBUG else [("okno.look.folding.Loader", _loaders)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "okno.look.templatetags.look",
                "okno.look.templatetags.page",
            ],
        },
    },
]

# ---- store --------------------------------------------------------------------------------------------------
DATABASES = {"default": database.configured(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # The cache holds counters of rate limits only; it must be one for all processes, so it is a table.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
S3_BUCKET = env.text("OKNO_S3_BUCKET", "")
if S3_BUCKET:
    _files: dict[str, Any] = {
        "BACKEND": "okno.core.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.text("OKNO_S3_ENDPOINT", "") or None,
            "access_key": env.secret("OKNO_S3_ACCESS_KEY"),
            "secret_key": env.secret("OKNO_S3_SECRET_KEY"),
            "region_name": env.text("OKNO_S3_REGION", "") or None,
            "default_acl": None,
            "file_overwrite": True,  # names are content hashes: the same name is the same content
        },
    }
else:
    _files = {
        "BACKEND": "okno.core.store.ContentStorage",
        "OPTIONS": {
            "location": FILES_DIR,
            "base_url": None,  # no file has an address of its own; all go through an authorised view
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }
STORAGES = {
    "default": _files,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "okno.look.storage.HashedStatic",
    },
}
# A command that decides about a file by its exit code (0 clean, 1 infected); the path is its last argument.
VIRUS_SCANNER = env.command("OKNO_VIRUS_SCANNER")

# ---- pages --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
_npm = ROOT / "node_modules"
STATICFILES_DIRS = [
    ("vendor/htmx", _npm / "htmx.org" / "dist"),
    ("vendor/golos-text", _npm / "@fontsource-variable" / "golos-text"),
]
LUCIDE_ICONS = _npm / "lucide-static" / "icons"

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "okno" / "locale"]
LANGUAGE_COOKIE_NAME = "okno_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("OKNO_TIME_ZONE", "Europe/Moscow")
USE_THOUSAND_SEPARATOR = (
    False  # numbers of tickets and ids in attributes are digits alone; figures are formatted where shown
)

# ---- safety -------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the relay in front decides; we never see its side of the wire
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "okno.login.sessions"
SESSION_COOKIE_NAME = "__Host-okno" if SECURE else "okno"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "__Host-okno-csrf" if SECURE else "okno-csrf"
CSRF_FAILURE_VIEW = "okno.core.middleware.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
MAX_FILE_BYTES = env.integer("OKNO_MAX_FILE_MB", 25, at_least=1, at_most=200) * 2**20
MAX_LETTER_BYTES = env.integer("OKNO_MAX_LETTER_MB", 35, at_least=1, at_most=MAX_LETTER // 2**20) * 2**20

# Networks of one's own, whose servers may be asked for what letters name; otherwise it is the world alone (SEC-44).
OPEN_NETWORKS = env.networks("OKNO_OPEN_NETWORKS")

# ---- login: the rest is in okno/config/login.py ---------------------------------------------------------------
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

# ---- letters ------------------------------------------------------------------------------------------------
SMTP_URL = env.secret("OKNO_SMTP_URL", "")  # smtp://user:password@host:587?tls=starttls
DESK_ADDRESS = env.text("OKNO_DESK_ADDRESS", f"support@{_base.hostname}")
UNDO_SEND_SECONDS = env.integer("OKNO_UNDO_SEND_SECONDS", 10, at_most=60)
LISTENER = env.text("OKNO_LISTENER", "")  # e.g. smtp://127.0.0.1:2525 or lmtp://127.0.0.1:2424
EMAIL_BACKEND = (
    "okno.channels.mail.backend.OutboxBackend"  # codes of login leave by the same outbox as answers
)
DEFAULT_FROM_EMAIL = DESK_ADDRESS

# ---- words to the operator ----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "okno.core.logs.JsonLines"}, "plain": {"()": "okno.core.logs.PlainLines"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": env.choice(
                "OKNO_LOG_FORMAT", ("plain", "json"), "plain" if DEMO or DEBUG else "json"
            ).replace("json", "lines"),
        }
    },
    "root": {
        "handlers": ["stderr"],
        "level": env.choice("OKNO_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
    },
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "uvicorn.access": {"level": "WARNING"},
        "httpx2": {"level": "WARNING"},
    },
}

PROCRASTINATE_IMPORT_PATHS: list[str] = []
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "okno.core.jobs.ready"
