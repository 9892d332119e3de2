"""Files that cannot be read: each is refused in words, with nothing that only a programmer understands."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equipoise_sdk import ConfigError
from tests.connectors.runner import run
from tests.connectors.spreadsheets.files import csv, ods, ods_cell, ods_row, with_part, xlsx
from tests.connectors.spreadsheets.reading import read, refusal, rows_of, values_list
from tests.connectors.spreadsheets.writers import OOXMLFile, xlsxwriter, xlwt

TABLE: list[list[Any]] = [["KPI", "Month", "Value"], ["a", "2026-01", 1]]


def xls(folder: Path) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Sheet1")
    for number, row in enumerate(TABLE):
        for column, cell in enumerate(row):
            page.write(number, column, cell)
    book.save(str(folder / "book.xls"))
    return folder / "book.xls"


def said_of(path: Path) -> str:
    error = refusal(path, values_list())
    assert error.field == "file"
    return str(error)


def encrypted(path: Path) -> Path:
    into = io.BytesIO()
    with path.open("rb") as plain:
        OOXMLFile(plain).encrypt("secret", into)
    path.write_bytes(into.getvalue())
    return path


def protected_xls(folder: Path) -> Path:
    """The record that announces encryption, put behind the first one of the workbook."""
    path = xls(folder)
    content = path.read_bytes()
    begin = 512
    (length,) = struct.unpack_from("<H", content, begin + 2)
    end = begin + 4 + length
    path.write_bytes(content[:end] + struct.pack("<HHHH", 0x2F, 4, 0, 0) + content[end + 8 :])
    return path


def protected_ods(folder: Path) -> Path:
    return ods(folder, ods_row(ods_cell(1)), manifest="<manifest:encryption-data/>")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 rest", "The file is a PDF document."),
        (b"\x89PNG\r\n\x1a\n", "The file is a picture."),
        (b"\x1f\x8b\x08 rest", "The file is a compressed file."),
        (b"\x7fELF" + bytes(100), "The file is a program."),
        (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "a web page, whatever its name says"),
        (b"\xef\xbb\xbf  <html><table>", "a web page, whatever its name says"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML document; open it in a spreadsheet program"),
        (bytes(range(256)) * 40, "neither a workbook nor readable text"),
        (b"PK\x03\x04 and then nothing", "The workbook is damaged or cut off"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000), "The file is damaged or cut off"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "The file is damaged or cut off"),
    ],
)
@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_what_is_no_table_is_named_for_what_it_is(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert says in said_of(tmp_path / name)


@pytest.mark.parametrize("make", [lambda folder: encrypted(xlsx(folder, TABLE)), protected_xls, protected_ods])
def test_a_file_with_a_password_is_refused(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    assert said_of(make(tmp_path)) == "The file is protected by a password; save it without one."


@pytest.mark.parametrize(
    "make", [lambda folder: xlsx(folder, TABLE), xls, lambda folder: ods(folder, ods_row(ods_cell(1)))]
)
@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, make: Callable[[Path], Path], part: float) -> None:
    path = make(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    assert "damaged or cut off" in said_of(path)


@pytest.mark.parametrize("name", ["book.csv", "book.xls", "book.txt", "book"])
def test_the_name_of_a_file_does_not_matter_when_it_can_be_read(tmp_path: Path, name: str) -> None:
    assert len(read(xlsx(tmp_path, TABLE, name=name), values_list()).values) == 1


def test_a_text_file_under_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    path = csv(tmp_path, "KPI,Month,Value\na,2026-01,1\n", name="export.xls")
    assert len(read(path, values_list()).values) == 1


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "letter.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "an archive, but no workbook" in said_of(tmp_path / "letter.xlsx")
    with zipfile.ZipFile(tmp_path / "book.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", "")
    assert "save it as .xlsx" in said_of(tmp_path / "book.xlsb")


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path, TABLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as part:
        for _ in range(64):
            part.write(bytes(1024 * 1024))
    assert path.stat().st_size < 200_000
    assert "The workbook unpacks to 64 MB" in said_of(path)


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path, TABLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.xml", bytes(64 * 1024 * 1024))
        entry = archive.getinfo("xl/more.xml")
        offset, packed = entry.header_offset, entry.compress_size
    content = bytearray(path.read_bytes())
    truth = struct.pack("<II", packed, 64 * 1024 * 1024)
    for position in (offset + 18, content.index(truth, offset + 30)):
        assert content[position : position + 8] == truth
        content[position : position + 8] = struct.pack("<II", packed, 1000)
    path.write_bytes(content)
    assert "damaged" in said_of(path)


def test_a_workbook_of_endless_parts_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path, TABLE)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(10_000):
            archive.writestr(f"xl/part{number}.xml", "")
    assert "parts; at most 10000 are read" in said_of(path)


def test_xml_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    for part in ("xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"):
        path = xlsx(tmp_path, TABLE)
        with zipfile.ZipFile(path) as archive:
            plain = archive.read(part)
        declaration, _, rest = plain.rpartition(b"?>")
        with_part(path, part, declaration + (b"?>" if declaration else b"") + bomb + b"]>" + rest)
        assert "declares an XML document type" in said_of(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_workbook_with_broken_markup_is_refused(tmp_path: Path, part: str) -> None:
    assert "damaged" in said_of(with_part(xlsx(tmp_path, TABLE), part, b"<a><b></a>"))


@pytest.mark.parametrize("encoding", [b"klingon", b"utf-7", b"shift_jis", b"base64"])
def test_a_workbook_in_an_encoding_that_nobody_uses_is_refused(tmp_path: Path, encoding: bytes) -> None:
    markup = b'<?xml version="1.0" encoding="' + encoding + b'"?><workbook/>'
    assert "damaged" in said_of(with_part(xlsx(tmp_path, TABLE), "xl/workbook.xml", markup))


@pytest.mark.parametrize(
    "make", [lambda folder: xlsx(folder, TABLE), xls, lambda folder: ods(folder, ods_row(ods_cell(1)))]
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_workbook_with_some_bytes_changed_is_read_or_refused_in_words(
    tmp_path: Path, make: Callable[[Path], Path], data: st.DataObject
) -> None:
    original, path = tmp_path / "original", tmp_path / "changed"
    if not original.exists():
        make(tmp_path).rename(original)
    content = bytearray(original.read_bytes())
    changes = st.tuples(st.integers(0, 50_000), st.integers(0, 255))
    for position, byte in data.draw(st.lists(changes, min_size=1, max_size=5)):
        content[position % len(content)] = byte
    path.write_bytes(content)
    with suppress(ConfigError):
        read(path, {"layout": "wide"})


def test_two_cells_that_span_a_whole_sheet_are_refused_instead_of_filling_the_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "far.xlsx") as book:
        page = book.add_worksheet("Data")
        page.write(0, 0, 1)
        page.write(1_048_575, 16_383, 2)
    assert "The sheet 'Data' reaches over more than 5,000,000 cells" in said_of(tmp_path / "far.xlsx")


def test_an_ods_that_repeats_a_cell_over_a_whole_sheet_is_refused(tmp_path: Path) -> None:
    cell = ods_cell(1, attributes='table:number-columns-repeated="16384"')
    path = ods(tmp_path, ods_row(cell, attributes='table:number-rows-repeated="1048576"'))
    assert "reaches over more than 5,000,000 cells" in said_of(path)


def test_an_xls_that_spans_a_whole_sheet_is_refused(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    page.write(0, 0, 1)
    page.write(65_535, 255, 2)
    book.save(str(tmp_path / "far.xls"))
    assert "reaches over more than 5,000,000 cells" in said_of(tmp_path / "far.xls")


@pytest.mark.parametrize(
    ("record", "announced", "says"),
    [
        ((0x0200, 14), (0, 65_536, 0, 256), "reaches over more than 5,000,000 cells"),
        ((0x0200, 14), (5, 2, 0, 3), "damaged"),
        ((0x00FC, None), (5, 2**31), "damaged"),
    ],
)
def test_an_xls_that_announces_more_than_it_holds_is_refused_before_room_is_made_for_it(
    tmp_path: Path, record: tuple[int, int | None], announced: tuple[int, ...], says: str
) -> None:
    path = xls(tmp_path)
    content = bytearray(path.read_bytes())
    kind, length = record
    start = content.index(struct.pack("<H", kind) if length is None else struct.pack("<HH", kind, length), 1024)
    struct.pack_into("<II" if length is None else "<IIHH", content, start + 4, *announced)
    path.write_bytes(content)
    assert says in said_of(path)


def test_a_chain_of_sectors_that_bites_its_tail_ends(tmp_path: Path) -> None:
    path = xls(tmp_path)
    content = bytearray(path.read_bytes())
    (first_fat,) = struct.unpack_from("<I", content, 76)
    table = (first_fat + 1) * 512
    for entry in range(128):
        struct.pack_into("<I", content, table + entry * 4, 0)
    path.write_bytes(content)
    assert "damaged" in said_of(path)


def test_a_quote_that_is_never_closed_does_not_swallow_the_file_in_silence(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-01,{number}\n" for number in range(2_000_000))
    error = refusal(csv(tmp_path, 'Date,Amount\n2026-01-01,"1\n' + rows), rows_of())
    assert str(error) == "table.csv line 2 cannot be read: field larger than field limit (16777216)."


def test_a_wrong_column_in_a_file_of_one_endless_line_is_refused(tmp_path: Path) -> None:
    assert "has no column 'Date'" in str(refusal(csv(tmp_path, "x" * 10_000_000), rows_of()))


@pytest.mark.parametrize("make", [lambda folder: encrypted(xlsx(folder, TABLE)), lambda folder: csv(folder, "")])
def test_the_runner_says_the_same_without_a_stack_trace(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    config = {"file": "f", "sources": [values_list()]}
    answer = run(
        {"command": "read", "connector": "spreadsheets", "files": {"f": str(make(tmp_path))}, "config": config}
    )
    assert (answer.last["kind"], answer.last["field"]) == ("config", "file")
    assert answer.stderr == ""


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "secret.csv", ""])
def test_a_file_that_was_not_given_to_the_connection_cannot_be_reached(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.csv").write_text("KPI,Month,Value\n", encoding="utf-8")
    (tmp_path / "given").mkdir()
    given = csv(tmp_path / "given", "KPI,Month,Value\n")
    request = {"command": "read", "connector": "spreadsheets", "files": {"f": str(given)}}
    answer = run(request | {"config": {"file": name, "sources": [values_list()]}})
    assert (answer.last["kind"], answer.last["field"]) == ("config", "file")
    assert "/" not in json.dumps(answer.last).replace(name, "")


def test_a_workbook_without_a_visible_sheet_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path, TABLE)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Chart").sheet_state = "visible"
    book["Sheet1"].sheet_state = "hidden"
    book.save(path)
    assert "has no column" in str(refusal(path, values_list()))
    assert len(read(path, values_list(sheet="Sheet1")).values) == 1
