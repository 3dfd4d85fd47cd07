"""Spreadsheets that reach too far, are no XLSX or hold odd values: one sentence each, before they cost memory."""

from __future__ import annotations

import io
import sys
from types import ModuleType
from zipfile import ZipFile

import pytest

from kpitui import exchange
from kpitui.core.errors import Refused
from kpitui.exchange import _spreadsheet
from kpitui.exchange._spreadsheet import sheets_of
from kpitui.exchange._text_tables import statement_table
from kpitui.exchange.content import FileContent

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(sheet: str) -> bytes:
    """Return a workbook with one sheet, whose XML is *sheet*."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Days" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{sheet}</worksheet>',
    }
    return zipped(parts)


def ods(rows: str) -> bytes:
    """Return an ODS file with one sheet of *rows*."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0"/>',
            "content.xml": f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
            f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Days">{rows}'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        }
    )


def zipped(parts: dict[str, str]) -> bytes:
    """Return a zip of *parts*."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def data(cells: str, row: str = "") -> str:
    """Return the XML of a sheet with one row of *cells*."""
    return f"<sheetData><row{row}>{cells}</row></sheetData>"


def read(file: bytes) -> list[str]:
    """Return the sheets of *file* as CSV."""
    return [text.decode() for _name, text in sheets_of(io.BytesIO(file), "days.xlsx")]


@pytest.fixture
def never_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make opening a workbook by the package a failure: what reaches too far is refused before that."""

    class Workbook:
        @staticmethod
        def from_filelike(_stream: object) -> None:
            pytest.fail("the package was asked to read it")

    package = ModuleType("python_calamine")
    vars(package).update(CalamineWorkbook=Workbook, PasswordError=KeyError)
    monkeypatch.setitem(sys.modules, "python_calamine", package)


_CELL = '<table:table-cell office:value-type="float" office:value="1"{}><text:p>1</text:p></table:table-cell>'
_FAR = _CELL.format(' table:number-columns-repeated="16384"')


