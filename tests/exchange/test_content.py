"""The bytes of files: encodings, archives, and the one sentence for what is no text."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from kpitui.core.errors import Refused
from kpitui.exchange import content as contents
from kpitui.exchange import read
from kpitui.exchange.content import FileContent, from_stream, on_disk

TEXT = "datum;omzet\n2026-11-01;€ 5\n"


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Return a zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(encoding: str) -> None:
    """The encodings in which spreadsheets save are recognised, with and without a mark."""
    assert "".join(FileContent(TEXT.encode(encoding)).lines()) == TEXT


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "data;kwota;opis\n2026-11-02;5;zł za usługę\n"),
        ("iso8859_2", "data;kwota;opis\n2026-11-02;5;źródło, ścieżka\n"),
        ("cp1250", "datum;částka\n2026-11-02;5\n;příjem za službu\n"),
        ("cp1251", "дата;сумма\n2026-11-02;5\n"),
        ("cp1253", "ημερομηνία;ποσό\n2026-11-02;5\n"),
        ("cp1254", "tarih;işlem açıklaması\n2026-11-02;5\n"),
        ("mac_roman", "Datum;Beträge für Löhne\n2026-11-02;5\n"),
        ("cp850", "Datum;Beträge für Löhne\n2026-11-02;5\n"),
        ("cp1252", "Fecha;¿Cuánto?;m³;N.º\n2026-11-02;5;6;7\n"),
        ("cp1252", "naam;reden\nJosé;crème brûlée – “Größe” €\nDvorák;Ålesund\n"),
        ("cp1252", "title;orders\nL’Oréal’s;5\n"),
        ("cp932", "取引日,入出金(円)\n20261102,300000\n"),
        ("gb18030", "日期,金额\n2026-11-02,5\n"),
        ("big5", "日期,金額\n2026-11-02,5\n"),
        ("cp949", "날짜,금액\n2026-11-02,5\n"),
    ],
)
def test_older_encodings_are_told_by_their_letters(encoding: str, text: str) -> None:
    content = FileContent(text.encode(encoding))
    assert (content.encoding, "".join(content.lines())) == (encoding, text)


def test_an_odd_byte_far_down_decides() -> None:
    """A file that is UTF-8 for a long while and not in the end is CP1252 as a whole."""
    data = b"date,note\n" + b"2026-11-01,plain\n" * 40_000 + b"2026-11-02,caf\xe9\n"
    assert FileContent(data).encoding == "cp1252"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"  \n \t\n", "empty"),
        (b"\x00\x01\x02\x03" * 50, "No table can be read from this file"),
        (b"date,orders\n2026-11-01,5\0\n", "No table can be read from this file"),
        (b"\x00\x89PNG" * 20, "No table can be read from this file"),
        (b"\xff\xfe\x00", "No table can be read from this file"),
        (b"PK\x03\x04 cut short", "damaged"),
        (zipped(("Dates.csv", b"Date,Clicks\n" * 500))[:-60], "damaged"),
        (gzip.compress(b"date,orders\n2026-11-01,5\n" * 99, mtime=0)[:-20], "damaged"),
        (zipped(("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")), "spreadsheet"),
        (zipped(("a.png", b"\x00\x89PNG")), "No table can be read from this file"),
    ],
)
def test_what_is_no_text_is_one_sentence(data: bytes, said: str) -> None:
    """Empty, binary, with NUL in it, cut short, a workbook: refused as a file."""
    with pytest.raises(Refused, match=said) as refused:
        read(data, name="file")
    assert refused.value.field == "file"


def test_an_archive_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many files or bytes in an archive are refused before they are unpacked; its paths lead nowhere."""
    many = zipped(*((f"{at}.csv", b"x") for at in range(contents.MOST_MEMBERS + 1)))
    with pytest.raises(Refused, match="is too big"):
        read(many)
    bomb = zipped(("../../../etc/bomb.csv", b"date,orders\n2026-11-01,5\n" + b"\n" * 500_000))
    assert len(read(bomb).rows) == 1
    monkeypatch.setattr(contents, "LARGEST", 100_000)
    for data in (bomb, gzip.compress(b"\n" * 500_000 + b"date", mtime=0)):
        with pytest.raises(Refused, match=r"too big|too large"):
            read(data)


def test_the_table_in_an_archive_is_found_among_others() -> None:
    """Pictures and reports without days beside the table that is wanted do not matter."""
    data = zipped(("logo.png", b"\x00\x89PNG"), ("empty.csv", b""), ("by-day.csv", b"date,orders\n2026-11-01,5\n"))
    assert read(data).rows[0].value == 5.0


