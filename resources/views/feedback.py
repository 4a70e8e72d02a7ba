"""Pages of feedback: saying whether a resource was useful, and reading what was said.

Who may read it is `resources.feedback`'s.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from councils.readers import person, visible_record
from councils.refusals import Refused
from councils.views.records import sent, status_of
from resources.feedback import feedback_on, say_useful
from resources.figures import figures_for
from resources.kinds import RESOURCE
from resources.models import Feedback
from resources.reuse_forms import UsefulForm


@require_http_methods(["GET", "HEAD", "POST"])
def useful(request: HttpRequest, key: str) -> HttpResponse:
    """Say whether a resource was useful; what one said before can be changed."""
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    said = Feedback.objects.filter(resource=record.pk, by=by).first()
    before = {}
    if said is not None:
        before = {
            "is_useful": "yes" if said.is_useful else "no",
            "sentence": said.sentence,
        }
    form = UsefulForm(sent(request), initial=before)
    refused: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        is_useful = form.cleaned_data["is_useful"] == "yes"
        sentence = form.cleaned_data["sentence"]
        try:
            say_useful(record, is_useful=is_useful, sentence=sentence, by=by)
        except Refused as fault:
            refused = fault.sentences
        else:
            messages.success(request, "Thank you: those who keep it are told.")
            return redirect(record)
    context = {"record": record, "form": form, "said": said, "refused": refused}
    status = 409 if refused else status_of(form)
    return render(request, "resources/useful.html", context, status=status)


@require_safe
def feedback(request: HttpRequest, key: str) -> HttpResponse:
    """What people said of a resource, for the council that keeps it."""
    by = person(request)
    record = visible_record(RESOURCE.code, key, by)
    context = {
        "record": record,
        "rows": feedback_on(record, by),
        "useful": figures_for([record.key], by)[record.key].useful,
    }
    return render(request, "resources/feedback.html", context)
