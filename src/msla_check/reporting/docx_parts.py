"""The parts of a reviewed Word file: taken out to be written on, and put back with the rest untouched."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from msla_check.errors import UnreadableDocument, UnsupportedFormat
from msla_check.parsing.archives import DAMAGED_ARCHIVE
from msla_check.parsing.docx_package import open_package

from .docx_words import w

_TYPES = "[Content_Types].xml"
_RELATION_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_COMMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass(slots=True)
class WordParts:
    """A Word file unpacked: its main text and its comments as trees, every other part as bytes."""

    order: list[zipfile.ZipInfo]
    contents: dict[str, bytes]
    document_path: str
    comments_path: str
    document: etree._Element
    comments: etree._Element

    def packed(self) -> bytes:
        """Returns the file with `document` and `comments` as they now are."""
        self.contents[self.document_path] = _serialize(self.document)
        if len(self.comments):
            if self.comments_path not in self.contents:
                self._register_comments()
            self.contents[self.comments_path] = _serialize(self.comments)
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for info in self.order:
                package.writestr(info, self.contents.pop(info.filename), compress_type=zipfile.ZIP_DEFLATED)
            for name, content in self.contents.items():  # what is new: comments, and what registers them
                new = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                package.writestr(new, content, compress_type=zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _register_comments(self) -> None:
        types = etree.fromstring(self.contents[_TYPES], _PARSER)
        attributes = {"PartName": f"/{self.comments_path}", "ContentType": _COMMENT_TYPE}
        etree.SubElement(types, f"{{{_PACKAGE}content-types}}Override", attributes)
        self.contents[_TYPES] = _serialize(types)
        folder, file = posixpath.split(self.document_path)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        kind = f"{_PACKAGE}relationships"
        relations = (
            etree.fromstring(self.contents[path], _PARSER)
            if path in self.contents
            else etree.Element(f"{{{kind}}}Relationships", nsmap={None: kind})
        )
        taken = {relation.get("Id") for relation in relations}
        id_ = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        attributes = {"Id": id_, "Type": _RELATION_KIND, "Target": posixpath.basename(self.comments_path)}
        etree.SubElement(relations, f"{{{kind}}}Relationship", attributes)
        self.contents[path] = _serialize(relations)


def unpack(source: bytes, name: str) -> WordParts:
    """Returns the parts of the Word file in `source`; `name` stands in errors.

    Raises:
        UnreadableDocument: the file is damaged: it could be read in part, but not be written again.
        UnsupportedFormat: the file is saved as Strict Open XML, whose comments this does not write.
    """
    package = open_package(source, name)
    path = package.target("", "officeDocument") or "word/document.xml"
    comments_path = package.target(path, "comments") or posixpath.join(
        posixpath.dirname(path), "comments.xml"
    )
    try:
        infos = {info.filename: info for info in package.archive.infolist()}
        contents = {part: package.archive.read(info) for part, info in infos.items()}
        document = etree.fromstring(contents[path], _PARSER)
        comments = (
            etree.fromstring(contents[comments_path], _PARSER)
            if comments_path in contents
            else etree.Element(w("comments"), nsmap={"w": w("")[1:-1]})
        )
    except (*DAMAGED_ARCHIVE, etree.XMLSyntaxError) as error:
        raise UnreadableDocument(
            f"{name}: the Word file is damaged, so comments cannot be written into it; "
            "save it again in Word and review that."
        ) from error
    if document.find(w("body")) is None:
        raise UnsupportedFormat(
            f"{name}: comments cannot be written into a file saved as Strict Open XML; "
            'save it in Word as "Word Document (.docx)" and review that.'
        )
    return WordParts(list(infos.values()), contents, path, comments_path, document, comments)


def _serialize(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
