"""Where one is led once files have been taken, with scripts and without."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect


def go_on(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to a page; the script that sent the files is told its address instead.

    Were the script redirected, it would fetch the page, and what the page says once
    would be spent on it.
    """
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return JsonResponse({"address": address})
    return redirect(address)
