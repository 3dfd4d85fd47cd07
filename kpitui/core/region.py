"""What a place decides: whether the day or the month comes first, the currency, the first day of the week, numbers.

By the territory of a locale, such as the US in ``en_US.UTF-8``; the facts are those of Unicode's CLDR. Which one holds
is decided by `kpitui.services.settings`; it is loaded only where there is one.
"""

from __future__ import annotations

from kpitui.core.record import Record


class Region(Record):
    """One territory."""

    code: str
    """As in ISO 3166: ``NL``, ``US``."""
    currency: str
    """As in ISO 4217: ``EUR``, ``USD``."""
    week_start: int
    """The first day of the week: Monday is 0, Sunday is 6."""
    numbers: str
    """A key of `figures.NUMBER_STYLES`."""
    month_first: bool
    """Whether ``12/1`` is the first of December."""

    @property
    def gap(self) -> str:
        """Return what stands between the sign of the dollar and a figure: nothing where people pay in it."""
        return "" if self.currency == "USD" else " "


_WEEK = {"mon": 0, "sat": 5, "sun": 6}

_TABLE = """
AT EUR mon nl  AU AUD mon en  BE EUR mon nl  BR BRL sun nl  CA CAD sun en  CH CHF mon en  CN CNY mon en m
CZ CZK mon nl  DE EUR mon nl  DK DKK mon nl  EE EUR mon nl  ES EUR mon nl  FI EUR mon nl  FR EUR mon nl
GB GBP mon en  GR EUR mon nl  HK HKD sun en  HR EUR mon nl  HU HUF mon nl m  ID IDR sun nl  IE EUR mon en
IL ILS sun en  IN INR sun en  IS ISK mon nl  IT EUR mon nl  JP JPY sun en m  KR KRW sun en m  LT EUR mon nl m
LU EUR mon nl  LV EUR mon nl  MX MXN sun en  NL EUR mon nl  NO NOK mon nl  NZ NZD mon en  PH PHP sun en m
PL PLN mon nl  PT EUR sun nl  RO RON mon nl  SE SEK mon nl  SG SGD sun en  SI EUR mon nl  SK EUR mon nl
TR TRY mon nl  TW TWD sun en m  UA UAH mon nl  US USD sun en m  ZA ZAR sun en
"""

REGIONS: dict[str, Region] = {
    code: Region(code, currency, _WEEK[week], numbers, rest == ["m"])
    for code, currency, week, numbers, *rest in (
        entry.split() for line in _TABLE.strip().splitlines() for entry in line.split("  ")
    )
}
"""By their codes, ascending. A number style stands for its decimal mark and grouping."""


def territory_of(locale: str) -> str:
    """Return the territory of a locale that there is a region for, as ``US`` of ``en_US.UTF-8``; empty for others."""
    code = locale.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")[2].upper()
    return code if code in REGIONS else ""
