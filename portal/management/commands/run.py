"""`manage.py run`: the whole site on one machine, from database to worker.

`make run` installs what it needs first; keeping it alive is `portal.supervisor`'s.
"""

import errno
import signal
import socket
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from councils.models import User
from portal.supervisor import Supervisor, answers, web_and_worker

PATIENCE = 60  # seconds until the web server must answer


def _interrupt(number: int, frame: object) -> None:
    """Stop once: later signals must not disturb the stopping."""
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt


class Command(BaseCommand):
    help = "Prepare the database, then run web server and worker until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal; raises CommandError when the site cannot be served."""
        claim_port(settings.HOST, settings.PORT)
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _interrupt)
        children = web_and_worker(
            settings.HOST, settings.PORT, settings.WEB_WORKERS, settings.WEB_THREADS
        )
        supervisor = Supervisor(children, self.say, settings.USES_EMBEDDED_DATABASE)
        try:
            self.prepare()
            accounts = self.accounts()
            connections.close_all()
            self.say("Starting the web server and the worker")
            supervisor.start()
            self.wait_until_it_answers(supervisor)
            self.announce(accounts)
            supervisor.watch()
        except KeyboardInterrupt:
            self.say("Stopping")
        finally:
            connections.close_all()
            supervisor.stop()
        self.say("Stopped; the data is kept for the next run.")

    def say(self, text: str) -> None:
        """Print one line at once, marked as ours among the children's."""
        self.stdout.write(f"==> {text}")
        self.stdout.flush()

    def prepare(self) -> None:
        """Bring the database up to this code and load what the site starts with."""
        self.say("Applying migrations")
        call_command("migrate", verbosity=0, interactive=False)
        self.say("Loading the region's organisations and lists")
        call_command("load_baseline", stdout=self.stdout)
        if settings.DEMONSTRATION:
            self.say("Loading the demonstration content")
            call_command("load_demo", stdout=self.stdout)

    def accounts(self) -> list[tuple[str, str]]:
        """(address, roles in words) of the demonstration's people."""
        if not settings.DEMONSTRATION:
            return []
        people = User.objects.filter(email__endswith=".example", is_active=True)
        return [
            (
                person.email,
                ", ".join(
                    f"{held.get_role_display().lower()}, {held.council.short_name}"
                    for held in person.active_memberships
                ),
            )
            for person in people.order_by("pk")
        ]

    def wait_until_it_answers(self, supervisor: Supervisor) -> None:
        """Return when /healthz says 200; raises CommandError after a minute."""
        host = settings.HOST if settings.HOST not in ("0.0.0.0", "::") else "localhost"
        host = f"[{host}]" if ":" in host else host
        deadline = time.monotonic() + PATIENCE
        while not answers(f"http://{host}:{settings.PORT}/healthz"):
            if time.monotonic() > deadline:
                raise CommandError(
                    "The web server does not answer. What it printed above says why."
                )
            supervisor.tend()
            time.sleep(0.2)

    def announce(self, accounts: list[tuple[str, str]]) -> None:
        """Say where the site is and who can sign in."""
        lines = ["", f"{settings.SITE_NAME} is ready: {settings.SITE_URL}", ""]
        if accounts:
            width = max(len(address) for address, _ in accounts)
            lines.append(f"Demonstration accounts, password {settings.DEMO_PASSWORD}")
            lines += [f"  {address:<{width}}  {roles}" for address, roles in accounts]
            lines.append("")
        if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
            lines.append(f"Mail is not sent but kept in {settings.EMAIL_FILE_PATH}")
        lines.append("Press Ctrl-C to stop.")
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def claim_port(host: str, port: int) -> None:
    """Raise CommandError, saying what to do, unless the port can be had soon.

    A server that was just killed may hold it a moment longer, so it is asked again.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in range(6):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return
            except OSError as fault:
                if fault.errno != errno.EADDRINUSE:
                    raise CommandError(
                        f"The address {host}:{port} cannot be used "
                        f"({fault.strerror}): set HOST and PORT to others."
                    ) from fault
        time.sleep(0.5 if attempt < 5 else 0)
    raise CommandError(
        f"Port {port} on {host} is in use: stop what uses it, or choose another, "
        f"as in `PORT={port + 1} make run`."
    )
