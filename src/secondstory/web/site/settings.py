"""Django's settings, made once from the configuration. Nothing below the doors reads them."""

import hashlib
import logging
import os
from functools import cache
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from secondstory.web.site.config import Config
from secondstory.web.site.ground import Ground

WEB = Path(__file__).resolve().parent.parent
STATIC = WEB / "static"
DATABASE = "web.db"

MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "secondstory.web.visiting.dressing.Dressing",
)

APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "secondstory.web.signin",
)


def settings_of(ground: Ground, *, secret: str, folder: Path) -> dict[str, Any]:
    """Return the settings of a site. folder: where the sign-in database lies."""
    config = ground.config
    return {
        "SECOND_STORY": ground,
        "SECRET_KEY": secret,
        "DEBUG": False,
        "ALLOWED_HOSTS": _hosts(config),
        "ROOT_URLCONF": "secondstory.web.site.urls",
        "INSTALLED_APPS": list(APPS),
        "MIDDLEWARE": list(MIDDLEWARE),
        "DATABASES": {"default": _database(folder)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "TEMPLATES": _templates(),
        "STATIC_URL": f"/static/{static_version()}/",
        "STATICFILES_DIRS": [STATIC],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": 31536000,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LANGUAGE_CODE": "en-gb",
        "USE_I18N": True,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 8 * 1024 * 1024,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 5000,
        "LOGGING_CONFIG": None,
        **_signing_in(config),
        **_mail(config),
        **_safety(config),
    }


@cache
def static_version() -> str:
    """Return what stands in the address of every static file: it changes when one of them does.

    So all of them may be kept for a year, those too that a script or a style sheet names by itself.
    """
    digest = hashlib.sha256()
    for file in sorted(STATIC.rglob("*")):
        if file.is_file():
            digest.update(f"{file.relative_to(STATIC)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:10]


def _hosts(config: Config) -> list[str]:
    own = (
        config.url.partition("://")[2].partition("/")[0].rpartition(":")[0] or config.url.partition("://")[2]
    )
    return sorted({own, config.host, "127.0.0.1", "localhost", "testserver"})


def _database(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / DATABASE),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _templates() -> list[dict[str, Any]]:
    return [
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "DIRS": [
                WEB / "templates",
                WEB / "templates" / "places",
                WEB / "templates" / "house",
                WEB / "templates" / "allauth",
            ],
            "APP_DIRS": False,
            "OPTIONS": {"environment": "secondstory.web.site.jinja.environment"},
        },
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        },
    ]


def _signing_in(config: Config) -> dict[str, Any]:
    return {
        "AUTH_USER_MODEL": "signin.User",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
                "OPTIONS": {"min_length": 10},
            },
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
        ],
        "LOGIN_URL": "/account/login/",
        "LOGIN_REDIRECT_URL": "/",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/account/login/",
        "ACCOUNT_ADAPTER": "secondstory.web.signin.adapter.Adapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
        "ACCOUNT_UNIQUE_EMAIL": True,
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGIN_ON_PASSWORD_RESET": False,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if config.is_secure else "http",
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_RATE_LIMITS": {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"},
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not config.is_secure,
        "MFA_TOTP_ISSUER": "Second Story",
        "MFA_ADAPTER": "secondstory.web.signin.adapter.SecondStepAdapter",
        "USERSESSIONS_TRACK_ACTIVITY": False,
        "SESSION_COOKIE_AGE": 60 * 60 * 24 * 14,
        # Kept in the memory of the one process as well, so that a page need not read it; ending a session reaches both.
        "SESSION_ENGINE": "django.contrib.sessions.backends.cached_db",
        "MESSAGE_STORAGE": "django.contrib.messages.storage.session.SessionStorage",
    }


def _mail(config: Config) -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": "secondstory.web.signin.post.OutboxBackend",
        "DEFAULT_FROM_EMAIL": config.sender or "second-story@localhost",
    }


def _safety(config: Config) -> dict[str, Any]:
    if config.behind_proxy:
        proxy = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"), "USE_X_FORWARDED_HOST": True}
    else:
        proxy = {}
    return {
        "SESSION_COOKIE_SECURE": config.is_secure,
        "CSRF_COOKIE_SECURE": config.is_secure,
        "CSRF_TRUSTED_ORIGINS": [config.url],
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_USE_SESSIONS": False,
        "CSRF_FAILURE_VIEW": "secondstory.web.visiting.errors.csrf_failed",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_HSTS_SECONDS": 31536000 if config.is_secure else 0,
        "X_FRAME_OPTIONS": "DENY",
        "CONTENT_SECURITY_POLICY": {
            "DIRECTIVES": {
                "default-src": [SELF],
                "img-src": [SELF, "data:"],
                "object-src": [NONE],
                "base-uri": [NONE],
                "frame-ancestors": [NONE],
                "form-action": [SELF],
            }
        },
        **proxy,
    }


def configure(ground: Ground, *, secret: str, folder: Path) -> None:
    """Give Django its settings, once in a process."""
    import django
    from django.conf import settings

    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    settings.configure(**settings_of(ground, secret=secret, folder=folder))
    django.setup()
    # Faults are said on standard error; who asked for what is said nowhere, nor how many wait in a busy second.
    for name in ("django.request", "django.security", "waitress.queue"):
        logging.getLogger(name).setLevel(logging.ERROR)
