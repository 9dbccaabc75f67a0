"""Settings for tests: own data folder, quick passwords, SQLite or (KEDANG_TEST_DB=postgres) PostgreSQL."""

import atexit
import os
import shutil
import tempfile

from kedang.config import database

_data = tempfile.mkdtemp(prefix="kedang-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
for name in [
    name for name in os.environ if name.startswith("KEDANG_") and not name.startswith("KEDANG_TEST_")
]:
    if name not in {
        "KEDANG_BASELINES",
        "KEDANG_CHROMIUM",
        "KEDANG_EFFORT",
        "KEDANG_MATERIAL",
        "KEDANG_PICTURES",
    }:
        del os.environ[name]  # a developer's own settings do not reach the tests
os.environ["KEDANG_DATA"] = _data

from kedang.config.settings import *  # noqa: E402,F403
from kedang.config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
OCR = False  # seconds a page; the tests of recognition switch it on
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def _postgres(name: str) -> dict[str, object]:
    """One server for all: the process that comes first starts it, xdist's workers inherit its address."""
    if "KEDANG_TEST_POSTGRES" not in os.environ:
        from scripts import postgres

        os.environ["KEDANG_TEST_POSTGRES"] = postgres.start()
    settings = database.from_url(f"{os.environ['KEDANG_TEST_POSTGRES']}/{name}")
    return settings | {"CONN_MAX_AGE": 0, "TEST": {"NAME": f"test_{name}"}}


def _sqlite(name: str) -> dict[str, object]:
    """A file, since threads must see one another's commits; without fsync, since nobody keeps it."""
    settings = database.sqlite(f"{_data}/{name}.sqlite3")
    options = settings["OPTIONS"]
    quick = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    return settings | {
        "CONN_MAX_AGE": 0,
        "OPTIONS": options | {"init_command": quick},
        "TEST": {"NAME": f"{_data}/test_{name}.sqlite3"},
    }


_make = _postgres if os.environ.get("KEDANG_TEST_DB") == "postgres" else _sqlite
DATABASES |= {"default": _make("kedang"), "keys": _make("keys")}
# Tables made from the models: every room's history would be gone through again for the key store's three.
# architecture/test_migrations.py holds that models and migrations are the same.
DATABASES["keys"]["TEST"]["MIGRATE"] = False
