"""Two councils: one takes, adapts and is told; the other changes and is thanked."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from councils.models import Sharing
from resources.figures import figures_for
from resources.models import Adaptation, Resource
from resources.upstream import waiting_news
from tests.cast import Cast
from tests.factories import edit
from tests.resources.shelf import copy_with_news, make_resource

AsUser = Callable[[Any], Client]


def test_an_officer_adapts_is_told_and_takes_what_is_new(
    cast: Cast, as_user: AsUser
) -> None:
    original = make_resource(cast.lead, "Playbook", sharing=Sharing.REGION)
    client = as_user(cast.neighbour)
    page = client.get(original.get_absolute_url()).content.decode()
    assert "Adapt this" in page
    url = f"/resources/{original.key}/adapt/"
    assert client.post(url, {"title": ""}).status_code == 422
    answer = client.post(url, {"title": "Our playbook"})
    copy = Adaptation.objects.get().copy
    assert answer.headers["Location"] == f"/resources/{copy.key}/edit/"
    edit(original, cast.lead, body="Begin smaller.", summary="Nine pages.")
    page = client.get(copy.get_absolute_url()).content.decode()
    assert "The original has changed." in page
    assert f'Adapted from <a class="govuk-link" href="/resources/{original.key}/' in (
        page
    )
    news = f"/resources/{copy.key}/news/"
    shown = client.get(news)
    version = shown.context["form"]["version"].value()
    assert "Begin smaller." in shown.content.decode()
    nothing = client.post(news, {"action": "take", "version": version})
    assert nothing.status_code == 422
    given = {"action": "take", "take": ["body"], "version": version}
    assert client.post(news, given).status_code == 302
    assert Resource.objects.get(pk=copy.pk).body == "Begin smaller."
    assert client.get(news).status_code == 404


def test_the_page_shows_ones_own_words_where_both_changed(
    cast: Cast, as_user: AsUser
) -> None:
    copy = copy_with_news(cast)
    edit(copy, cast.lead, body="Begin as we do.")
    shown = as_user(cast.lead).get(f"/resources/{copy.key}/news/")
    assert "You have changed this yourselves" in shown.content.decode()
    assert [row.is_taken for row in shown.context["rows"]] == [False]


def test_news_that_moved_since_they_were_read_are_shown_again(
    cast: Cast, as_user: AsUser
) -> None:
    copy = copy_with_news(cast)
    client = as_user(cast.lead)
    url = f"/resources/{copy.key}/news/"
    version = client.get(url).context["form"]["version"].value()
    original = Adaptation.objects.get().original
    edit(original, cast.neighbour, summary="Nine pages.")
    given = {"action": "decline", "version": version}
    again = client.post(url, given)
    assert again.status_code == 409
    assert "Look again" in again.content.decode()
    version = again.context["form"]["version"].value()
    assert client.post(url, {**given, "version": version}).status_code == 302
    assert waiting_news(copy) is None


def test_figures_count_copies_that_a_reader_may_see(cast: Cast) -> None:
    copy_with_news(cast)
    original = Adaptation.objects.get().original
    counted = [
        figures_for([original.key], reader)[original.key].adaptations
        for reader in (cast.reader, cast.neighbour)
    ]
    assert counted == [1, 0]
