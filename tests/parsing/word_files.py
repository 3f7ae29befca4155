"""Word files for the tests, written part by part so that each test shows the XML that it is about."""

from __future__ import annotations

import io
import zipfile

_NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class _Repeatable(zipfile.ZipFile):
    """An archive whose bytes depend on what is put in alone, not on the time of day."""

    def writestr(self, name: str, data: str) -> None:
        super().writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, self.compression)


def word_file(body: str, **parts: str) -> bytes:
    """A .docx whose main text is `body`; `parts` are the insides of numbering, styles, footnotes, ..."""
    relations = ""
    with _Repeatable(out := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        relation = f'<Relationship Id="r1" Type="{_KINDS}/officeDocument" Target="word/document.xml"/>'
        package.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{relation}</Relationships>')
        package.writestr("word/document.xml", f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>")
        for name, inside in parts.items():
            root = {"header": "hdr", "footer": "ftr"}.get(name, name)
            package.writestr(f"word/{name}.xml", f"<w:{root} {_NAMES}>{inside}</w:{root}>")
            relations += f'<Relationship Id="{name}" Type="{_KINDS}/{name}" Target="{name}.xml"/>'
        package.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
        )
    return out.getvalue()


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inside: str, properties: str = "") -> str:
    """A paragraph; plain text is put into a run."""
    inside = inside if inside.startswith("<") or not inside else r(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def listed(text: str, num: int, level: int = 0) -> str:
    """A paragraph in a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def tracked(kind: str, inside: str, author: str = "Ada", date: str = "2026-03-01T10:00:00Z") -> str:
    """A tracked change around runs."""
    inside = inside.replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ") if kind == "del" else inside
    return f'<w:{kind} w:id="1" w:author="{author}" w:date="{date}">{inside}</w:{kind}>'


def table(*rows: list[str], properties: str = "") -> str:
    """A table of texts."""
    body = "".join(f"<w:tr>{''.join(cell(text) for text in row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{body}</w:tbl>"


def cell(inside: str, properties: str = "") -> str:
    """A cell; plain text is put into a paragraph."""
    inside = inside if inside.startswith("<w:p>") or inside.startswith("<w:tbl>") else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def level(
    index: int, pattern: str, format: str = "decimal", start: int = 1, extra: str = "", style: str = ""
) -> str:
    """A level of a list."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{named}{extra}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(levels: str, *nums: str) -> str:
    """A numbering part with one abstract list and several lists that count in it."""
    inside = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
        for n, overrides in enumerate(nums or ("",), 1)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{inside}'
