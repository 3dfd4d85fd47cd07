"""Whether a terminal can be sent every sign, or plain ASCII only, as settings and locale tell."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


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


def _coerced(environ: Mapping[str, str]) -> bool:
    """Return whether Python itself set LC_CTYPE, as it does where LANG says C; what the process was given is kept."""
    if environ.get("LC_CTYPE") != "C.UTF-8" or environ.get("LANG", "") not in ("C", "POSIX"):
        return False
    import os

    if any(environ.get(name) != os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        return False  # the surroundings of somebody else
    try:
        with open("/proc/self/environ", "rb") as given:  # noqa: PTH123  pathlib is slow to import
            return b"LC_CTYPE=C" not in given.read()
    except OSError:
        return False
