"""Runs the measurement in the database that DATABASE_URL names; `manage.py bench`
makes that database and drops it afterwards.
"""

import argparse
import os
import shutil
import socket
import sys

SIZES = (10_000, 100_000)
RESOURCES = 10_000
NO_WRK = (
    "The load is made by wrk, which is not installed. On Debian and Ubuntu: "
    "apt-get install wrk"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(text: str) -> None:
    print(f"==> {text}", flush=True)  # noqa: T201


def main() -> int:
    """Fill, load, and write docs/benchmarks.md."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true")
    is_full = parser.parse_args().full
    if shutil.which("wrk") is None:
        say(NO_WRK)
        return 1
    import django

    django.setup()
    from tests.bench import files_report, measure, report, shelf_targets, targets
    from tests.bench.run import Run, run

    effort = measure.FULL if is_full else measure.SHORT
    ports = (free_port(), free_port())
    found = run(Run(SIZES, RESOURCES, effort, is_full, say, ports))
    assert found.files is not None
    verdicts = [
        *targets.verdicts(found.facts, found.memory),
        *shelf_targets.verdicts(found.shelf),
        *files_report.verdicts(found.files),
    ]
    path = report.write(found, verdicts, os.environ["FLOOR_DATABASE"], effort)
    for verdict in verdicts:
        met = "met" if verdict.is_met else "NOT MET"
        say(f"{verdict.number} {met}: {verdict.found}")
    say(f"Written: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
