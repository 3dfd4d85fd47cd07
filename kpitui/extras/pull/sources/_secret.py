"""A secret: read from the environment or a private file, and kept out of everything that is shown, logged or stored."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kpitui.core.errors import KpituiError, Refused, mark
from kpitui.files.trust import open_trusted

HIDDEN = "•••"
SHORTEST_HIDDEN = 4
"""Characters; what is shorter would hide half of every sentence, and is no secret."""
LARGEST = 64 * 1024


class Secret:
    """A text that shows itself to nobody but who asks for `value`."""

    def __init__(self, value: str = "") -> None:
        self._value = value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return HIDDEN if self._value else ""

    @property
    def value(self) -> str:
        """The secret itself, to be sent to the source and nowhere else."""
        return self._value

    def hide(self, text: str) -> str:
        """Return *text* without the secret, in any of the forms that a server may give it back in."""
        for form in self._forms():
            text = text.replace(form, HIDDEN)
        return text

    def hide_in(self, error: KpituiError) -> KpituiError:
        """Return *error* with the secret hidden in all it would tell."""
        params = {
            name: self.hide(str(value)) if isinstance(value, str) else value for name, value in error.params.items()
        }
        return type(error)(error.message, field=error.field, **params)

    def _forms(self) -> list[str]:
        """Return the ways the secret can be written, longest first: a part of one must not give away the rest."""
        import base64
        import json
        from urllib.parse import quote, quote_plus

        parts = {self._value, *(line.strip() for line in self._value.splitlines())}
        long_enough = [part for part in parts if len(part) >= SHORTEST_HIDDEN]
        forms = {
            form
            for part in long_enough
            for form in (
                part,
                quote(part),
                quote(part, safe=""),
                quote_plus(part),
                json.dumps(part)[1:-1],
                repr(part)[1:-1],
                base64.b64encode(part.encode()).decode(),
            )
        }
        return sorted(forms, key=len, reverse=True)


NO_SECRET = Secret()


def read_secret(environ: Mapping[str, str], *, env: str | None = None, file: str | None = None) -> Secret:
    """Return the secret in the environment variable *env*, or else in the private *file*.

    Raises Refused when it is not there, is empty, or when others can read the file.
    """
    if env is not None:
        value = environ.get(env, "").strip()
        if not value:
            raise Refused(mark("The environment variable {name} is not set"), field="token", name=env)
        return Secret(value)
    return Secret(_content(Path(file or "").expanduser()))


def _content(path: Path) -> str:
    try:
        with os.fdopen(open_trusted(str(path), private=True), encoding="utf-8") as file:
            value = file.read(LARGEST).strip()
    except Refused as error:
        error.field = "token"
        raise
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Refused(mark("{path} cannot be read: {reason}"), field="token", path=str(path), reason=reason) from error
    if not value:
        raise Refused(mark("{path} is empty; it should hold a token"), field="token", path=str(path))
    return value
