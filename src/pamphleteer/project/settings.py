"""Django's settings, made from the outlet's options."""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pamphleteer.project import brought, databases, lean, options

OPTIONS = options.load(Path(os.environ.get("PAMPHLETEER_DIR", ".")))
FOLDER = OPTIONS.folder
KEY_FILE = FOLDER / "keys" / "secret"


def _key() -> str:
    # Without an outlet there is nothing that another process would have to recognise.
    return KEY_FILE.read_text().strip() if KEY_FILE.exists() else secrets.token_hex(32)


SITE_URL: str = OPTIONS["site.url"]
SITE_MIRRORS: tuple[str, ...] = OPTIONS["site.mirrors"]
DESK_URL: str = OPTIONS.desk
SIGNUP_URL: str = f"{DESK_URL}digest/"
SEARCH_URL: str = f"{DESK_URL}search/"
PUBLIC: Path = FOLDER / "public"
THEME: Path = FOLDER / "theme"

COLLECT_CONTACT: str = OPTIONS["collect.contact"] or SITE_URL
COLLECT_TIMEOUT: float = OPTIONS["collect.timeout"]
COLLECT_MAX_BYTES: int = OPTIONS["collect.max_bytes"]
COLLECT_MAX_HEADER: int = OPTIONS["collect.max_header"]
COLLECT_MAX_REDIRECTS: int = OPTIONS["collect.max_redirects"]
COLLECT_MAX_ITEMS: int = OPTIONS["collect.max_items"]
COLLECT_MAX_ITEM: int = OPTIONS["collect.max_item"]
COLLECT_MAX_DEPTH: int = OPTIONS["collect.max_depth"]
COLLECT_MAX_MEND: int = OPTIONS["collect.max_mend"]
COLLECT_MAX_TAGS: int = OPTIONS["collect.max_tags"]
COLLECT_MAX_PAGE: int = OPTIONS["collect.max_page"]
COLLECT_MEND_SECONDS: float = OPTIONS["collect.mend_seconds"]
COLLECT_EVERY: float = OPTIONS["collect.every"]
COLLECT_SELDOM: float = OPTIONS["collect.seldom"]
COLLECT_AT_ONCE: int = OPTIONS["collect.at_once"]
COLLECT_PER_HOST: int = OPTIONS["collect.per_host"]
COLLECT_PAUSE: float = OPTIONS["collect.pause"]
COLLECT_ALLOW: tuple[str, ...] = OPTIONS["collect.allow"]
COLLECT_WEBSUB: bool = OPTIONS["collect.websub"] == "on"
COLLECT_FULL_TEXT: bool = OPTIONS["collect.full_text"] == "on"
COLLECT_KEEP_DAYS: int = OPTIONS["collect.keep_days"]
COLLECT_STORY_DAYS: int = OPTIONS["collect.story_days"]

DESK_SECOND_FACTOR: str = OPTIONS["desk.second_factor"]
DESK_MAX_AUDIO: int = OPTIONS["desk.max_audio"]
DESK_MAX_PICTURE: int = OPTIONS["desk.max_picture"]
DESK_MAX_PIXELS: int = OPTIONS["desk.max_pixels"]

PRESS_PACKED: bool = OPTIONS["press.packed"] == "on"
PRESS_HUBS: tuple[str, ...] = OPTIONS["press.hubs"]

POST_SENDER: str = OPTIONS["post.sender"]
POST_UNSUBSCRIBE: str = OPTIONS["post.unsubscribe"]
POST_BOUNCES: str = OPTIONS["post.bounces"]
POST_MAILBOX: str = OPTIONS["post.mailbox"]
POST_MAILBOX_PASSWORD: str = OPTIONS["post.mailbox_password"]
POST_DOUBT: str = OPTIONS["post.doubt"]
POST_FENCE: str = OPTIONS["post.fence"]
POST_STALE: int = OPTIONS["post.stale"]
POST_SITES: str = OPTIONS["post.sites"]
POST_SITE_LIMITS: tuple[tuple[str, int], ...] = OPTIONS["post.site_limits"]
POST_RESOLVER: str = OPTIONS["post.resolver"]
DKIM_DOMAIN: str = OPTIONS["dkim.domain"]
DKIM_ALGORITHMS: str = OPTIONS["dkim.algorithms"]
POST_RELAYS: tuple[dict[str, Any], ...] = tuple(dict(relay) for relay in OPTIONS.relays)

