"""The settings say what is wrong with the environment, and how to mend it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal import settings as read

ROOT = Path(__file__).resolve().parent.parent.parent
REAL = {
    "DATABASE_URL": "postgresql://u:p@db.example.org/catalogue",
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://ai.example.org",
    "EMAIL_URL": "submission://u:p@mail.example.org:587",
}
SHOW = """
import json
from portal import settings as s
print(json.dumps({k: getattr(s, k) for k in dir(s) if k.isupper()}, default=str))
"""


def run(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process whose environment holds only this."""
    keep = {k: os.environ[k] for k in ("PATH", "HOME") if k in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**keep, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def settings_with(**changes: str) -> dict[str, object]:
    """The settings of a real site with these changes."""
    done = run({**REAL, **changes})
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def complaint_about(**changes: str) -> str:
    """What the settings say when they refuse."""
    done = run({**REAL, **changes})
    assert done.returncode != 0
    return done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "SITE_URL", "EMAIL_URL"])
def test_a_real_site_must_set(name: str) -> None:
    done = run({key: value for key, value in REAL.items() if key != name})
    assert done.returncode != 0
    assert f"- {name}: Set it to" in done.stderr


def test_every_fault_is_named_at_once() -> None:
    said = complaint_about(PORT="many", LOG_LEVEL="LOUD", SECRET_KEY="short")
    assert "- PORT:" in said
    assert "- LOG_LEVEL:" in said
    assert "- SECRET_KEY: Too short" in said


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DATABASE_URL", "sqlite:///db.sqlite3", "PostgreSQL"),
        ("DATABASE_URL", "nonsense", "database"),
        ("SITE_URL", "ai.example.org", "Not an address"),
        ("SITE_URL", "https://example.org/ai", "host of its own"),
        ("PORT", "70000", "65535"),
        ("STATEMENT_SECONDS", "-1", "0"),
        ("STATEMENT_SECONDS", "soon", "integer"),
        ("EMAIL_URL", "pigeon://x", "mail server"),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: str, words: str) -> None:
    said = complaint_about(**{name: value})
    assert f"- {name}:" in said
    assert words in said


def test_a_real_site_is_careful() -> None:
    found = settings_with()
    assert found["DEBUG"] is False
    assert found["DEMONSTRATION"] is False
    assert found["DEMO_PASSWORD"] == ""
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["ALLOWED_HOSTS"] == ["ai.example.org"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://ai.example.org"]
    assert found["EMAIL_HOST"] == "mail.example.org"


def test_the_pool_keeps_the_folder_of_a_socket() -> None:
    found = settings_with(DATABASE_URL="postgresql://u@/catalogue?host=/run/pg")
    options = found["DATABASES"]["default"]["OPTIONS"]  # type: ignore[index]
    assert options["host"] == "/run/pg"
    assert options["pool"]["max_size"] == 4


def test_a_local_run_needs_nothing() -> None:
    done = run({})
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["USES_EMBEDDED_DATABASE"] is True
    assert len(found["SECRET_KEY"]) >= 50
    assert found["DEBUG"] is False
    assert found["SITE_URL"] == "http://127.0.0.1:8000"
    assert found["EMAIL_FILE_PATH"] == str(ROOT / "var" / "mail")


def test_the_secret_key_of_a_local_run_stays_the_same_and_private() -> None:
    first, second = (json.loads(run({}).stdout)["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert (ROOT / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_the_example_file_names_exactly_what_the_settings_read() -> None:
    text = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", text, flags=re.MULTILINE))
    assert named == set(read.env.dump())


@pytest.mark.parametrize(
    "address", ["unix:///run/clamav/clamd.ctl", "tcp://127.0.0.1:3310", "tcp://[::1]"]
)
def test_the_scanner_has_an_address(address: str) -> None:
    assert settings_with(CLAMAV_URL=address)["CLAMAV_URL"] == address
    assert settings_with()["CLAMAV_URL"] == ""


@pytest.mark.parametrize(
    "address",
    ["clamd.ctl", "unix://clamd.ctl", "http://a.b", "tcp://", "tcp://a:99999"],
)
def test_an_address_that_is_none_is_refused_with_an_example(address: str) -> None:
    complaint = complaint_about(CLAMAV_URL=address)
    assert "- CLAMAV_URL: Not the address of a scanner." in complaint
    assert "unix:///run/clamav/clamd.ctl" in complaint


def test_files_are_kept_in_a_private_folder_until_a_bucket_is_named() -> None:
    kept = settings_with(FILES_FOLDER="/srv/files")["STORAGES"]["default"]  # type: ignore[index]
    assert kept["OPTIONS"]["location"] == "/srv/files"
    assert kept["OPTIONS"]["base_url"] is None
    store = settings_with(
        FILES_BUCKET="catalogue-files", FILES_STORE_URL="https://s3.example.org"
    )["STORAGES"]["default"]  # type: ignore[index]
    assert store["BACKEND"].endswith("S3Storage")
    assert store["OPTIONS"]["endpoint_url"] == "https://s3.example.org"
    assert store["OPTIONS"]["default_acl"] is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FILES_BUCKET", "No Bucket"),
        ("FILES_BUCKET", "ab"),
        ("FILES_STORE_URL", "s3.example.org"),
    ],
)
def test_a_store_that_is_none_is_refused_with_an_example(name: str, value: str) -> None:
    assert f"- {name}: Not" in complaint_about(**{name: value})
