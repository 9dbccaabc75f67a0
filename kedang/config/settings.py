"""Kedang's settings. Everything a deployment may change is an environment variable `KEDANG_…`."""

import os
from pathlib import Path

from kedang.config import database, mail, values
from kedang.config.secret import secret_key

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("KEDANG_DATA", "data")).resolve()
DEBUG = os.environ.get("KEDANG_DEBUG") == "1"

SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = os.environ.get("KEDANG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KEDANG_ORIGINS", "").split(",") if o]

# Keys outside every database: a 0600 file by default; KEDANG_MASTER_KEY (base64 of 32 bytes)
# or KEDANG_MASTER_KEY_COMMAND (a command that prints it) for real deployments.
MASTER_KEY_FILE = Path(os.environ.get("KEDANG_MASTER_KEY_FILE", DATA / "master.key"))
MASTER_KEY = os.environ.get("KEDANG_MASTER_KEY", "")
MASTER_KEY_COMMAND = os.environ.get("KEDANG_MASTER_KEY_COMMAND", "")
CIPHER = os.environ.get("KEDANG_CIPHER", "AES-256-GCM")  # or SM4-GCM
values.one_of("KEDANG_CIPHER", CIPHER, ("AES-256-GCM", "SM4-GCM"))
BLOBS = Path(os.environ.get("KEDANG_BLOBS", DATA / "blobs"))
# Directories of the server that a folder import on a page may read, separated by colons.
INTAKE_DIRS = [one for one in os.environ.get("KEDANG_INTAKE_DIRS", "").split(os.pathsep) if one]
OCR = os.environ.get("KEDANG_OCR", "on") != "off"
SCRATCH = Path(os.environ.get("KEDANG_SCRATCH", DATA / "scratch"))

INSTALLED_APPS = [
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
    "django_cotton",
    "django_htmx",
    "kedang.core",
    "kedang.people",
    "kedang.jobs",
    "kedang.vault",
    "kedang.ledger",
    "kedang.access",
    "kedang.accounts",
    "kedang.ui",
    "kedang.search",
    "kedang.notify",
    "kedang.customers",
    "kedang.filing",
    "kedang.documents",
    "kedang.understanding",
    "kedang.workflow",
    "kedang.dealings",
    "kedang.teamwork",
    "kedang.grading",
    "kedang.duplicates",
    "kedang.quality",
    "kedang.segments",
    "kedang.engagement",
    "kedang.portal",
    "kedang.intake",
    "kedang.dossier",
    "kedang.drive",
    "kedang.operations",
    "kedang.desk",
    "kedang.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kedang.ui.middleware.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kedang.ui.middleware.PersonLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kedang.ui.characters.ControlCharacters",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kedang.access.middleware.ActorMiddleware",
    "kedang.accounts.middleware.SetUpFirst",
    "kedang.accounts.middleware.SecurityProfile",
    "kedang.accounts.middleware.SignInRequired",
    "kedang.ui.middleware.WholePages",
    "kedang.ui.middleware.DomainErrors",
]

ROOT_URLCONF = "kedang.config.urls"
WSGI_APPLICATION = "kedang.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kedang.ui.context.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kedang.ui.templatetags.ui",
            ],
        },
    }
]
COTTON_SNAKE_CASED_NAMES = True

_url = os.environ.get("KEDANG_DATABASE_URL", "")
_keys_url = os.environ.get("KEDANG_KEYS_DATABASE_URL", "")
DATABASES = {
    "default": database.from_url(_url) if _url else database.sqlite(DATA / "kedang.sqlite3"),
    "keys": database.from_url(_keys_url) if _keys_url else database.sqlite(DATA / "keys.sqlite3"),
}
DATABASE_ROUTERS = ["kedang.config.database.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = Path(os.environ.get("KEDANG_STATIC", DATA / "static"))

# In the session, not in a cookie: toasts name customers.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
TLS = os.environ.get("KEDANG_TLS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
BEHIND_PROXY = os.environ.get("KEDANG_BEHIND_PROXY") == "1"
# Browsers come back by HTTPS only. Behind a proxy its name is the proxy's to promise.
SECURE_HSTS_SECONDS = values.number(
    "KEDANG_HSTS", os.environ.get("KEDANG_HSTS", 365 * 86400 if TLS and not BEHIND_PROXY else 0)
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kedang.vault.scratch.SealedUploadHandler",
]

# Mail: smtp://user:password@host:587 (STARTTLS), smtps://…:465 or smtp+plain://…:25; empty: nothing is mailed.
globals().update(mail.from_url(os.environ.get("KEDANG_SMTP_URL", "")))
DEFAULT_FROM_EMAIL = os.environ.get("KEDANG_MAIL_FROM", "kedang@localhost")

# The gates every action passes, in this order; a missing one stops start-up (access.door).
GATES: list[str] = [
    "kedang.access.gates.second_factor",
    "kedang.access.gates.reason",
    "kedang.documents.gates.top_level",
    "kedang.documents.gates.quota",
    "kedang.documents.gates.permit",
]
# Event kind → jobs started with it, in the same transaction (config.reactions).
REACTIONS = "kedang.config.reactions.REACTIONS"
# Jobs that recur (config.schedule).
SCHEDULE = "kedang.config.schedule.SCHEDULE"
# Only the settings of one room: kept beside that room.
from kedang.accounts.settings import *  # noqa: E402,F403
