"""Drawing of a stage and a status: the same track everywhere, learnt once.

Which moves are possible is `catalogue.machines`' business.
"""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from catalogue.models.choices import STAGE_MEANINGS, Stage, Status

register = template.Library()

STEPS = (Stage.SCAN, Stage.PILOT, Stage.SCALE)


@register.simple_tag
def stage_track(stage: str, status: str = "", words: bool = True) -> SafeString:
    """The track of a stage with its word, and paused or stopped where it is so.

    Without `words` they are kept for screen readers only, for cells too narrow.
    """
    return _track(str(stage or ""), str(status or ""), bool(words))


@cache
def _track(stage: str, status: str, words: bool) -> SafeString:
    known = Stage(stage) if stage in Stage.values else Stage.NOT_STATED
    is_stated = known in STEPS
    context = {
        "stage": known.value,
        "word": known.label if is_stated else "Stage not stated",
        "is_unstated": not is_stated,
        "status": status if status in (Status.PAUSED, Status.STOPPED) else "",
        "status_word": Status(status).label if status in Status.values else "",
        "words": words,
    }
    return render_to_string("components/stage_track.html", context)


@register.filter
def stage_meaning(stage: str) -> str:
    """What a stage means, in the words that readers use: "being piloted"."""
    return STAGE_MEANINGS[Stage(stage)] if stage in Stage.values else ""
