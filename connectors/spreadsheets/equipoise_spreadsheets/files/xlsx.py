"""What an .xlsx says beside the contents of its cells."""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from equipoise_spreadsheets.files import archive
from equipoise_spreadsheets.files.markup import Element, elements
from equipoise_spreadsheets.files.refused import refused
from equipoise_spreadsheets.files.survey import Survey
from equipoise_spreadsheets.files.xlsx_sheet import SheetSurveyor

_PERCENT_FORMATS = {"9", "10"}
_MAX_PART_BYTES = 16 * 1024 * 1024


class XlsxParts:
    """`names` are the defined names, with what they stand for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names: dict[str, str] = {}
        self._sheets: dict[str, str] = {}
        self._recalculated = False
        with archive.opened(path) as zipped:
            targets = {
                each.attributes.get("Id", ""): each.attributes.get("Target", "")
                for each in _document(zipped, "xl/_rels/workbook.xml.rels")
            }
            for each in _document(zipped, "xl/workbook.xml"):
                name = each.attributes.get("name", "")
                if each.name == "sheet":
                    target = targets.get(each.attributes.get("id", ""), "")
                    self._sheets[name] = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
                elif each.name == "definedName":
                    self.names[name] = each.text
                elif each.name == "calcPr":
                    self._recalculated = each.attributes.get("fullCalcOnLoad") in ("1", "true")
            has_styles = "xl/styles.xml" in zipped.NameToInfo
            self._percent_styles = set(_percent_styles(zipped)) if has_styles else set()

    def survey(self, sheet: str) -> Survey:
        survey = Survey(sheet)
        surveyor = SheetSurveyor(survey, self._percent_styles, recalculated=self._recalculated)
        with archive.opened(self._path) as zipped, archive.part(zipped, self._sheets.get(sheet, "")) as content:
            surveyor.run(content)
        return survey


def _percent_styles(zipped: ZipFile) -> Iterator[str]:
    """Numbers of the cell styles that show a percentage."""
    formats = set(_PERCENT_FORMATS)
    number = 0
    for each in _document(zipped, "xl/styles.xml"):
        if each.name == "numFmt" and "%" in each.attributes.get("formatCode", ""):
            formats.add(each.attributes.get("numFmtId", ""))
        elif each.name == "xf" and each.parent == "cellXfs":
            if each.attributes.get("numFmtId") in formats:
                yield str(number)
            number += 1


def _document(zipped: ZipFile, name: str) -> Iterator[Element]:
    with archive.part(zipped, name) as content:
        if zipped.getinfo(name).file_size > _MAX_PART_BYTES:
            limit = _MAX_PART_BYTES // (1024 * 1024)
            raise refused(f"The part {name} of the workbook is larger than {limit} MB.")
        return elements(content)
