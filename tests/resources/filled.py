"""A shelf with as many of everything as a test asks for, and the pages to open on it.

What a page must be is `tests.test_pages`' and `tests.e2e.test_every_page`'s.
"""

from councils.changes import change_set
from councils.models import Role, Sharing
from resources.adapting import adapt_resource
from resources.collections import add_step, make_collection
from resources.feedback import say_useful
from resources.models import Resource
from resources.share_links import make_link
from resources.uses import attach_resource
from tests.cast import Cast, make_person
from tests.factories import edit, make_use_case
from tests.resources.filed import filed, give_file
from tests.resources.shelf import make_resource

SHELF_PAGES = {
    "resources": "/resources/",
    "resources found by words in their files": "/resources/?q=begin+small",
    "resources that nothing fits": "/resources/?q=xylophone",
    "everything found by words": "/search/?q=playbook",
    "the search without words": "/search/",
    "adding a resource": "/resources/new/",
    "one resource": "/resources/{paper}/",
    "its task list": "/resources/{paper}/edit/",
    "editing it": "/resources/{paper}/edit/about/",
    "editing its keeping": "/resources/{paper}/edit/keeping/",
    "its versions": "/resources/{paper}/versions/",
    "adding a version": "/resources/{paper}/versions/add/",
    "two files of it": "/resources/{paper}/versions/compare/1...2/",
    "letting a file through": "/resources/{paper}/versions/1/let-through/",
    "links for people outside": "/resources/{paper}/links/",
    "what an outsider sees": "/shared/{secret}/",
    "what people say of it": "/resources/{paper}/feedback/",
    "was it useful": "/resources/{theirs}/useful/",
    "adapting one": "/resources/{theirs}/adapt/",
    "a copy": "/resources/{copy}/",
    "what is new in its original": "/resources/{copy}/news/",
    "reporting a problem with it": "/resources/{theirs}/report/",
    "collections": "/collections/",
    "one collection": "/collections/{collection}/",
    "documents of a use case": "/use-cases/{case}/documents/",
    "documents found for it": "/use-cases/{case}/documents/?q=theirs",
}
"""Opened by Northford's lead."""
MODERATOR_PAGES = {
    "making a collection": "/collections/new/",
    "putting a collection in order": "/collections/{collection}/edit/",
}


def fill_shelf(cast: Cast, count: int) -> dict[str, str]:
    """This many of everything about one paper, and as many papers; their keys."""
    pages = {"page 1": "Begin small, with one team."}
    paper = filed(cast.lead, "Playbook", pages, sharing=Sharing.PUBLIC)
    with change_set(by=cast.lead):
        papers = [
            filed(cast.lead, f"Playbook {n}", pages, sharing=Sharing.PUBLIC)
            for n in range(count)
        ]
        for n in range(count):
            give_file(paper, cast.lead, {"page 1": f"Begin small, as said {n} times."})
    paper = Resource.objects.get(pk=paper.pk)
    secret = ""
    for n in range(count):
        secret, _ = make_link(paper, whom=f"Auditor {n}", days=7, by=cast.lead)
    with change_set(by=cast.neighbour):
        for n in range(count):
            adapt_resource(paper, title=f"Copy {n}", by=cast.neighbour)
    _let_people_say(cast, paper, count)
    theirs = make_resource(cast.neighbour, "Theirs", sharing=Sharing.PUBLIC)
    copy = adapt_resource(theirs, title="Ours", by=cast.lead)
    for n in range(count):
        edit(theirs, cast.neighbour, body=f"Begin smaller, {n}.")
    return {
        "paper": paper.key,
        "theirs": theirs.key,
        "copy": copy.key,
        "secret": secret,
        "collection": _collect(cast, papers),
        "case": _use(cast, papers, paper),
    }


def _let_people_say(cast: Cast, paper: Resource, count: int) -> None:
    for n in range(count):
        person = make_person(f"officer{paper.pk}{n}", cast.westmere, Role.CONTRIBUTOR)
        say_useful(paper, is_useful=True, sentence=f"It helped {n}", by=person)


def _collect(cast: Cast, papers: list[Resource]) -> str:
    """A collection of all papers, and one more for each."""
    first = papers[0]
    for paper in papers:
        other = make_collection(
            title=f"For {paper.key}", intro="First steps.", by=cast.moderator
        )
        add_step(other, key=first.key, line="Read this", by=cast.moderator)
    made = make_collection(
        title=f"All from {first.key}", intro="First steps.", by=cast.moderator
    )
    for paper in papers:
        add_step(made, key=paper.key, line="Read this", by=cast.moderator)
    return made.slug


def _use(cast: Cast, papers: list[Resource], paper: Resource) -> str:
    """A use case that makes use of all papers; as many others make use of one."""
    with change_set(by=cast.lead):
        for _ in papers:
            attach_resource(paper, make_use_case(cast.lead), by=cast.lead)
    made = make_use_case(cast.lead, sharing=Sharing.REGION)
    for each in papers:
        attach_resource(each, made, by=cast.lead)
    return made.key
