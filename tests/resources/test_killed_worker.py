"""A worker is killed outright at each step of a file's way, and another goes on.

Real processes on a real database: the worker is `manage.py`'s, the scanner a server
that takes its time, and a lock in the database holds a step where its work is done and
not yet written.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as project
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from procrastinate.exceptions import AlreadyEnqueued
from pytest_django import Settings

from councils.models import Notice, RecordVersion
from portal.embedded_postgres import CLONE
from portal.management.commands.bench import address_of
from portal.tasks import retry_stalled
from resources.models import Resource, ResourceVersion, ScanResult
from tests.cast import Cast
from tests.resources import files
from tests.resources.shelf import receive, shared_file

pytestmark = pytest.mark.django_db(transaction=True)
AsUser = Callable[[Any], Client]
PATIENCE = 60  # seconds, on a machine where other tests run beside these
LOCK = 8_563
OLD, NEW = b"Begin small.", files.pdf("One.", "Two.")

HELD = {
    "received": "resources_resourceversion WHEN"
    " (OLD.state = 'received' AND NEW.state = 'scanning')",
    "scanned": "resources_resourceversion WHEN"
    " (OLD.state = 'scanning' AND NEW.state = 'extracting')",
    "read": "resources_resourceversion WHEN"
    " (OLD.state = 'extracting' AND NEW.state = 'screening')",
    "screened": "resources_resourceversion WHEN"
    " (OLD.state = 'screening' AND NEW.state = 'ready')",
    "done": "procrastinate_jobs WHEN (NEW.status = 'succeeded'"
    " AND NEW.task_name LIKE '%inspect_version')",
}
"""Which write each step is held at: what it did is done, and nobody knows yet."""


class Scanner:
    """Finds every file clean; while `answers` is not set, it takes its time."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.answers, self.asked = threading.Event(), threading.Event()
        self.answers.set()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                given, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self._scan, args=(given,), daemon=True).start()

    def _scan(self, given: socket.socket) -> None:
        with given:
            received = b""
            while not received.endswith(bytes(4)):
                piece = given.recv(65_536)
                if not piece:
                    return
                received += piece
            self.asked.set()
            self.answers.wait(PATIENCE)
            try:
                given.sendall(b"stream: OK\n")
            except OSError:
                return  # whoever asked was killed


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> None:
    """Jobs of tests before are in tables that are not Django's to empty."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def scanner(settings: Settings) -> Iterator[Scanner]:
    found = Scanner()
    settings.CLAMAV_URL = found.address
    yield found
    found.server.close()


@contextmanager
def a_worker(scanner: Scanner) -> Iterator[subprocess.Popen[bytes]]:
    """The project's worker on the test's database and files; killed at the end."""
    environment = {
        **os.environ,
        "DATABASE_URL": address_of(str(connection.settings_dict["NAME"])),
        "FILES_FOLDER": project.STORAGES["default"]["OPTIONS"]["location"],
        "CLAMAV_URL": scanner.address,
    }
    started = subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker"],
        cwd=CLONE,
        env=environment,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()


class Hold:
    """Holds one write where it would happen, by a lock that the test has."""

    def __init__(self, step: str) -> None:
        self.table, _, self.when = HELD[step].partition(" ")
        self.own = psycopg.connect(
            address_of(str(connection.settings_dict["NAME"])), autocommit=True
        )

    def __enter__(self) -> "Hold":
        self.own.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        self.own.execute(
            "CREATE FUNCTION held() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" PERFORM pg_advisory_xact_lock({LOCK}); RETURN NEW; END $$"
        )
        self.own.execute(
            f"CREATE TRIGGER held BEFORE UPDATE ON {self.table} FOR EACH ROW"
            f" {self.when} EXECUTE FUNCTION held()"
        )
        return self

    @property
    def waiting(self) -> list[int]:
        """The database processes that wait for the lock."""
        rows = self.own.execute(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND objid = %s",
            [LOCK],
        )
        return [pid for (pid,) in rows]

    def lose(self) -> None:
        """End what waits: its write never happened."""
        for pid in self.waiting:
            self.own.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])

    def release(self) -> None:
        """Let what waits go on: its write happens although who asked is dead."""
        self.own.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        assert wait_for(lambda: not self.waiting)

    def __exit__(self, *ended: object) -> None:
        self.own.execute("SELECT pg_advisory_unlock_all()")
        self.own.execute(f"DROP TRIGGER held ON {self.table}")
        self.own.execute("DROP FUNCTION held()")
        self.own.close()


def wait_for(condition: Callable[[], bool]) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def a_minute_passes() -> None:
    """The dead worker has been silent for long, and the task of each minute is due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers"
            " SET last_heartbeat = now() - interval '1 minute'"
        )
    with suppress(AlreadyEnqueued):
        retry_stalled.defer(timestamp=0)


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def kept_files() -> set[str]:
    """Every file there is, by its key."""
    root = Path(default_storage.path(""))
    return {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()}


