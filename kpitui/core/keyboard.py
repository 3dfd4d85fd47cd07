"""Keys of the keyboard as names: read as people write them, shown as people know them, and told apart.

Which key does what is declared where the action is; which of them are moved is `kpitui.services.settings`' work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from unicodedata import name

from kpitui.core.errors import NotFound, Refused, mark

NAMED = (
    "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right",
)  # fmt: skip
"""Keys that have a name instead of a sign."""

SIGNS = {"escape": "esc", "delete": "del", "insert": "ins", "pagedown": "PgDn", "pageup": "PgUp"}
"""How a named key is written, where that is not its name."""

_READ = {sign.lower(): key for key, sign in SIGNS.items()} | {"return": "enter", "spacebar": "space"}
_SHORT = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""What a terminal sends for both keys of a pair, so that one cannot be told from the other."""
_KEPT = ("ctrl+c", "ctrl+z", "ctrl+j")
"""Leaving, stopping and the line break are the terminal's own."""


class Bound(NamedTuple):
    """An action with the keys it has by itself."""

    id: str
    keys: tuple[str, ...]
    owner: str = ""
    """The widget that must have the focus; empty for keys of the whole page."""


class Layout(NamedTuple):
    """What the keys of one page do; the keys of the widgets of a page never meet each other."""

    title: str
    bound: tuple[Bound, ...]
    used: frozenset[str] = frozenset()
    """Keys that the page needs for editing, focus and scrolling; they cannot be moved."""
    typing: bool = False
    """Whether letters are text there."""
    starters: frozenset[str] = frozenset()
    """Keys that begin a figure there."""


def read_keys(text: str) -> tuple[str, ...]:
    """Return the names of the keys in *text*, one or several with commas or spaces between: ``^n`` is ``ctrl+n``.

    Raises Refused for what is no key, or none that a terminal tells from others.
    """
    keys = tuple(dict.fromkeys(_read(word) for word in re.split(r"[\s,]+", text.strip()) if word))
    if not keys:
        raise _no_key(text)
    return keys


def is_typed(key: str) -> bool:
    """Return whether *key* types a sign into a line of text."""
    return key == "space" or character_of(key) != ""


def character_of(key: str) -> str:
    """Return the sign that *key* types; empty when it types none."""
    return key if len(key) == 1 else _SIGN_OF.get(key, "")


def key_of_sign(sign: str) -> str:
    """Return the name of the key that types *sign*."""
    named = sign if sign.isalnum() else name(sign, sign).lower().replace("-", "_").replace(" ", "_")
    return _SHORT.get(named, named)


_SIGN_OF = {key_of_sign(sign): sign for sign in (*map(chr, range(33, 127)), "€", "£", "−") if not sign.isalnum()}
"""The signs by the names of their keys; letters and digits have none."""


def shown_key(key: str) -> str:
    """Return how *key* is written for people: ``^n`` for ctrl+n, ``?`` for question_mark."""
    if key.startswith("ctrl+"):
        return "^" + shown_key(key.removeprefix("ctrl+"))
    if re.fullmatch(r"f\d+", key):
        return key.upper()
    return SIGNS.get(key) or (key if key in NAMED else character_of(key) or key)


def refuse_unknown_action(action: str, pages: Sequence[Layout]) -> None:
    """Raise NotFound when there is no *action* called so on any of *pages*; its params hold near ones."""
    actions = {bound.id for page in pages for bound in page.bound}
    if action not in actions:
        raise _unknown(action, actions)


def problems(chosen: Mapping[str, tuple[str, ...]], pages: Sequence[Layout]) -> dict[str, Refused]:
    """Return why *chosen* keys, by id of their action, cannot be had; empty when all of them can."""
    actions = {bound.id for page in pages for bound in page.bound}
    refusals: dict[str, Refused] = {}
    for action, keys in chosen.items():
        if action not in actions:
            refusals[action] = _unknown(action, actions)
        for page in pages:
            for bound in page.bound:
                if bound.id == action and action not in refusals:
                    problem = next(_collisions(bound, keys, page, chosen), None)
                    if problem is not None:
                        refusals[action] = problem
    return refusals


def _collisions(
    bound: Bound, keys: tuple[str, ...], page: Layout, chosen: Mapping[str, tuple[str, ...]]
) -> Iterator[Refused]:
    """Yield what stands in the way of *keys* for an action of a page."""
    others = [other for other in page.bound if other.id != bound.id and _can_both_act(other.owner, bound.owner)]
    for key in keys:
        for other in others:
            if key in chosen.get(other.id, other.keys):
                taken = mark("The key {value} is already used on {page}, by {id}. Choose another key")
                yield Refused(taken, field="keys", value=shown_key(key), page=page.title, id=other.id)
        if key in page.used:
            needed = mark("The key {value} is already used on {page}. Choose another key")
            yield Refused(needed, field="keys", value=shown_key(key), page=page.title)
        if key in page.starters:
            begins = mark("On {page} the key {value} types a number. Choose another key")
            yield Refused(begins, field="keys", value=shown_key(key), page=page.title)
    if page.typing and all(is_typed(key) for key in keys):
        text = mark("On {page} the key {value} types text. Choose another key, such as ctrl+x or f6")
        if len(keys) > 1:
            text = mark("On {page} the keys {value} type text. Choose another key, such as ctrl+x or f6")
        yield Refused(text, field="keys", value=" ".join(map(shown_key, keys)), page=page.title)


def _can_both_act(owner: str, other: str) -> bool:
    """Tell whether the keys of both owners act at a time: one is the whole page, or both are the same widget."""
    return not owner or not other or owner == other


def _read(word: str) -> str:
    key = "ctrl+" + word[1:] if len(word) > 1 and word[0] == "^" else word
    prefix, plus, last = key.rpartition("+") if len(key) > 1 else ("", "", key)
    modifiers = prefix.lower().split("+") if plus else []
    last = _key(last, word)
    if len(last) == 1 and modifiers:
        last = last.lower()
    if not set(modifiers) <= {"ctrl", "alt", "shift"} or (modifiers == ["shift"] and is_typed(last)):
        raise _no_key(word)
    full = "+".join([*(modifier for modifier in ("alt", "ctrl", "shift") if modifier in modifiers), last])
    if full in _SAME:
        same = mark("{value} and {other} are the same key to a terminal. Choose another")
        raise Refused(same, field="keys", value=shown_key(full), other=shown_key(_SAME[full]))
    if full in _KEPT:
        raise Refused(mark("The terminal itself uses {value}. Choose another key"), field="keys", value=shown_key(full))
    return full


def _key(word: str, whole: str) -> str:
    """Return the name of a key without modifiers."""
    if len(word) == 1:
        if not word.isprintable():
            raise _no_key(whole)
        return key_of_sign(word)
    low = word.lower()
    low = _READ.get(low, low)
    if low in NAMED or re.fullmatch(r"f([1-9]|1[0-9]|2[0-4])", low) or character_of(low):
        return low
    raise _no_key(whole)


def _no_key(text: str) -> Refused:
    return Refused(mark("Not a key: {value}. Try n, N, ctrl+n, f5 or pagedown"), field="keys", value=text)


def _unknown(action: str, actions: set[str]) -> NotFound:
    from difflib import get_close_matches

    near = get_close_matches(action, sorted(actions), n=3, cutoff=0.5)
    if near:
        asked = mark("No key for {value}. Did you mean {near}?")
        return NotFound(asked, field="id", value=action, near=", ".join(near))
    return NotFound(mark("No key for {value}. See kpitui config keys"), field="id", value=action)
