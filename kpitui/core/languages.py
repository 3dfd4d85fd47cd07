"""The languages of the interface, and which of them a person wants; their catalogues are loaded by `kpitui.i18n`."""

from __future__ import annotations

from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


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


def preferred(environ: Mapping[str, str], setting: str | None, flag: str | None) -> str:
    """Return the language to use: the flag, else the setting unless it is ``auto``, else the locale, else English."""
    for chosen in (flag, setting):
        if chosen in LANGUAGES:
            return chosen
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    code = locale[:2].lower()
    return code if code in LANGUAGES else "en"
