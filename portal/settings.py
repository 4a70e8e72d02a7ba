"""All settings, read from the environment and checked when the process starts.

`.env.example` explains every variable for whoever runs the site. A local run is one
without DATABASE_URL: it makes itself a database, a secret key and a mail folder.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError, validate

from portal import embedded_postgres
from portal.account_settings import *  # noqa: F403  settings, each by its name
from portal.file_settings import file_storage
from portal.local_run import kept_secret
from portal.setting_checks import (
    MISSING,
    check_clamav_url,
    check_secret_key,
    check_site_url,
    explain,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
MAIL_DIR = VAR_DIR / "mail"  # of the local run
SITE_NAME = "North East AI Catalogue"

env = Env(eager=False)
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# --- The local run, or a real one -----------------------------------------------------
USES_EMBEDDED_DATABASE = not env.str("DATABASE_URL", "")
if USES_EMBEDDED_DATABASE and not embedded_postgres.is_installed():
    raise ImproperlyConfigured(explain({"DATABASE_URL": [MISSING["DATABASE_URL"]]}))
PORTAL_PG_HOME = env.str("PORTAL_PG_HOME", "")  # read by portal.embedded_postgres

HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000, validate=validate.Range(min=1, max=65535))
WEB_WORKERS = env.int("WEB_WORKERS", 2, validate=validate.Range(min=1))
# Most wait: on people who load files slowly, or for one of the few connections below.
WEB_THREADS = env.int("WEB_THREADS", 200, validate=validate.Range(min=1))
DEBUG = env.bool("DEBUG", False)
DEMONSTRATION = env.bool("DEMONSTRATION", False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")
LOG_LEVEL = env.str(
    "LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
)

if USES_EMBEDDED_DATABASE:
    _own_host = "127.0.0.1" if HOST in ("0.0.0.0", "::") else HOST
    SITE_URL = env.str(
        "SITE_URL", f"http://{_own_host}:{PORT}", validate=check_site_url
    )
    SECRET_KEY = env.str("SECRET_KEY", "", validate=check_secret_key)
    EMAIL_URL = env.dj_email_url("EMAIL_URL", f"file:///{MAIL_DIR}")
    _local_hosts = ["localhost", "127.0.0.1", "[::1]", HOST]
else:
    SITE_URL = env.str("SITE_URL", validate=check_site_url)
    SECRET_KEY = env.str("SECRET_KEY", validate=check_secret_key)
    EMAIL_URL = env.dj_email_url("EMAIL_URL")
    _local_hosts = []

_site = urlsplit(SITE_URL or "")
IS_HTTPS = _site.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [_site.hostname or "", *_local_hosts])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [SITE_URL] if IS_HTTPS else [])
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))

# --- Data -----------------------------------------------------------------------------
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        embedded_postgres.url(),
        conn_health_checks=True,
    )
}
# Not assigned whole: OPTIONS holds the socket's folder where the address has `?host=`.
if env.bool("DATABASE_POOL", True) and DATABASES["default"]:
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": 4,
        "timeout": 60,  # seconds that a page waits for its turn
    }
STATEMENT_SECONDS = env.int(
    "STATEMENT_SECONDS", 20, validate=validate.Range(min=0, max=3600)
)  # of the web server alone: see portal.statement_limit
_file_storage = file_storage(env, VAR_DIR / "files")
CLAMAV_URL = env.str("CLAMAV_URL", "", validate=check_clamav_url)
STATIC_HASHED = env.bool("STATIC_HASHED", True)  # off in tests: no collectstatic
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", f"{SITE_NAME} <catalogue@{_site.hostname or 'localhost'}>"
)

try:
    env.seal()
    if not DATABASES["default"]["ENGINE"].endswith("postgresql"):
        raise EnvValidationError("", {"DATABASE_URL": [MISSING["DATABASE_URL"]]})
    if not EMAIL_URL.get("EMAIL_BACKEND"):
        raise EnvValidationError("", {"EMAIL_URL": [MISSING["EMAIL_URL"]]})
except EnvValidationError as fault:
    raise ImproperlyConfigured(explain(fault.error_messages)) from None

if USES_EMBEDDED_DATABASE:
    SECRET_KEY = SECRET_KEY or kept_secret("secret-key", 50)
if DEMONSTRATION:
    DEMO_PASSWORD = DEMO_PASSWORD or kept_secret("demo-password", 9)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all web processes: sign-in's rate limits count in it.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- Applications ---------------------------------------------------------------------
INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "governance.apps.GovernanceConfig",
    "skills.apps.SkillsConfig",
    "resources.apps.ResourcesConfig",
    "catalogue.apps.CatalogueConfig",
    "councils.apps.CouncilsConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_filters",
    "procrastinate.contrib.django",
    "simple_history",
    "councils.backoffice.apps.BackOfficeConfig",  # django.contrib.admin, our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.conditional.PublicPagesMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.HeadersMiddleware",
    "portal.middleware.ReceivingMiddleware",  # before any that asks the database
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "councils.middleware.ActingCouncilMiddleware",
    "councils.middleware.SecondFactorMiddleware",
    "portal.reader_pages.ReaderPagesMiddleware",  # after all that may refuse somebody
    "councils.middleware.ChangeSetMiddleware",  # last: it runs the view
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "portal.lean_templates.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.site",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ("govuk",)
CRISPY_TEMPLATE_PACK = "govuk"

# --- Accounts -------------------------------------------------------------------------
# How people sign in is said in portal.account_settings, taken in above.
# Browsers make passkeys over https, and on one's own machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = USES_EMBEDDED_DATABASE and not IS_HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

SIMPLE_HISTORY_REVERT_DISABLED = True  # earlier states come back through `apply`

# --- Security -------------------------------------------------------------------------
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_HTTPS else 0
SECURE_SSL_REDIRECT = False  # left to the proxy, which knows the outer address
SECURE_REFERRER_POLICY = "same-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- Mail, language, files, log -------------------------------------------------------
vars().update(EMAIL_URL)  # EMAIL_BACKEND, EMAIL_HOST and so on
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FILE_UPLOAD_HANDLERS = ["resources.receiving.CappedHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
_static = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": _file_storage,
    "staticfiles": {
        "BACKEND": _static
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Django's own handlers would only repeat: everything goes to the one above.
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "procrastinate": {"level": "DEBUG" if LOG_LEVEL == "DEBUG" else "WARNING"},
    },
}
