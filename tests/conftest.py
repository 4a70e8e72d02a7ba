"""What every test stands on: the settings, a real PostgreSQL, quick password hashes.

Tests need no variable: without DATABASE_URL they use this clone's embedded database,
where each process of the suite makes a test database of its own.
"""

import os

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("SECRET_KEY", "tests-only-" + "0123456789" * 5)
os.environ.setdefault("EMAIL_URL", "memory://")
os.environ.update(
    {
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


pytest_plugins = ["tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    """Hash passwords in a moment: the tests make hundreds of people."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
