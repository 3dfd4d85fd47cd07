"""Language: which one is in force, and every sentence in it, looked up when it is shown.

English sentences are the keys, so that English costs nothing; another language loads its gettext catalogue. What
numbers look like is `kpitui.core.figures`' work, days in words are `dates`'.
"""

from __future__ import annotations

from kpitui.core.errors import Refused, mark
from kpitui.core.languages import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gettext import NullTranslations
    from typing import IO


_catalogue: NullTranslations | None = None
_language = "en"
_month_first = False
_this_year = 0


def use(language: str, *, month_first: bool = False, this_year: int = 0) -> None:
    """Put *language* in force for the whole process; raise Refused when there is no such language.

    With *month_first* English writes a day as ``Dec 1``, as in the region of who reads it. Days of *this_year* can be
    written without their year.
    """
    global _catalogue, _language, _month_first, _this_year  # noqa: PLW0603  one process speaks one language, as gettext.install
    if language not in LANGUAGES:
        raise Refused(
            mark("KPITUI doesn't speak {value}. Choose: {known}"),
            field="language",
            value=language,
            known=", ".join(LANGUAGES),
        )
    _month_first = month_first and language == "en"
    _this_year = this_year
    if language == _language:
        return
    _catalogue = None if language == "en" else _load(language)
    _language = language


def language() -> str:
    """Return the code of the language in force."""
    return _language


def month_first() -> bool:
    """Tell whether a day is written with its month first."""
    return _month_first


def this_year() -> int:
    """Return the year of today, which goes without saying; 0 while no day is today."""
    return _this_year


def _(message: str) -> str:
    """Return *message* in the language in force."""
    return _catalogue.gettext(message) if _catalogue else message


def plural(one: str, many: str, n: int) -> str:
    """Return the form for *n* things in the language in force; the caller fills in the number."""
    if _catalogue:
        return _catalogue.ngettext(one, many, n)
    return one if n == 1 else many


def context(ctx: str, message: str) -> str:
    """Return *message* as it is said in the situation *ctx*, for words that mean more than one thing."""
    return _catalogue.pgettext(ctx, message) if _catalogue else message


def lacks_signs(stream: IO[str]) -> bool:
    """Return whether *stream* writes in an encoding that has not every sign."""
    return "utf" not in (getattr(stream, "encoding", None) or "utf-8").lower()


def _load(language: str) -> NullTranslations:
    """Return the catalogue of *language*, or one that leaves all English where none was compiled."""
    import gettext
    import os

    folder = os.path.join(os.path.dirname(__file__), "catalogues")  # noqa: PTH118, PTH120  pathlib is slow to import
    return gettext.translation("kpitui", folder, [language], fallback=True)


def capitalised(text: str) -> str:
    """Return *text* with a capital where it begins; nothing else of it changes."""
    return text[:1].upper() + text[1:]