METRICS_TOKEN: str = OPTIONS["metrics.token"]
METRICS_COUNTERS: list[str] = brought.METRICS_COUNTERS
METRICS_GAUGES: list[str] = brought.METRICS_GAUGES

PRESS_KINDS: list[str] = brought.PRESS_KINDS
DESK_HOME: list[str] = brought.DESK_HOME
DESK_PREVIEWS: dict[str, list[str]] = brought.DESK_PREVIEWS
DESK_ROWS: list[str] = brought.DESK_ROWS
DESK_PAGES: list[str] = brought.DESK_PAGES
DESK_RECORD: list[str] = brought.DESK_RECORD
PRESS_TEMPLATES: list[Path] = [
    Path(__file__).parent.parent / room / "templates" for room in brought.PRESS_TEMPLATES
]

SECRET_KEY = _key()
DEBUG = False
_DESK = urlsplit(DESK_URL)
ALLOWED_HOSTS = [host for url in (SITE_URL, DESK_URL) if (host := urlsplit(url).hostname)] + [
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [f"{_DESK.scheme}://{_DESK.netloc}"]
FORCE_SCRIPT_NAME = _DESK.path.rstrip("/") or None
SECURE_COOKIES = _DESK.scheme == "https"
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "pamphleteer_session"
CSRF_COOKIE_NAME = "pamphleteer_csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
X_FRAME_OPTIONS = "SAMEORIGIN"

INSTALLED_APPS = [
    *brought.ROOMS,
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "pamphleteer.desk.users.PeopleConfig",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "axes",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pamphleteer.desk.web.speaking.Speaking",
    "pamphleteer.desk.web.gate.Gate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "pamphleteer.project.urls"
WSGI_APPLICATION = "pamphleteer.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [
            Path(__file__).parent.parent / room / "web" / "desk" / "templates"
            for room in brought.DESK_TEMPLATES
        ],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": databases.settings(OPTIONS["database.url"], FOLDER)}
lean.leave_out(engine=DATABASES["default"]["ENGINE"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "register.Person"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "pamphleteer.desk.web.login.SecondFactor",
]
AXES_HANDLER = "pamphleteer.desk.web.guessing.Counted"
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "pamphleteer.desk.web.guessing.account"
AXES_CLIENT_IP_CALLABLE = "pamphleteer.desk.web.guessing.network"
AXES_LOCKOUT_PARAMETERS = "pamphleteer.desk.web.guessing.parameters"
AXES_LOCKOUT_CALLABLE = "pamphleteer.desk.web.guessing.locked"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Whoever goes on trying makes it no longer: a person would be kept out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "password", "code", "next", "csrfmiddlewaretoken"]
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
# What the desk's own words are translated into; each is named in itself by Wagtail.
LANGUAGES = [("en", "English"), ("es", "Spanish"), ("fr", "French")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
FORMAT_MODULE_PATH = "pamphleteer.project.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = None
MEDIA_ROOT = str(FOLDER / "media")
MEDIA_URL = "media/"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Always into a file, and no more of it than could be taken.
FILE_UPLOAD_HANDLERS = ["pamphleteer.desk.web.uploads.Bounded"]

WAGTAIL_SITE_NAME = "Pamphleteer"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = DESK_URL.rstrip("/")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Times at the desk are by the outlet's own clocks: nobody chooses others.
WAGTAIL_USER_TIME_ZONES = ["UTC"]
# There are no pages of Wagtail's: none to moderate, none that a link could mean.
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
# Who has lost a password gets a new one from a publisher: no address in a mail opens the desk.
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"doors": {"()": "pamphleteer.project.doors.Doors"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["doors"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "pamphleteer": {"level": "INFO"},
        # What visitors mistype is theirs, and an address may hold a reader's token.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
    },
}