def test_what_is_no_file_is_one_sentence(tmp_path: Path) -> None:
    """A folder, a file that is not there and a path that cannot be are refused with the path."""
    for path, said in (
        (str(tmp_path), "is a folder"),
        (str(tmp_path / "no.csv"), "can't be read"),
        ("a\0b", "can't be"),
    ):
        with pytest.raises(Refused, match=said) as refused:
            on_disk(path)
        assert refused.value.params["value"] == path


def test_standard_input_is_read_as_often_as_needed() -> None:
    """What came through a pipe can be gone through again."""
    content = from_stream(io.BytesIO(TEXT.encode()))
    for _turn in range(2):
        assert "".join(content.lines()) == TEXT


def test_an_archive_can_come_through_standard_input() -> None:
    """A zip is read from a pipe as from disk."""
    content = from_stream(io.BytesIO(zipped(("by-day.csv", b"date,orders\n2026-11-01,5\n"))))
    assert read(content).rows[0].value == 5.0


def cautions_of(data: bytes) -> list[str]:
    """Return what is said of a file that is read all the same, as sentences."""
    return [message.format(**params) for message, params in read(data, name="a.csv").cautions]


def test_damaged_utf8_stays_utf8() -> None:
    """One broken line at the end makes no mojibake of every accent before it, and is named."""
    rows = "date,café,note\n" + "2026-11-01,5,€ één\n" * 50
    reading = read(rows.encode() + b"2026-11-02,6,\xff\xfe\n", name="a.csv")
    assert reading.columns == ("café",)
    assert [row.note for row in reading.rows][-2:] == ["€ één", "��"]
    assert cautions_of(rows.encode() + b"2026-11-02,6,\xff\xfe\n") == [
        "Line 52 of a.csv is damaged. Where a character was lost, you see �"
    ]
    assert cautions_of(rows.encode()) == []


def test_a_file_with_a_mark_is_what_the_mark_says() -> None:
    """Also where only one sign beyond ASCII is left, and that is broken."""
    assert cautions_of(codecs.BOM_UTF8 + b"date,orders,note\n2026-11-01,5,caf\xe9\n")[0].startswith("Line 2 of a.csv")


def test_which_encoding_was_taken_is_said() -> None:
    """A table of nobody in particular in Windows-1252 says from which line on that was clear."""
    data = "date,orders,note\n2026-11-01,5,x\n2026-11-02,6,café\n".encode("cp1252")
    assert cautions_of(data) == ["Line 3 of a.csv is not UTF-8, so the file was read as Windows-1252"]
    assert read(data).rows[-1].note == "café"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("date,kpi,value,value", "'value' and 'value' are the same column: only the first is used"),
        ("date,kpi,value,waarde", "'value' and 'waarde' are the same column"),
        ("date,kpi,value,dag", "'date' and 'dag' are the same column"),
    ],
)
def test_a_column_that_is_there_twice_is_told(head: str, said: str) -> None:
    """The first is used, as it always was, and that is said."""
    data = f"{head}\n2026-11-01,orders,5,6\n"
    assert said in cautions_of(data.encode())[0]
    assert [row.value for row in read(data.encode()).rows] == [5.0]
    assert cautions_of(b"date,kpi,value,other\n2026-11-01,orders,5,6\n") == []


def test_a_path_as_a_terminal_writes_it_for_a_dropped_file(tmp_path: Path) -> None:
    """An address or a path with backslashes leads to the file; a file that is really called so comes first."""
    file = tmp_path / "my file (1).csv"
    file.write_text("date,sales\n2026-11-20,5\n")
    escaped = str(file).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)")
    for path in (str(file), file.as_uri(), f"{file.as_uri()} ", f"file://localhost{quote(str(file))}", escaped):
        assert on_disk(path).head == file.read_bytes()
    odd = tmp_path / "my\\ file.csv"
    odd.write_text("other")
    assert on_disk(str(odd)).head == b"other"
    with pytest.raises(Refused):
        on_disk(str(tmp_path / "not\\ there.csv"))


def test_the_first_lines_of_a_text_are_as_they_stand_there() -> None:
    """Of one longer than what is looked at no line is cut; what is no text has none."""
    assert FileContent(b"\xef\xbb\xbfday,orders\r\n2026-11-20,7\r\n").first_lines(9) == ["day,orders", "2026-11-20,7"]
    assert FileContent(TEXT.encode()).first_lines(1) == ["datum;omzet"]
    long = FileContent(b"2026-11-20,7\n" * 1000)
    assert set(long.first_lines(1000)) == {"2026-11-20,7"}
    for data in (zipped(("a.csv", TEXT.encode())), TEXT.encode("utf-16"), TEXT.encode("cp1252"), b""):
        assert FileContent(data).first_lines(9) == []
