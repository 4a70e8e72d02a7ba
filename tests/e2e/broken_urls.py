"""The site's addresses and one whose view fails, as a fault of ours would.

What is answered then is `portal.errors`' business.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls

handler500 = urls.handler500


@login_not_required
def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a view of the tests fails on purpose")


urlpatterns = [path("broken/", fail), *urls.urlpatterns]
