"""People say once whether a resource helped; its keeper is told, others see figures."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from councils.models import Notice, Sharing
from councils.refusals import Refused
from resources.feedback import say_useful
from resources.figures import Useful, figures_for
from resources.models import Feedback
from tests.cast import Cast
from tests.resources.shelf import make_resource

AsUser = Callable[[Any], Client]


def test_a_later_answer_takes_the_place_of_the_first(cast: Cast) -> None:
    made = make_resource(cast.lead, sharing=Sharing.REGION)
    say_useful(made, is_useful=True, by=cast.neighbour)
    say_useful(made, is_useful=False, sentence="Too  long", by=cast.neighbour)
    say_useful(made, is_useful=True, by=cast.associate)
    figures = figures_for([made.key], cast.reader)
    assert figures[made.key].useful == Useful(1, 2)
    kept = Feedback.objects.get(by=cast.neighbour)
    assert (kept.is_useful, kept.sentence) == (False, "Too long")
    assert kept.council == cast.westmere


def test_the_steward_is_told_that_there_is_an_answer_and_not_what_it_says(
    cast: Cast,
) -> None:
    made = make_resource(cast.lead, sharing=Sharing.REGION)
    say_useful(made, is_useful=True, sentence="Ask Zorblaxian", by=cast.neighbour)
    told = Notice.objects.get(cause="resource.feedback")
    assert told.person == cast.lead
    assert "Zorblaxian" not in told.subject + told.body


def test_whoever_keeps_it_does_not_praise_it(cast: Cast) -> None:
    made = make_resource(cast.lead, sharing=Sharing.REGION)
    with pytest.raises(Refused, match="You keep this"):
        say_useful(made, is_useful=True, by=cast.lead)


def test_the_page_takes_an_answer_and_shows_the_figures(
    cast: Cast, as_user: AsUser
) -> None:
    made = make_resource(cast.lead, sharing=Sharing.REGION)
    client = as_user(cast.neighbour)
    url = f"/resources/{made.key}/useful/"
    assert client.post(url, {}).status_code == 422
    answer = client.post(url, {"is_useful": "yes", "sentence": "Short."}, follow=True)
    assert "Found useful by 1 of 1" in answer.content.decode()
    assert "checked" in client.get(url).content.decode()
    read = as_user(cast.reader).get(f"/resources/{made.key}/feedback/")
    assert "Short." in read.content.decode()
    assert as_user(cast.neighbour).get(read.request["PATH_INFO"]).status_code == 403
    stranger = as_user(cast.stranger).get(made.get_absolute_url()).content.decode()
    assert "found useful" not in stranger


def test_a_problem_with_a_resource_is_reported_and_reaches_its_steward(
    cast: Cast, as_user: AsUser
) -> None:
    made = make_resource(cast.lead, sharing=Sharing.REGION)
    url = f"/resources/{made.key}/report/"
    given = {"wrong": "old", "words": "The rules have changed."}
    assert as_user(cast.neighbour).post(url, given).status_code == 302
    assert Notice.objects.get(cause="problem").person == cast.lead
