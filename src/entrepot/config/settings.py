"""Settings, all from the environment; `entrepot check` lists them with where each value came from."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from entrepot.kit import pooling

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("ENTREPOT_DATA") or PACKAGE.parent.parent / "data").absolute()

DEBUG = os.environ.get("ENTREPOT_DEBUG") == "1"
SECRET_KEY = os.environ.get("ENTREPOT_SECRET_KEY", "")
#: Keys that seal personal data, the sealing one first; apart from SECRET_KEY, so that each rotates alone.
FIELD_KEYS = [key for key in os.environ.get("ENTREPOT_FIELD_KEYS", "").split(",") if key]
PORT = int(os.environ.get("ENTREPOT_PORT", "8000"))
#: Where people reach this marketplace; links in mail and the provider's webhooks are made from it.
URL = os.environ.get("ENTREPOT_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
DEMO = os.environ.get("ENTREPOT_DEMO") == "1"
ALLOWED_HOSTS = [urlsplit(URL).hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [URL]


def _database(url: str) -> dict[str, object]:
    """A Django database from `postgresql://user:password@host:port/name?option=value` (host may be a socket's folder)."""
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    host = unquote(options.pop("host", "") or parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", "") or parts.port or ""),
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
        # A verb opens its own transaction: with ATOMIC_REQUESTS a refusal turned into a response would commit half-done work.
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": False,
    }


#: The owner runs migrations and tests; web and worker connect as a role that owns nothing (DATABASE_APP_URL).
_OWNER = os.environ.get("DATABASE_URL", "postgresql://entrepot@127.0.0.1/entrepot")
_AS_OWNER = os.environ.get("ENTREPOT_AS_OWNER") == "1"
DATABASES = {"default": _database(_OWNER if _AS_OWNER else os.environ.get("DATABASE_APP_URL") or _OWNER)}
if os.environ.get("ENTREPOT_POOL"):
    DATABASES["default"]["OPTIONS"]["pool"] = {  # type: ignore[index]  # the dict is built above
        "min_size": 1,
        "max_size": int(os.environ["ENTREPOT_POOL"]),
        # Longer than a database takes to start again, shorter than a reader's patience.
        "timeout": 10,
        "check": pooling.check,
        "reconnect_timeout": pooling.RECONNECT_SECONDS,
        "reconnect_failed": pooling.look_again,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DOMAINS = [
    "kit",
    "ledger",
    "identity",
    "merchants",
    "catalog",
    "stock",
    "customs",
    "shipping",
    "payments",
    "sandbox",
    "search",
    "trade",
    "papers",
]
AREAS = ["shop", "merchant", "operator", "account"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "ninja",  # its own copy of the API documentation's pages, instead of one from elsewhere
    *(f"entrepot.{name}" for name in DOMAINS),
    "entrepot.api",
    "entrepot.web",
    *(f"entrepot.web.{name}" for name in AREAS),
    # After the areas: web/account has the templates of its pages and mails.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "entrepot.api.errors.problems_only",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "entrepot.web.middleware.actor",
    "entrepot.web.middleware.refusals",
    "entrepot.web.middleware.ways_back",
]

#: What a request to the API passes (config/wsgi.py): it needs no session, cookie or language prefix, and would pay for each.
API_MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "entrepot.api.errors.problems_only"]

ROOT_URLCONF = "entrepot.config.urls"
WSGI_APPLICATION = "entrepot.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.messages.context_processors.messages",
                "entrepot.web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "entrepot.web.templatetags.components",
            ],
        },
    }
]

AUTH_USER_MODEL = "identity.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_ADAPTER = "entrepot.identity.signing_in.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
#: Whoever changes how an account is entered knows its password, and its owner is told by mail.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    name: f"entrepot.web.account.entering.{form}"
    for name, form in {
        "login": "SignIn",
        "signup": "SignUp",
        "add_email": "AddEmail",
        "change_password": "ChangePassword",
        "set_password": "SetPassword",
        "reset_password": "AskForReset",
        "reset_password_from_key": "ResetPassword",
        "reauthenticate": "Reauthenticate",
    }.items()
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "shop:home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "entrepot.web.stylesheet.OneStylesheet"},
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

#: Mail: an SMTP URL, or the mailbox folder that the demo's mailbox page shows.
EMAIL_URL = os.environ.get("ENTREPOT_EMAIL_URL", "")
_smtp = urlsplit(EMAIL_URL)
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _smtp.hostname,
            "port": _smtp.port or 25,
            "username": unquote(_smtp.username or ""),
            "password": unquote(_smtp.password or ""),
            "use_tls": _smtp.scheme == "smtp+tls",
            "use_ssl": _smtp.scheme == "smtps",
        },
    }
    if EMAIL_URL
    else {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": DATA / "mailbox"},
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("ENTREPOT_MAIL_FROM", "Entrepôt <no-reply@entrepot.example>")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Stripe's library would write a line for every call, and at DEBUG what was sent.
    "loggers": {"django.request": {"level": "ERROR"}, "stripe": {"level": "WARNING"}},
}

#: What the sandbox provider does: its latency, and which webhooks it sends ("needed": what its answer did not say; "all").
SANDBOX_LATENCY_MS = int(os.environ.get("ENTREPOT_SANDBOX_LATENCY_MS", "0"))
#: How long the sandbox's bank takes until a transfer has arrived.
SANDBOX_BANK_MS = int(os.environ.get("ENTREPOT_SANDBOX_BANK_MS", "5000"))
SANDBOX_WEBHOOK_SECRET = os.environ.get("ENTREPOT_SANDBOX_WEBHOOK_SECRET") or SECRET_KEY
SANDBOX_WEBHOOKS = os.environ.get("ENTREPOT_SANDBOX_WEBHOOKS", "needed")
#: Its webhooks come late (by this much at most), twice, and the last news first.
SANDBOX_MISBEHAVES = os.environ.get("ENTREPOT_SANDBOX_MISBEHAVES") == "1"
SANDBOX_LATE_MS = int(os.environ.get("ENTREPOT_SANDBOX_LATE_MS", "3000"))
#: Stripe takes payments where its key is given; the base is that of a stand-in, for tests.
STRIPE_KEY = os.environ.get("ENTREPOT_STRIPE_KEY", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("ENTREPOT_STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_BASE = os.environ.get("ENTREPOT_STRIPE_API_BASE", "")
#: How long a buyer waits for a payment provider's answer; what comes later is told by webhook.
PAYMENT_TIMEOUT_MS = int(os.environ.get("ENTREPOT_PAYMENT_TIMEOUT_MS", "3000"))
