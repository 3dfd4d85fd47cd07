"""Hostile text: what a person, a file or a server may send to reach the terminal, a page, a spreadsheet or the SQL."""

from __future__ import annotations

from kpitui.i18n.harmless import DANGEROUS

ESCAPES = (
    "\x1b[31mred", "\x1b[2J", "\x1b]0;title\x07", "\x1b]52;c;cm0gLXJm\x07", "\x1b]8;;http://evil\x1b\\x",
    "\x1bPq#0\x1b\\",
    "\x1b[?1049l", "\x1b[6n", "\x1bc", "\x9b31m", "\x9d0;t\x9c", "\x90q\x9c", "\x1b[200~x\x1b[201~", "\x1b[>0q",
    "\x1b_G\x1b\\",
)  # fmt: skip
MARKUP = (
    "[red]x[/red]", "[/]", "[@click=app.quit]x[/]", "[link=http://evil]x[/link]", "[bold", "$primary", "{x}",
    "{0.__class__}",
    "%s%n", "{path!r}", "[[x]]", "\\[red]", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "</title><script>",
    "\"><svg onload=x>", "' onclick='x", "<!--", "]]>", "&lt;b&gt;", "javascript:alert(1)", "[x](javascript:alert(1))",
    "![x](http://evil/x.png)", "# heading", "| a | b |", "```", "<b>", "*x*", "`x`", "---",
)  # fmt: skip
SQL = (
    "'; DROP TABLE entry; --", "\"; DELETE FROM kpi; --", "x' OR '1'='1", "1); ATTACH '/tmp/x' AS y; --", "%", "_", "*",
    "a\"b", "a'b", "NULL", "?1", ":x", "@x", "$x", "[kpi]",
)  # fmt: skip
FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1",
    "=HYPERLINK(\"http://evil\")",
    "＝1+1", "'=1", "|calc", "=DDE(\"x\")", "-2+3+cmd|' /C calc'!A0",
)  # fmt: skip
INVISIBLE = (
    "\u202egnp.exe", "a\u200bb", "\u200e\u200f", "\u2066x\u2069", "\ufeffx", "\u2028x", "\u2029x", "\u061cx",
    "x\u0301" * 20,
    "\U000e0041\U000e0042", "\ufff9x\ufffa", "\u00ad", "\u180e", "\u3164", "\u115f", "\u034f",
)  # fmt: skip
WIDE = (
    "👩‍👩‍👧‍👦", "🇳🇱", "日本語", "한국어", "ｆｕｌｌ", "👍🏽", "❤️", "𝒳", "é" * 50, "e\u0301", "א", "مرحبا", "ไทย", "ß",
    "İ",
    "ǆ",
)  # fmt: skip
BROKEN = (
    "\ud800", "x\udfff", "\udc80\udcff", "\x00", "a\x00b", "\x00" * 50, "\x7f", "\x85", "\xa0", "\x0c", "\x0b",
    "\x1c\x1d\x1e\x1f",
    "\x08\x08\x08", "\r\nx", "a\rb", "\x07\x07", "\ufffd", "\uffff", "\U0010ffff", "",  " ", "\t", "\n",
)  # fmt: skip
LONG = (
    "x" * 10_000,
    "x " * 5_000,
    "é" * 10_000,
    "日" * 10_000,
    "\x1b[31m" * 2_000,
    "1" * 10_000,
    "(" * 10_000,
    "-" * 10_000,
)
ODD_NUMBERS = (
    "nan", "inf", "-inf", "1e400", "1e308", "-0", "0x10", "1_000", "١٢٣", "１２", "1,2,3", "1.2.3", "--1", "1/0",
    "9" * 400, "1e",
    "½", "²", "1 2", "€", "%", "()", "2**99999", "__import__('os')", "1;2", "1'000", "+", "=", "∞", "1e-400",
)  # fmt: skip
PATHS = (
    "../../etc/passwd",
    "/dev/null",
    "~",
    "-rf",
    "--",
    "--help",
    "-",
    ".",
    "C:\\x",
    "a/b",
    "con",
    "$(id)",
    "`id`",
    ";id",
    "|id",
)


def _single() -> list[str]:
    """Return every control and format character by itself, inside a word."""
    points = (*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x206A))
    return [f"a{chr(point)}b" for point in points]


def _mixed() -> list[str]:
    """Return strings that are hostile in two ways at once."""
    parts = [
        *zip(ESCAPES, FORMULAS, strict=False),
        *zip(MARKUP, ESCAPES, strict=False),
        *zip(SQL, MARKUP, strict=False),
    ]
    return [first + second for first, second in parts]


STRINGS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *ESCAPES,
            *MARKUP,
            *SQL,
            *FORMULAS,
            *INVISIBLE,
            *WIDE,
            *BROKEN,
            *LONG,
            *ODD_NUMBERS,
            *PATHS,
            *_single(),
            *_mixed(),
        )
    )
)
"""Each once."""

FORBIDDEN = DANGEROUS.replace("[\x00-\x1f", "[\x00-\x09\x0b-\x1f")
"""What may not be in any output; a line end may."""
