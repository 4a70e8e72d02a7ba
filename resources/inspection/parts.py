"""The parts of an Open XML file: their content types and how they refer to others.

What stands in the parts is read by `word`, `sheets` and `slides`. Names follow the
Open Packaging Conventions, ECMA-376 part 2 (5th edition, 2021).
"""

import posixpath
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import unquote

from resources.inspection.markup import Handler, Ignore, parse
from resources.inspection.packages import DAMAGED, Package
from resources.inspection.verdict import Refused

TYPES = "[Content_Types].xml"
PICTURES = {"docPr", "cNvPr"}  # the properties of a picture or shape


@dataclass(frozen=True)
class Relation:
    """One reference from a part: `kind` is the last word of its type."""

    key: str
    kind: str
    target: str  # a part's name, or an address where it is external
    is_external: bool


def said_of_picture(attributes: dict[str, str]) -> str:
    """What the properties of a picture or shape tell whoever does not see it."""
    said = (attributes.get("title", ""), attributes.get("descr", ""))
    return " ".join(filter(None, said)).strip()


@dataclass
class _Types(Ignore):
    defaults: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if tag == "Default":
            self.defaults[attributes.get("Extension", "").lower()] = kind
        elif tag == "Override":
            name = unquote(attributes.get("PartName", "")).lstrip("/")
            self.overrides[name.casefold()] = kind


@dataclass
class _Relations(Ignore):
    base: str
    found: list[Relation] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag != "Relationship":
            return
        target = attributes.get("Target", "")
        external = attributes.get("TargetMode", "").lower() == "external"
        external = external or "://" in target or target.startswith("\\\\")
        if not external:
            path = unquote(target.partition("#")[0])
            path = path if path.startswith("/") else posixpath.join(self.base, path)
            target = posixpath.normpath(path).lstrip("/")
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(
            Relation(attributes.get("Id", ""), kind, target, bool(external))
        )


class Parts:
    """An open package seen as parts. Raises Refused where it is no Open XML file."""

    def __init__(self, package: Package) -> None:
        self.package = package
        types = package.find(TYPES)
        if not types:
            raise Refused(DAMAGED)
        self._types = _Types()
        parse(TYPES, package.chunks(types), self._types)
        self.main = next(
            (
                package.find(relation.target)
                for relation in self.relations("")
                if relation.kind == "officeDocument" and not relation.is_external
            ),
            None,
        )

    def type_of(self, name: str) -> str:
        """The content type of a part, empty where none is given."""
        extension = posixpath.splitext(name)[1][1:].lower()
        default = self._types.defaults.get(extension, "")
        return self._types.overrides.get(name.casefold(), default)

    def of_type(self, *endings: str) -> list[str]:
        """The parts whose content type ends so, in the file's order.

        A document put into another whole (altChunk) bears the type of the outer's main
        part; it was read like any embedded file.
        """
        return [
            name
            for name in self.package.names
            if self.type_of(name).endswith(endings) and name not in self.package.inner
        ]

    def relations(self, name: str) -> list[Relation]:
        """What a part refers to; of the package itself where the name is empty."""
        folder, file = posixpath.split(name)
        found = self.package.find(posixpath.join(folder, "_rels", f"{file}.rels"))
        if not found:
            return []
        handler = _Relations(folder)
        parse(found, self.package.chunks(found), handler)
        return handler.found

    def described_by(self, *kinds: str) -> list[str]:
        """The parts with properties of the whole file, by type or by reference."""
        found = self.of_type(*(f"{kind}+xml" for kind in kinds))
        for relation in self.relations(""):
            part = self.package.find(relation.target)
            if relation.kind in kinds and part and part not in found:
                found.append(part)
        return found

    def external(self) -> list[Relation]:
        """All references of the file that lead out of it."""
        found = []
        for name in self.package.names:
            if name.lower().endswith(".rels"):
                handler = _Relations("")
                parse(name, self.package.chunks(name), handler)
                found += [r for r in handler.found if r.is_external]
        return found

    def walk(self, name: str, handler: Handler, root: Collection[str] = ()) -> None:
        """Let a handler read a part that must be XML, of a first element so named."""
        parse(name, self.package.chunks(name), handler, root)
