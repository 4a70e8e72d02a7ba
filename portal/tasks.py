"""What the worker does for the site as a whole.

The tasks of a floor are in its own `tasks.py`.
"""

from procrastinate import JobContext
from procrastinate.contrib.django import app

STALLED_AFTER = 30  # seconds without a heartbeat


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Queue the jobs of a killed worker again: nothing else would (ADR 4)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)