class OnItsWay:
    """A second version of a published file, while it is on its way."""

    def __init__(self, cast: Cast, as_user: AsUser) -> None:
        self.resource = shared_file(cast.lead, content=OLD)
        self.readers = [as_user(p) for p in (cast.stranger, cast.neighbour, cast.lead)]
        self.first = kept_files()
        self.told = Notice.objects.count()
        self.version = receive(self.resource, cast.lead, NEW, "a.pdf")

    @property
    def url(self) -> str:
        return f"/resources/{self.resource.key}/"

    def is_nobodys_yet(self) -> None:
        """Everybody gets the version before; of the new one nobody gets a byte."""
        for reader in self.readers:
            assert body(reader.get(f"{self.url}download/")) == OLD
            assert reader.get(f"{self.url}files/2/").status_code == 404
            assert reader.get(f"{self.url}files/2/picture/").status_code == 404
        now = Resource.objects.get(pk=self.resource.pk)
        assert now.current_version == 1

    def is_ready(self) -> bool:
        now = Resource.objects.get(pk=self.resource.pk)
        return now.current_version == 2 and not self.jobs()

    def jobs(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'"
                " AND args->>'version_id' = %s",
                [str(self.version.pk)],
            )
            (count,) = cursor.fetchone() or (0,)
        return int(count)

    def is_everybodys_once(self) -> None:
        """All get the new version, scanned; nothing of it is there twice or left."""
        for reader in self.readers:
            assert body(reader.get(f"{self.url}download/")) == NEW
        version = ResourceVersion.objects.get(pk=self.version.pk)
        assert version.scan == ScanResult.CLEAN
        places = version.pages.filter(is_hidden=False).values_list("place", flat=True)
        assert list(places) == ["page 1", "page 2"]
        assert version.words.vector
        kept = {f"files/{version.pk}", f"pictures/{version.pk}.png"}
        assert kept_files() - self.first == kept
        numbers = self.resource.files.values_list("number", flat=True)
        assert sorted(numbers) == [1, 2]
        told = RecordVersion.objects.filter(
            record=self.resource.pk, snapshot__current_version=2
        )
        assert told.count() == 1, "the history tells of it once"


@pytest.mark.parametrize("fate", ["lost", "written"])
def test_a_worker_killed_at_each_step_loses_nothing_and_shows_nothing_early(
    cast: Cast, as_user: AsUser, scanner: Scanner, fate: str
) -> None:
    """At each step the write is lost with the worker, or happens though it is dead."""
    made = OnItsWay(cast, as_user)
    for step in HELD:
        with Hold(step) as hold:
            with a_worker(scanner):
                assert wait_for(lambda hold=hold: bool(hold.waiting)), step
                if step != "done":
                    made.is_nobodys_yet()
            hold.lose() if fate == "lost" else hold.release()
        if step != "done":
            made.is_nobodys_yet()
        a_minute_passes()
    with a_worker(scanner):
        assert wait_for(made.is_ready)
    made.is_everybodys_once()


def test_a_worker_killed_while_the_scanner_takes_its_time(
    cast: Cast, as_user: AsUser, scanner: Scanner
) -> None:
    made = OnItsWay(cast, as_user)
    scanner.answers.clear()
    scanner.asked.clear()
    with a_worker(scanner):
        assert scanner.asked.wait(PATIENCE)
        made.is_nobodys_yet()
    scanner.answers.set()
    made.is_nobodys_yet()
    version = ResourceVersion.objects.get(pk=made.version.pk)
    assert (version.state, version.scan) == ("scanning", ScanResult.WAITING)
    a_minute_passes()
    with a_worker(scanner):
        assert wait_for(made.is_ready)
    made.is_everybodys_once()
