"""Addresses of a record's own pages, its tabs, and the buttons that a person has.

Which moves there are is the machines' business.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from councils.machines import Move, machine_named
from councils.models.person import User
from councils.models.record import Record

_later_tabs: dict[str, list[tuple[str, str, str]]] = {}


def offer_tab(kind_code: str, label: str, page: str, url_name: str) -> None:
    """Give the records of a kind a tab that leads to a page of a later floor.

    Called once at start, by the floor that brings the page; `url_name` takes the key.
    """
    tabs = _later_tabs.setdefault(kind_code, [])
    if (label, page, url_name) not in tabs:
        tabs.append((label, page, url_name))


@dataclass(frozen=True)
class MoveLink:
    """A move that this person may make, with the address that asks for its reason."""

    machine: str
    move: Move
    url: str

    @property
    def label(self) -> str:
        return "Review it" if self.move.by_another else self.move.label


def address_of(record: Record, page: str, *rest: str) -> str:
    """The address of one of a record's pages: "edit", "history", "compare" ..."""
    name = f"{record.declared.url_name}_{page}"
    return reverse(name, args=[record.key, *rest])


def move_links(record: Record, user: Any, machines: list[str]) -> list[MoveLink]:
    """Every move of these machines that this person may make now.

    What is decided on another's work has one page, where it is read first.
    """
    if not isinstance(user, User):
        return []
    return [
        MoveLink(name, move, _move_url(record, name, move))
        for name in machines
        for move in machine_named(name).offered_to(user, record)
        if not move.takes_remarks
    ]


def _move_url(record: Record, machine: str, move: Move) -> str:
    if move.by_another:
        return address_of(record, "review")
    return address_of(record, "decide", machine, move.action)


def tabs_of(record: Record, current: str, versions: int) -> list[dict[str, Any]]:
    """The tabs of a record, for those who may read its history."""
    return [
        {
            "label": "Overview",
            "url": record.get_absolute_url(),
            "is_current": current == "overview",
        },
        *(
            {
                "label": label,
                "url": address_of(record, page),
                "is_current": current == page,
            }
            for label, page in record.declared.tabs
        ),
        *(
            {
                "label": label,
                "url": reverse(url_name, args=[record.key]),
                "is_current": current == page,
            }
            for label, page, url_name in _later_tabs.get(record.kind, ())
        ),
        {
            "label": "History",
            "url": address_of(record, "history"),
            "is_current": current == "history",
            "count": versions,
        },
    ]


def with_next(url: str, back: str) -> str:
    """An address that leads back to where one came from."""
    return f"{url}?{urlencode({'next': back})}"
