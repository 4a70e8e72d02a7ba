"""What a browser would send back from a form that nobody touched."""

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict


class _Reader(HTMLParser):
    """Gathers the values of a page's boxes, lists and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.name = ""
        self.text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found: dict[str, Any] = dict(attrs)
        if tag == "input" and found.get("name"):
            optional = found.get("type") in ("checkbox", "radio")
            if not optional or "checked" in found:
                self.sent.append((found["name"], found.get("value") or ""))
        elif tag == "select":
            self.name = found["name"]
        elif tag == "option" and "selected" in found:
            self.sent.append((self.name, found.get("value") or ""))
        elif tag == "textarea":
            self.name, self.text = found["name"], []

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None:
            # A first line's end is the page's own; the others go as two characters.
            words = "".join(self.text).removeprefix("\n").replace("\n", "\r\n")
            self.sent.append((self.name, words))
            self.text = None


def untouched(html: str) -> QueryDict:
    """The fields of a page's forms, as they would be sent."""
    reader = _Reader()
    reader.feed(html)
    data = QueryDict(mutable=True)
    for name, value in reader.sent:
        data.appendlist(name, value)
    return data