@pytest.mark.usefixtures("never_opened")
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (xlsx(data('<c r="ZZ1048576"><v>1</v></c>')), "million cells"),
        (xlsx(data('<c r="XFD1048576"><v>1</v></c>')), "million cells"),
        (xlsx(data('<c r="XFC1"/><c><v>1</v></c>') + data("<c><v>1</v></c>", ' r="1048576"')), "million cells"),
        (xlsx(data('<c r="XFE1"><v>1</v></c>')), "outside the sheet"),
        (xlsx(data('<c r="A1048577"><v>1</v></c>')), "outside the sheet"),
        (xlsx(data('<c r="AAAAAAA99999999999"><v>1</v></c>')), "outside the sheet"),
        (xlsx(data("<c><v>1</v></c>", ' r="4294967296"')), "outside the sheet"),
        (xlsx('<dimension ref="A1:XFE1048577"/>' + data("<c><v>1</v></c>")), "outside the sheet"),
        (xlsx(data("<c><v>1")), "can't be read"),
        (ods(f'<table:table-row table:number-rows-repeated="1048576">{_FAR}</table:table-row>'), "million cells"),
        (ods(f'<table:table-row table:number-rows-repeated="99999999999">{_FAR}</table:table-row>'), "outside"),
        (zipped({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), "XLSB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "XLS"),
        (zipped({"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'}), "XML definitions"),
    ],
)
def test_a_sheet_that_reaches_too_far_is_refused_before_it_costs_memory(file: bytes, words: str) -> None:
    with pytest.raises(Refused) as refused:
        read(file)
    assert words in str(refused.value)


def test_formats_far_away_and_a_generous_dimension_cost_nothing() -> None:
    """Cells that only have a format do not count, nor do the rows with which an ODS file is filled up."""
    pytest.importorskip("python_calamine")
    far = '<dimension ref="A1:XFD1048576"/>'
    assert read(xlsx(far + data('<c r="A1"><v>12</v></c><c r="XFD1048576" s="0"/>'))) == ["12\n"]
    empty = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell {}/></table:table-row>'
    rest = empty.format('table:number-columns-repeated="16384"')
    assert read(ods(f"<table:table-row>{_CELL.format('')}</table:table-row>{rest}")) == ["1\n"]


@pytest.mark.parametrize("figure", ["NaN", "inf", "-inf"])
def test_a_figure_that_is_none_is_handed_on_as_text(figure: str) -> None:
    pytest.importorskip("python_calamine")
    assert read(xlsx(data(f'<c r="A1"><v>{figure}</v></c><c r="B1"><v>2</v></c>'))) == [f"{figure.lower()},2\n"]


def test_a_panic_of_the_package_is_one_sentence_and_an_interrupt_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})
    package = ModuleType("python_calamine")
    vars(package).update(PasswordError=KeyError)
    monkeypatch.setitem(sys.modules, "python_calamine", package)
    for raised, expected in ((panic("out of range"), Refused), (KeyboardInterrupt(), KeyboardInterrupt)):

        class Workbook:
            error = raised

            @classmethod
            def from_filelike(cls, _stream: object) -> None:
                raise cls.error

        vars(package).update(CalamineWorkbook=Workbook)
        with pytest.raises(expected):
            read(xlsx(data("<c><v>1</v></c>")))


def test_too_many_cells_of_all_sheets_together_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("python_calamine")
    monkeypatch.setattr(_spreadsheet, "MOST_CELLS", 3)
    with pytest.raises(Refused, match=r"^days\.xlsx has more than"):
        read(xlsx(data('<c r="B2"><v>1</v></c>')))


_CAMT = (
    '<?xml version="1.0" encoding="{}"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
    "<BkToCstmrStmt><Stmt><Ntry>{}<CdtDbtInd>DBIT</CdtDbtInd><BookgDt><Dt>2026-11-02</Dt></BookgDt></Ntry></Stmt>"
    "</BkToCstmrStmt></Document>"
)
_AMOUNT = '<Amt Ccy="EUR">12.50</Amt>'


@pytest.mark.parametrize("name", ["utf-7", "none-such", "base64", "cp037", "", "utf-8\0"])
def test_a_statement_in_an_encoding_that_is_not_its_own_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        statement_table(FileContent(_CAMT.format(name, _AMOUNT).encode(), "s.xml"))


@pytest.mark.parametrize(("name", "encoding"), [("UTF-8", "utf-8"), ("ISO-8859-15", "cp1252"), ("us-ascii", "utf-8")])
def test_a_statement_is_read_in_the_encoding_of_its_file(name: str, encoding: str) -> None:
    table = statement_table(FileContent(_CAMT.format(name, _AMOUNT).encode(encoding), "s.xml"))
    assert table is not None
    assert [row[:3] for _number, row in table.rows()] == [["2026-11-02", "-12.50", "EUR"]]


def test_an_entry_of_a_statement_without_an_amount_is_refused() -> None:
    with pytest.raises(Refused, match="an amount is missing"):
        statement_table(FileContent(_CAMT.format("utf-8", "").encode(), "s.xml"))


def test_a_sheet_is_read_row_by_row() -> None:
    """An empty one is none, wherever its last cell with a format lies."""
    assert _spreadsheet._csv([["", ""], ["", 2.0]]) == b",\n,2\n"
    assert _spreadsheet._csv([["", ""]]) == b""


def _sheets(**sheets: str) -> bytes:
    """Return a zip of the tables of *sheets*, as the sheets of a workbook are read."""
    return zipped({f"{name}.csv": text for name, text in sheets.items()})


def test_a_sheet_for_each_month_is_one_table_and_other_sheets_are_named() -> None:
    """The same columns with other days go on; with the same days, or other columns, they are another thing."""
    january = "date,orders\n2026-01-30,3\n2026-01-31,4\nTotale,7\n\nsource: till,\n"
    february = "orders,date\n5,2026-02-01\n5,Totale\n\n,source: till\n"
    reading = exchange.read(
        FileContent(_sheets(Jan=january, Feb=february, Visits=january, Staff="name,age\nBo,4\n"), "x.zip")
    )
    assert [(row.date.month, row.date.day, row.value) for row in reading.rows] == [(1, 30, 3), (1, 31, 4), (2, 1, 5)]
    assert [params.get("names") for _message, params in reading.cautions] == ["Visits.csv, Staff.csv", None]


def test_the_wider_of_two_sheets_is_read_whatever_its_days_are_called() -> None:
    """A small sheet has a date and pages read, the other one each sale, by a day of its own name."""
    sales = "Royalty Date,Title,Units,Royalty\n2026-11-02,A,2,5.50\n2026-11-03,B,1,2.75\n"
    reading = exchange.read(FileContent(_sheets(Pages="Date,Pages\n2026-11-02,210\n", Sales=sales), "x.zip"))
    assert reading.columns == ("Units", "Royalty")
    assert next(params["names"] for _message, params in reading.cautions) == "Pages.csv"
