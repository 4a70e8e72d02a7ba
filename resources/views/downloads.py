"""Addresses that files leave by: one version, the current one, its picture, a link.

How a file is sent is `resources.downloads`'; which one a reader may have, `readable`'s.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councils.readers import visible_record
from resources.downloads import GONE, send
from resources.kinds import RESOURCE
from resources.models import ResourceVersion
from resources.readable import current_file, readable_versions
from resources.share_links import file_of, link_of

NO_FILE = "There is no such file that you can see."


@login_not_required
@require_safe
def download(request: HttpRequest, key: str) -> HttpResponseBase:
    """The file that readers get now: this address never changes."""
    record = visible_record(RESOURCE.code, key, request.user)
    version = current_file(record, request.user)
    if version is None:
        raise Http404(NO_FILE)
    return send(request, version)


@login_not_required
@require_safe
def version_file(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """The file of one version."""
    return send(request, _version(request, key, number))


@login_not_required
@require_safe
def version_picture(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """The first page of a PDF as a picture."""
    version = _version(request, key, number)
    if not version.picture:
        raise Http404(NO_FILE)
    try:
        file = default_storage.open(version.picture.name or "")
    except FileNotFoundError:
        raise Http404(GONE) from None
    answer = FileResponse(file, content_type="image/png")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


def _version(request: HttpRequest, key: str, number: int) -> ResourceVersion:
    record = visible_record(RESOURCE.code, key, request.user)
    rows = readable_versions(record, request.user)
    version = rows.filter(number=number).first() if number < 10**9 else None
    if version is None:
        raise Http404(NO_FILE)
    return version


@login_not_required
@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """What somebody without an account sees who was given a link."""
    link = link_of(secret)
    version = file_of(link) if link else None
    context = {"link": link, "version": version, "secret": secret}
    status = 200 if version else 404
    return render(request, "resources/shared.html", context, status=status)


@login_not_required
@require_safe
def shared_file(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The current file, for whoever holds a link that is open."""
    link = link_of(secret)
    version = file_of(link) if link else None
    if version is None:
        raise Http404(NO_FILE)
    return send(request, version, link)
