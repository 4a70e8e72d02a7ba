"""Finds a Chromium for the browser tests, unpacking the one from npm if need be."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

CLONE = Path(__file__).resolve().parent.parent.parent
LIBRARIES = Path(tempfile.gettempdir()) / "al2023" / "lib"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
UNPACK = """
// Under this name the package unpacks the libraries that a bare machine lacks, too.
process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
const { default: chromium } = await import("@sparticuz/chromium");
console.log(await chromium.executablePath());
"""


def chromium() -> str:
    """The path of a Chromium: CHROMIUM, else one on the PATH, else npm's."""
    given = os.environ.get("CHROMIUM")
    if given:
        return given
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _unpacked()


def environment(path: str) -> dict[str, str]:
    """The environment to start it in: unpacked libraries stand in for missing ones."""
    loaded = subprocess.run(["ldd", path], capture_output=True, text=True, check=False)
    if "not found" not in loaded.stdout:
        return dict(os.environ)
    return {**os.environ, "LD_LIBRARY_PATH": str(LIBRARIES)}


def _unpacked() -> str:
    """Unpack npm's Chromium, one process at a time, and return its path."""
    node = shutil.which("node") or str(CLONE / ".venv" / "bin" / "node")
    lock = Path(tempfile.gettempdir()) / f"ne-ai-chromium-{os.geteuid()}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = subprocess.run(
            [node, "--input-type=module", "-e", UNPACK],
            cwd=CLONE,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(
            "No Chromium could be had: run `npm ci`, or set CHROMIUM to the path of "
            f"one.\n{done.stderr}"
        )
    return done.stdout.strip().splitlines()[-1]
