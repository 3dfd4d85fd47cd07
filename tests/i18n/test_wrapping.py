"""Lines end between words, never within a figure."""

from __future__ import annotations

import pytest

from kpitui.i18n.wrapping import glued, unglued, wrap

TEXT = "Enough: \N{EURO SIGN} 3,527 a week now, -\N{EURO SIGN} 12 or 5.2 pp less, in 3 u 30 or 4 h, of 16 units"
DATES = "Paused from Mon 23 Nov 2026 to Thu Dec 31, 2026, 1 May, voor di 5 mrt 2027 en 31 december 2027 of 12 stuks"


@pytest.mark.parametrize("width", range(12, 60, 3))
def test_a_figure_stays_on_one_line(width: int) -> None:
    """Whatever the width: the currency with its figure, the figure with its unit; nothing else is lost or joined."""
    lines = wrap(TEXT, width)
    assert " ".join(lines) == TEXT
    assert all(len(line) <= width for line in lines)
    together = "\n".join(lines)
    for figure in ("\N{EURO SIGN} 3,527", "-\N{EURO SIGN} 12", "5.2 pp", "3 u", "4 h"):
        assert figure in together
    assert len(glued(TEXT)) == len(TEXT) and unglued(glued(TEXT)) == TEXT


@pytest.mark.parametrize("width", [10, 13])
def test_what_is_wider_than_a_line_ends_at_a_space(width: int) -> None:
    """A date in a column of a telephone is two lines, and no word in it is torn."""
    lines = wrap(DATES, width)
    assert " ".join(lines) == DATES and all(len(line) <= width for line in lines)


@pytest.mark.parametrize("width", range(18, 60, 4))
def test_a_date_stays_on_one_line(width: int) -> None:
    lines = wrap(DATES, width)
    assert " ".join(lines) == DATES and all(len(line) <= width for line in lines)
    together = "\n".join(lines)
    for day in ("Mon 23 Nov 2026", "Thu Dec 31, 2026", "1 May", "di 5 mrt 2027", "31 december 2027"):
        assert day in together
