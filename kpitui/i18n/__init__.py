"""Language: which one is in force, and every sentence in it, looked up when it is shown.

English sentences are the keys, so that English costs nothing; another language loads its gettext catalogue. What
numbers look like is `kpitui.core.figures`' work, days in words are `dates`'.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpitui.core.errors import Refused, mark
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from gettext import NullTranslations
    from typing import IO


class Language(Record):
    """A language of the interface."""

    code: str
    own_name: str
    numbers: str
    """The number style that is usual with it, a key of `kpitui.core.figures.NUMBER_STYLES`."""
    region: str = ""
    """The territory that it is the language of, where it is spoken in few."""


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "en"),
        Language("nl", "Nederlands", "nl", "NL"),
    )
}

_catalogue: NullTranslations | None = None
_language = "en"


def use(language: str) -> None:
    """Put *language* in force for the whole process; raise Refused when there is no such language."""
    global _catalogue, _language  # noqa: PLW0603  one process speaks one language, as with gettext.install
    if language not in LANGUAGES:
        raise Refused(
            mark("{value} is no language of KPITUI; there are: {known}"),
            field="language",
            value=language,
            known=", ".join(LANGUAGES),
        )
    if language == _language:
        return
    _catalogue = None if language == "en" else _load(language)
    _language = language


def language() -> str:
    """Return the code of the language in force."""
    return _language


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


def preferred(environ: Mapping[str, str], setting: str | None, flag: str | None) -> str:
    """Return the language to use: the flag, else the setting unless it is ``auto``, else the locale, else English."""
    for chosen in (flag, setting):
        if chosen in LANGUAGES:
            return chosen
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    code = locale[:2].lower()
    return code if code in LANGUAGES else "en"


def ascii_only(environ: Mapping[str, str], chosen: str = "auto") -> bool:
    """Return whether the terminal is to be sent plain ASCII only: as *chosen* (yes or no), else as its locale says.

    PYTHONIOENCODING, or else the first of LC_ALL, LC_CTYPE and LANG that is set decides; Python itself says UTF-8 even
    where the terminal is not. With none of them set nothing is known, and UTF-8 is what nearly every terminal of today
    speaks.
    """
    if chosen in ("yes", "no"):
        return chosen == "yes"
    stated = environ.get("PYTHONIOENCODING", "").partition(":")[0]
    if stated:
        return "utf" not in stated.lower()
    names = ("LC_ALL", "LANG") if _coerced(environ) else ("LC_ALL", "LC_CTYPE", "LANG")
    locale = next((environ[name] for name in names if environ.get(name)), "")
    return bool(locale) and "utf" not in locale.lower().replace("-", "")


def lacks_signs(stream: IO[str]) -> bool:
    """Return whether *stream* writes in an encoding that has not every sign."""
    return "utf" not in (getattr(stream, "encoding", None) or "utf-8").lower()


def _coerced(environ: Mapping[str, str]) -> bool:
    """Return whether Python itself set LC_CTYPE, as it does where LANG says C; what the process was given is kept."""
    if environ.get("LC_CTYPE") != "C.UTF-8" or environ.get("LANG", "") not in ("C", "POSIX"):
        return False
    import os

    if any(environ.get(name) != os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        return False  # the surroundings of somebody else
    try:
        with open("/proc/self/environ", "rb") as given:  # noqa: PTH123  pathlib is dear to import
            return b"LC_CTYPE=C" not in given.read()
    except OSError:
        return False


def _load(language: str) -> NullTranslations:
    """Return the catalogue of *language*, or one that leaves all English where none was compiled."""
    import gettext
    import os

    folder = os.path.join(os.path.dirname(__file__), "catalogues")  # noqa: PTH118, PTH120  pathlib is dear to import
    return gettext.translation("kpitui", folder, [language], fallback=True)
