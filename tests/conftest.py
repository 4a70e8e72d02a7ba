"""What every test stands on: the settings, a real PostgreSQL, quick password hashes.

Tests need no variable: without DATABASE_URL they use this clone's embedded database,
where each process of the suite makes a test database of its own.
"""

import gc
import os
import shutil
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from tests.cast import Cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("SECRET_KEY", "tests-only-" + "0123456789" * 5)
os.environ.setdefault("EMAIL_URL", "memory://")
os.environ.update(
    {
        "FILES_FOLDER": tempfile.mkdtemp(prefix="ne-tests-"),  # outside any test's own
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "DATABASE_POOL": "off",
        "DEMONSTRATION": "off",
        "SITE_URL": "http://testserver",
        "STATIC_HASHED": "off",
    }
)

from portal import embedded_postgres
from portal import settings as environment

if environment.USES_EMBEDDED_DATABASE:
    embedded_postgres.ensure_running()


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords in a moment, and bound properties by examples, not seconds."""
    from django.conf import settings
    from hypothesis import HealthCheck
    from hypothesis import settings as properties

    # A shared machine is slow by turns: examples are bounded by count, not by time.
    properties.register_profile(
        "portal",
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.too_slow],
    )
    properties.load_profile("portal")
    # Each client starts the site anew, which would read every static file again.
    settings.WHITENOISE_AUTOREFRESH = True
    # Where Django keeps what nobody said where to keep: else in the working folder.
    settings.MEDIA_ROOT = os.environ["FILES_FOLDER"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing of what was kept outside the tests' own folders."""
    shutil.rmtree(os.environ["FILES_FOLDER"], ignore_errors=True)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Spare Python from looking for garbage in what is loaded: a third of all time.

    Modules and tests, a million objects, live to the end. Each full collection went
    through all of them; now only through what tests have made since.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_make_parametrize_id(
    config: pytest.Config, val: object, argname: str
) -> str | None:
    """Name made files by their argument: their bytes hold the time they were made."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> None:
    """Let nobody count the rows of this database while tests run.

    No row of a test is ever committed, so autovacuum would find tables empty, and
    PostgreSQL would plan for empty tables where a test has a hundred rows: minutes.
    """
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')


@pytest.fixture(scope="module")
def once(
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> "Iterator[None]":
    """A transaction around a module's tests: what is built in it is built once.

    Each test's own transaction is then a savepoint in this one. Copy what was built:
    a test may change the objects, though not the rows that the next one finds.
    """
    from django.db import transaction
    from django.test import override_settings

    outer = transaction.atomic()
    outer._from_testcase = True  # as Django's own: a durable block may stand in it
    folder = str(tmp_path_factory.mktemp("kept"))
    files = override_settings(STORAGES=kept_in(folder))
    with django_db_blocker.unblock(), files, outer:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(db: None) -> "Cast":
    """Everybody: see `tests.cast` for who they are."""
    from tests.cast import make_cast

    return make_cast()


@pytest.fixture
def as_user() -> "Callable[[Any], Client]":
    """Give a client that is signed in as a person, or as nobody for a stranger."""
    from django.test import Client

    def sign_in(person: Any) -> "Client":
        client = Client()
        if person.is_authenticated:
            client.force_login(person)
        return client

    return sign_in


def kept_in(folder: str) -> dict[str, Any]:
    """The storages of the settings, with files kept in this folder."""
    from django.conf import settings

    kept = settings.STORAGES["default"]
    options = {**kept["OPTIONS"], "location": folder}
    return {**settings.STORAGES, "default": {**kept, "OPTIONS": options}}


@pytest.fixture(autouse=True)
def _own_files(request: pytest.FixtureRequest) -> None:
    """Keep the files of each test that has a database in a folder of its own."""
    if "db" not in request.fixturenames or "once" in request.fixturenames:
        return
    folder = request.getfixturevalue("tmp_path") / "kept"
    request.getfixturevalue("settings").STORAGES = kept_in(str(folder))


@pytest.fixture(autouse=True)
def _no_pages_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without the pages that were given in other tests.

    A test that shares its rows with them, or that takes a door away, writes nothing, so
    that they would be given again.
    """
    from portal import kept_pages, reader_pages

    for module, name in (
        (kept_pages, "_plain"),
        (kept_pages, "_with_query"),
        (reader_pages, "_shelf"),
    ):
        shelf = kept_pages.Shelf(getattr(module, name).limit)
        monkeypatch.setattr(module, name, shelf)
