"""What the measurement of large files says: its verdicts, and its section.

The figures are `tests.bench.files`'.
"""

from tests.bench.files import MOST_EXTRA, PEOPLE, FileFacts
from tests.bench.targets import Verdict


def verdicts(found: FileFacts) -> list[Verdict]:
    """The bounds of large files."""
    upload = found.upload
    failed = sum(transfers.failed for _, transfers, _ in found.downloads)
    pages_failed = sum(pages.failed for _, _, pages in found.downloads)
    return [
        Verdict(
            "files",
            "a web process while 50 MB are uploaded, beyond what it had",
            f"{upload.extra:.0f} MB (answer {upload.status})",
            f"{MOST_EXTRA} MB",
            upload.extra < MOST_EXTRA and upload.status == 302,
        ),
        Verdict(
            "files",
            f"{PEOPLE} downloads of 10 MB at once, at each pace",
            f"{failed} failed; {pages_failed} other pages failed meanwhile",
            "none",
            not failed and not pages_failed,
        ),
    ]


def section(found: FileFacts) -> list[str]:
    """The tables of docs/benchmarks.md."""
    upload = found.upload
    lines = [
        "## Large files",
        "",
        "Through the web server as `manage.py run` starts it. Other pages are a"
        " member's list of resources, asked for four times a second; while nothing else"
        " goes on:"
        f" {found.quiet.said}.",
        "",
        f"- Upload of 50 MB: {upload.seconds:.1f} s; the larger worker"
        f" {upload.before:.0f} MB before, {upload.peak:.0f} MB at most,"
        f" {upload.after:.0f} MB after. Other pages: {upload.meanwhile.said}.",
        "",
        "| downloads of 10 MB at once | each in at least | whole | failed | open at one"
        " moment | all done in | other pages meanwhile |",
        "|---|---|---|---|---|---|---|",
    ]
    for pace, transfers, pages in found.downloads:
        why = f" ({transfers.why})" if transfers.why else ""
        lines.append(
            f"| {transfers.people} | {pace:.0f} s | {transfers.whole} |"
            f" {transfers.failed}{why} | {transfers.at_once} |"
            f" {transfers.seconds:.1f} s | {pages.said} |"
        )
    return lines
