"""A refusal as a sentence in the language in force, with everything that came from outside made harmless."""

from __future__ import annotations

from kpitui.core.errors import KpituiError
from kpitui.i18n import _
from kpitui.i18n.harmless import harmless


def sentence(error: KpituiError) -> str:
    """Return what *error* says, in the language in force; a parameter that is a marked message is translated too."""
    params = {name: harmless(_(value)) if isinstance(value, str) and value else value for name, value in error.params.items()}
    return _(error.message).format(**params)
