"""Settings, all from the environment. Importing them starts nothing and creates nothing.

With DATABASE_URL and REDIS_URL set, those servers are used. Without them the embedded ones of this PARLEY_HOME are,
which `manage.py` and the tests start before anything asks them.
"""

import logging
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from config import contract, embedded, logs
from config.language_model import lane, language_model

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """A setting that is on (1, true, yes, on) or off (0, false, no, off). Raises ImproperlyConfigured for others."""
    value = env(name, str(default)).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be 1 or 0.")


def number(name: str, default: int) -> int:
    """A setting that is a whole number from 0 up. Raises ImproperlyConfigured for others."""
    value = env(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.")
    return int(value)


def numbers(name: str, default: str) -> list[int]:
    """Whole numbers from 0 up with commas between, at least one. Raises ImproperlyConfigured for others."""
    parts = [part.strip() for part in env(name, default).split(",")]
    if not all(part.isdecimal() for part in parts):
        raise ImproperlyConfigured(f"{name} is {','.join(parts)!r}; it must be whole numbers with commas between.")
    return [int(part) for part in parts]


def names(name: str, default: str = "") -> list[str]:
    """What stands between commas, without the spaces that people write after them."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


DATABASE_OPTIONS = {
    # After how often PostgreSQL is to keep the plan of a statement that `queries.planned` asks.
    "prepare_threshold": 5,
    # A database that falls silent, as behind a network that drops what is sent, would hold who asks it for a quarter of
    # an hour, or without end. Units: seconds, and milliseconds for the time until what was sent must have arrived.
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
}


def database(address: str) -> dict[str, Any]:
    """A database as Django wants it. Raises ImproperlyConfigured for anything but PostgreSQL."""
    if not address.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://; Parley needs PostgreSQL.")
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True))
    except ValueError:  # without what was given, which has a password in it
        raise ImproperlyConfigured(
            "DATABASE_URL can't be read; it must be postgresql://user:password@host:5432/name, "
            "where what is neither letter nor digit in user and password is written like %2F for /."
        ) from None
    if not found["NAME"]:
        raise ImproperlyConfigured("DATABASE_URL names no database; it must end in /name.")
    found["OPTIONS"] = {**DATABASE_OPTIONS, **found.get("OPTIONS", {})}
    return found


def broker(address: str) -> str:
    """The same, if Celery and the cache can both read it. Raises ImproperlyConfigured for anything but Redis."""
    wrong = ImproperlyConfigured(  # without what was given, which may have a password in it
        "REDIS_URL can't be read; it must be redis://host:6379/0 (rediss:// with TLS), with a number after the slash."
    )
    try:
        parts = urlsplit(address)
        _ = parts.port  # a number, or this raises
    except ValueError:
        raise wrong from None
    if parts.scheme == "redis+socket":  # as the embedded one has it
        return address
    number_of_database = parts.path.strip("/")
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname or not (number_of_database or "0").isdecimal():
        raise wrong
    return address


try:
    HOME = embedded.Home.from_environment()
except embedded.ServicesCouldNotStart as problem:
    raise ImproperlyConfigured(str(problem)) from problem
OWN_SERVERS = bool(env("DATABASE_URL"))  # the user's, not ours: never migrated unasked
if bool(env("REDIS_URL")) != OWN_SERVERS:
    raise ImproperlyConfigured("Set both DATABASE_URL and REDIS_URL, or neither to use the embedded servers.")

DEBUG = flag("PARLEY_DEBUG", default=False)
if OWN_SERVERS:
    SECRET_KEY = env("PARLEY_SECRET_KEY")
    if not SECRET_KEY:
        raise ImproperlyConfigured("PARLEY_SECRET_KEY is not set; with servers of your own it must be.")
else:
    # Empty until the services were started for the first time; Django refuses to use an empty one.
    SECRET_KEY = env("PARLEY_SECRET_KEY") or embedded.find_secret_key(HOME) or ""
ALLOWED_HOSTS = names("PARLEY_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_FAILURE_VIEW = "positions.admin.sessions.refuse"
CSRF_TRUSTED_ORIGINS = names("PARLEY_ORIGINS")

INSTALLED_APPS = [
    "config.admin.CuratingConfig",  # django.contrib.admin, with the desk
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "pgtrigger",
    "rest_framework",
    "positions",
    "positions.pages",
]
MIDDLEWARE = [
    "positions.api.edge.observing.observed",  # outermost, so that it sees every request
    "positions.api.edge.former_addresses.former_addresses",  # then this, which may ask all the others a second time
    "positions.api.edge.middleware.api_edge",  # then this, so that it sees every error page
    "positions.api.edge.compression.ApiCompression",
    "positions.pages.access.PageCompression",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "positions.api.edge.middleware.SlashMiddleware",  # Django's CommonMiddleware, which loses no POST under /api/
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "positions.admin.uploads.limited",  # before any form is read
]
# What a page may load: our own files and nothing inline. The API's try-out page brings scripts of its own.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/api/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
CORS_ORIGINS = names("PARLEY_CORS_ORIGINS")
if CORS_ORIGINS:  # pages of others may call the API, never in the name of somebody who is logged in here
    MIDDLEWARE.insert(1, "corsheaders.middleware.CorsMiddleware")
CORS_ALLOW_ALL_ORIGINS = CORS_ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [origin for origin in CORS_ORIGINS if origin != "*"]
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_HEADERS = ["accept", "authorization", "content-type", "if-match", "if-none-match"]
CORS_EXPOSE_HEADERS = ["Content-Disposition", "Content-Location", "ETag", "Link", "Location", "RateLimit"]
CORS_EXPOSE_HEADERS += ["RateLimit-Policy", "Repr-Digest", "Retry-After", "X-Request-ID"]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "positions" / "templates"],  # before the admin's own, whose frame ours goes around
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"pages": "positions.pages.tags"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(env("DATABASE_URL") or embedded.database_url(HOME))}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]  # those that the texts of the pages are translated into
FORMAT_MODULE_PATH = "config.formats"  # how days are written
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = env("PARLEY_STATIC_ROOT") or None  # where collectstatic puts files, if it is used at all
WHITENOISE_USE_FINDERS = True  # served from the packages; no collectstatic needed on one machine

CELERY_BROKER_URL = broker(env("REDIS_URL") or embedded.redis_url(HOME))
CELERY_TASK_IGNORE_RESULT = True  # results are rows; the broker only wakes workers
# A worker whose child process is killed, as for want of memory, puts the task back at once; without either of these it
# waits for the sweeper. It is the worker that does: of one that is killed itself nothing is put back, as said below.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# A worker takes from its queues in the order of their names, so that what is short and what people submit comes first.
# A message that was taken is gone from the broker. Else kombu would tell it what is done and put back what is not, also
# where the connection is lost, and the worker would end of it. What is not done is in the tables.
CELERY_BROKER_TRANSPORT_OPTIONS = {"queue_order_strategy": "sorted", "ack_emulation": False}
QUEUES = ("beat", "celery", "changes", "downloads", "extract", "extract-feeds", "fetch", "fetch-feeds")
CELERY_TASK_QUEUES = [Queue(name) for name in QUEUES]
CELERY_TASK_ROUTES = {
    "positions.beat": {"queue": "beat"},
    "positions.make_download": {"queue": "downloads"},
    **{f"positions.{task}": {"queue": "changes"} for task in ("announce_changes", "deliver_event", "sweep_follow_ups")},
}
SWEEP_SECONDS = float(number("PARLEY_SWEEP_SECONDS", 30)) or 30.0
# How often, in seconds, the sweeper looks for articles whose message the broker lost, and workers show that they live.
CELERY_BEAT_SCHEDULE = {
    "sweep-waiting-articles": {"task": "positions.sweep_waiting_articles", "schedule": SWEEP_SECONDS},
    "sweep-follow-ups": {"task": "positions.sweep_follow_ups", "schedule": SWEEP_SECONDS},
    "poll-feeds": {"task": "positions.poll_feeds", "schedule": SWEEP_SECONDS},
    "beat": {"task": "positions.beat", "schedule": 30.0},
}
CELERY_BEAT_SCHEDULER = "config.clock:Clock"

# Counts of requests that are throttled: beside the broker's messages, in a database of their own.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": embedded.redis_client_url(CELERY_BROKER_URL, database=1),
        "KEY_PREFIX": "parley",
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # an address says itself whom it asks; none takes a password but the admin
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "NUM_PROXIES": number("PARLEY_PROXIES", 0),  # whose word on the client's address is believed
    "EXCEPTION_HANDLER": "positions.api.edge.not_now.answer_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
KNOX_TOKEN_MODEL = "positions.AccessToken"  # noqa: S105  (a table, no secret)
MIGRATION_MODULES = {"knox": None}  # only its code is used; its own table would stay empty
REST_KNOX = {"AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "parley_"}  # a prefix that scanners for secrets can find
SPECTACULAR_SETTINGS = {
    "TITLE": "Parley",
    "DESCRIPTION": "What each party to a negotiation says its terms are, every change with its evidence, compared.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "LICENSE": contract.LICENCE,
    "CONTACT": contract.CONTACT,
    "SERVERS": contract.SERVERS,
    "TAGS": contract.TAGS,
    "WEBHOOKS": [f"positions.api.endpoints.webhook_events.{name}" for name in contract.TOLD],
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,  # the words are in the schema, and the codebook says what they mean
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "positions.api.answering.schemas.describe_tables",
        "positions.api.answering.schemas.describe_refusals",
        "positions.api.answering.schemas.let_webhooks_in",
        "positions.api.answering.choices.name_choices",
        "positions.api.answering.choices.name_words",
        "positions.api.answering.headers.describe_headers",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# How long a webhook that does not answer is left alone after each attempt; after the last one it is disabled.
WEBHOOK_RETRY_SECONDS = numbers("PARLEY_WEBHOOK_RETRY_SECONDS", "5,30,300,1800,7200,18000,36000,50400")
DATA_LICENCE = env("PARLEY_DATA_LICENCE", "MIT")  # under which others may use what is recorded here
PUBLIC_READS = flag("PARLEY_PUBLIC_READS", default=True)
# Requests a minute, 0 without limit: of one network address, of one token or account, and of those that write.
RATE_PUBLIC = number("PARLEY_RATE_PUBLIC", 12000)
RATE_KNOWN = number("PARLEY_RATE_KNOWN", 24000)
RATE_WRITES = number("PARLEY_RATE_WRITES", 120)
STALE_AFTER_DAYS = number("PARLEY_STALE_AFTER_DAYS", 180)  # a position not reaffirmed for longer is_stale

# Hosts on which addresses that are not public may be fetched all the same: `host` or `host:port`.
OUTBOUND_HOSTS = frozenset(host.lower() for host in names("PARLEY_OUTBOUND_HOSTS"))
FEED_BACKLOG = number("PARLEY_FEED_BACKLOG", 1000)  # with more articles of feeds than this waiting, feeds are not asked
CONTACT = env("PARLEY_CONTACT")  # where a site's owner can reach whoever runs this
USER_AGENT = f"Parley/0.1 (+{CONTACT})" if CONTACT else "Parley/0.1"
if not USER_AGENT.isascii() or not USER_AGENT.isprintable():
    raise ImproperlyConfigured("PARLEY_CONTACT must be an address in plain ASCII: a web page or a mailbox.")
LLM = language_model(
    base_url=env("PARLEY_LLM_BASE_URL"),
    model=env("PARLEY_LLM_MODEL"),
    api_key=env("PARLEY_LLM_API_KEY"),
    limits=(number("PARLEY_LLM_TIMEOUT_SECONDS", 300), number("PARLEY_LLM_TOKEN_BUDGET", 600_000)),
    prices=(env("PARLEY_LLM_INPUT_PRICE"), env("PARLEY_LLM_OUTPUT_PRICE")),
    is_reviewed=flag("PARLEY_LLM_REVIEW", default=True),
)
EXTRACTOR = lane(env("PARLEY_EXTRACTOR", "rules"), LLM)  # which lane the workers use

LOG_LEVEL = env("PARLEY_LOG_LEVEL", "WARNING").upper()
if LOG_LEVEL not in logging.getLevelNamesMapping():
    raise ImproperlyConfigured(
        f"PARLEY_LOG_LEVEL is {LOG_LEVEL!r}; it must be DEBUG, INFO, WARNING, ERROR or CRITICAL."
    )
LOG_FORMAT = env("PARLEY_LOG_FORMAT", "line")
if LOG_FORMAT not in logs.FORMATS:
    raise ImproperlyConfigured(f"PARLEY_LOG_FORMAT is {LOG_FORMAT!r}; it must be line or json.")
LOGGING = logs.logging_of(level=LOG_LEVEL, form=LOG_FORMAT)

# Where a proxy speaks HTTPS for us: cookies go over nothing else, and browsers are told to come back that way.
HTTPS = flag("PARLEY_HTTPS", default=False)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
