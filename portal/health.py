"""Tells a load balancer whether this process can serve pages, and if files are scanned.

Only the database and its migrations decide; the worker is watched by its queue.
"""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from resources import malware


def pending_migrations() -> int:
    """How many migrations this code has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and is migrated, else 503; both say which."""
    try:
        pending = pending_migrations()
    except DatabaseError:
        return JsonResponse(
            {"database": "unreachable", "migrations": "unknown"}, status=503
        )
    if pending:
        answer = {"database": "ok", "migrations": f"{pending} not applied"}
        return JsonResponse(answer, status=503)
    return JsonResponse(
        {"database": "ok", "migrations": "applied", "scanner": scanner()}
    )


def scanner() -> str:
    """Whether uploads are scanned: without a scanner they cannot be shared."""
    if not malware.is_configured():
        return "not configured: uploads are not scanned"
    return "ok" if malware.answers() else "does not answer: uploads wait"
