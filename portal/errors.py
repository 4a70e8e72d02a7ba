"""The pages for what went wrong, and which fault gets which page.

Faults that a person can mend are answered by the views themselves.
"""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import permission_denied
from psycopg.errors import QueryCanceled

from councils.audit import record_refusal

LOG = logging.getLogger("portal.database")
RETRY_AFTER = 30  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an unforeseen fault: 503 where the database was lost or slow, else 500.

    Django calls this while it handles the exception, wherever it was raised: in a
    view, a template or a middleware.
    """
    fault = sys.exc_info()[1]
    if isinstance(fault, OperationalError) and isinstance(
        fault.__cause__, QueryCanceled
    ):
        LOG.error("Statement took too long at %s", request.path)
        return away("503_slow.html")
    if isinstance(fault, (OperationalError, InterfaceError)):
        LOG.error("Database lost at %s: %s", request.path, str(fault).strip())
        return away("503.html")
    return HttpResponse(render_to_string("500.html"), status=500)


@requires_csrf_token
def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why, and write it down: what the view had begun has been rolled back."""
    record_refusal(request)
    return permission_denied(request, exception)


def away(page: str) -> HttpResponse:
    """A page while the database is away or slow: it asks the database nothing."""
    response = HttpResponse(render_to_string(page), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from a page of this site, or came too late."""
    page = render_to_string("403_csrf.html", {"reason": reason}, request=request)
    return HttpResponse(page, status=403)
