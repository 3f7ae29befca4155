"""Opens a Word file as a package of XML parts, within the reading limits and without leaving the file."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass, field

from lxml import etree

from msla_check.errors import UnreadableDocument

from .archives import DAMAGED_ARCHIVE
from .limits import MAX_DEPTH, MAX_PACKAGE_BYTES, MAX_PART_BYTES, MAX_PARTS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1].encode(),
}
"""Files saved as "strict Open XML" differ in the names of these namespaces only."""


@dataclass(slots=True)
class Package:
    """The parts of a Word file; `damaged` says that a part was not well formed and was read in part."""

    name: str
    archive: zipfile.ZipFile
    damaged: bool = False
    relations: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def part(self, path: str) -> etree._Element | None:
        """Returns the root of a part's XML; None where the package has no such part.

        Raises:
            UnreadableDocument: the part is damaged or beyond a limit.
        """
        try:
            info = self.archive.getinfo(path)
        except KeyError:
            return None
        if info.file_size > MAX_PART_BYTES:
            raise UnreadableDocument(f"{self.name}: {_too_big('a part', MAX_PART_BYTES)}")
        try:
            with self.archive.open(info) as stream:
                data = stream.read(MAX_PART_BYTES + 1)
        except DAMAGED_ARCHIVE as error:
            raise UnreadableDocument(
                f"{self.name}: the Word file is damaged and cannot be unpacked; save it again."
            ) from error
        if len(data) > MAX_PART_BYTES:
            raise UnreadableDocument(f"{self.name}: {_too_big('a part', MAX_PART_BYTES)}")
        return self._root(data)

    def _root(self, data: bytes) -> etree._Element | None:
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        try:
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            if "depth" in str(error).lower():
                limit = f"the elements are nested more than {MAX_DEPTH} deep; save the file again."
                raise UnreadableDocument(f"{self.name}: {limit}") from error
            self.damaged = True
            root = self._recovered(data)
        except ValueError:
            root = None
        if root is not None and root.getroottree().docinfo.doctype:
            # Word never writes one; entities are the way to make a small file endless.
            raise UnreadableDocument(f"{self.name}: the Word file declares XML entities and is not read.")
        return root

    def _recovered(self, data: bytes) -> etree._Element | None:
        """Returns what can be read of a damaged part; None where that is nothing."""
        try:
            return etree.fromstring(data, _parser(recover=True))
        except (etree.XMLSyntaxError, ValueError):
            return None

    def target(self, path: str, kind: str) -> str:
        """Returns the path of the part that `path` names as its `kind`; "" where it names none."""
        return next((t for k, t in self._relations(path).values() if k == kind), "")

    def related(self, path: str, id_: str) -> str:
        """Returns the path of the part that `path` refers to as `id_`."""
        return self._relations(path).get(id_, ("", ""))[1]

    def _relations(self, path: str) -> dict[str, tuple[str, str]]:
        if path not in self.relations:
            folder, file = posixpath.split(path)
            root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
            found: dict[str, tuple[str, str]] = {}
            for relation in root if root is not None else ():
                # What is outside the file is never opened.
                if relation.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
                    kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
                    found[relation.get("Id") or ""] = (kind, target.lstrip("/"))
            self.relations[path] = found
        return self.relations[path]


def open_package(data: bytes, name: str) -> Package:
    """Returns the package in `data`.

    Raises:
        UnreadableDocument: it cannot be unpacked, or is beyond a limit.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGED_ARCHIVE as error:
        raise UnreadableDocument(
            f"{name}: the Word file is damaged and cannot be unpacked; save it again."
        ) from error
    infos = archive.infolist()
    if len(infos) > MAX_PARTS:
        raise UnreadableDocument(f"{name}: a Word file of more than {MAX_PARTS} parts is not read.")
    if sum(info.file_size for info in infos) > MAX_PACKAGE_BYTES:
        raise UnreadableDocument(f"{name}: {_too_big('it', MAX_PACKAGE_BYTES)}")
    return Package(name, archive)


def _too_big(what: str, limit: int) -> str:
    return f"{what} unpacks to more than {limit // 1_000_000} MB, which is not read."


def _parser(*, recover: bool = False) -> etree.XMLParser:
    # libxml2 itself bounds depth and text length as long as huge_tree is off.
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )


def on(element: etree._Element | None, name: str) -> bool | None:
    """Returns whether a switch (`w:b`, `w:vanish`, ...) in a set of properties is on; None if not stated."""
    switch = None if element is None else element.find(W + name)
    if switch is None:
        return None
    return (switch.get(W + "val") or "true").lower() not in ("0", "false", "off", "none")


def value(element: etree._Element | None, name: str) -> str | None:
    """Returns the `w:val` of a property; None where it is not stated."""
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(W + "val")


def whole(text: str | None) -> int | None:
    """Returns a number as Word writes it (whole, or with a decimal part); None if it is none."""
    try:
        return int(float(text)) if text is not None else None
    except (ValueError, OverflowError):
        return None
