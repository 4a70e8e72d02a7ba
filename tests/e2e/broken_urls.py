"""The site's addresses, and two that fail: a view of ours, and a page full of faults.

What is answered then is `portal.errors`' business.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal import urls

handler500 = urls.handler500

FAULTY = """<!DOCTYPE html>
<title>A page with every fault that the stories look for</title>
<style>p { color: red }</style>
<script>document.title = "run"</script>
<script src="/static/nowhere.js"></script>
<p style="width: 2000px"><img src="/static/mark.svg" width="2000"></p>
<input>
"""


@login_not_required
def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("a view of the tests fails on purpose")


@login_not_required
def faulty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(FAULTY)


urlpatterns = [path("broken/", fail), path("faulty/", faulty), *urls.urlpatterns]
