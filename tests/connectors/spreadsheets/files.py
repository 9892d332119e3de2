"""Files as spreadsheet programs (and worse) write them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet">{extra}
</manifest:file-entry></manifest:manifest>"""

_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">
<office:body><office:spreadsheet>{sheets}{names}</office:spreadsheet></office:body></office:document-content>"""


def csv(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx(folder: Path, rows: Sequence[Sequence[Any]], *, sheet: str = "Sheet1", name: str = "book.xlsx") -> Path:
    """One sheet; a text that begins with = is a formula without a result."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for row in rows:
        page.append(list(row))
    path = folder / name
    book.save(path)
    return path


def ods_cell(content: Any = None, *, kind: str | None = None, attributes: str = "", shown: str | None = None) -> str:
    """One cell of an .ods. `kind` is its value type when it does not follow from the content."""
    if content is None and kind is None and shown is None:
        return f"<table:table-cell {attributes}/>"
    kind = kind or ("string" if isinstance(content, str) else "float")
    name = {"float": "value", "percentage": "value", "string": "string-value"}.get(kind, f"{kind}-value")
    value = "" if content is None else f'office:{name}="{escape(str(content))}"'
    text = f"<text:p>{escape(str(content if shown is None else shown))}</text:p>"
    return f'<table:table-cell office:value-type="{kind}" {value} {attributes}>{text}</table:table-cell>'


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods(folder: Path, rows: str, *, names: str = "", manifest: str = "", name: str = "book.ods") -> Path:
    """One sheet, `Sheet1`."""
    path = folder / name
    sheets = f'<table:table table:name="Sheet1">{rows}</table:table>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST.format(extra=manifest))
        archive.writestr("content.xml", _CONTENT.format(sheets=sheets, names=names))
    return path


def with_part(path: Path, part: str, content: bytes) -> Path:
    """The same archive with one part replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[part] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in parts.items():
            archive.writestr(name, each)
    return path
