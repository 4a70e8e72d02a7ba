"""What the worker does for the shelf: takes files on their way, picks up what stands.

The steps are `resources.uploads`'.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from resources.models.choices import SETTLED
from resources.models.version import ResourceVersion
from resources.uploads import advance

STANDS_AFTER = timedelta(minutes=2)


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=3))
def inspect_version(version_id: str) -> None:
    """Take one version until it is settled or must wait."""
    advance(version_id)


def enqueue(version: ResourceVersion) -> None:
    """Have a version taken on its way, once the transaction commits."""
    name = f"version-{version.pk}"
    try:
        with transaction.atomic():
            inspect_version.configure(lock=name, queueing_lock=name).defer(
                version_id=str(version.pk)
            )
    except AlreadyEnqueued:
        return


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="resume_versions", pass_context=False)
def resume_versions(timestamp: int) -> None:
    """Enqueue again what has stood for two minutes: a killed worker left it, or it
    waits for the scanner."""
    resume()


def resume() -> int:
    """Enqueue every version that stands; returns how many there are."""
    before = timezone.now() - STANDS_AFTER
    standing = ResourceVersion.objects.exclude(state__in=SETTLED).filter(
        state_at__lt=before
    )
    rows = list(standing[:200])
    for version in rows:
        enqueue(version)
    return len(rows)
