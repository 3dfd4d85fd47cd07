"""Keys as names: how they are read and written, and what stands in the way of moving one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpitui.core.errors import NotFound, Refused
from kpitui.core.keyboard import (
    Bound,
    Layout,
    character_of,
    is_typed,
    key_of_sign,
    problems,
    read_keys,
    refuse_unknown_action,
    shown_key,
)

LIST = Layout(
    "List",
    (
        Bound("page.new", ("n",)),
        Bound("page.help", ("question_mark", "f1")),
        Bound("lines.up", ("up", "k"), "Lines"),
        Bound("board.up", ("up", "k"), "Board"),
    ),
    used=frozenset({"tab"}),
    starters=frozenset({"5", "plus"}),
)
FORM = Layout("Form", (Bound("form.save", ("ctrl+s",)), Bound("page.help", ("question_mark", "f1"))), typing=True)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("n", ("n",)), ("N", ("N",)), ("^n", ("ctrl+n",)), ("Ctrl+N", ("ctrl+n",)), ("?", ("question_mark",)),
        ("esc", ("escape",)), ("PgDn", ("pagedown",)), ("F5", ("f5",)), ("n,ctrl+n", ("n", "ctrl+n")),
        ("j down", ("j", "down")), ("+", ("plus",)), ("-", ("minus",)), ("shift+f5", ("shift+f5",)),
        ("comma", ("comma",)), ("n n", ("n",)), ("^up", ("ctrl+up",)), ("équals", None),
        ("ctrl+alt+x", ("alt+ctrl+x",)),
        ("", None), ("hyper+x", None), ("shift+a", None), ("f99", None), ("\x07", None), ("^c", None), ("^i", None),
    ],
)  # fmt: skip
def test_keys_are_read_as_people_write_them(text: str, keys: tuple[str, ...] | None) -> None:
    """A key is read by its sign or its name; what a terminal cannot send, or not tell apart, is refused."""
    if keys is None:
        with pytest.raises(Refused):
            read_keys(text)
    else:
        assert keys == read_keys(text)


@given(st.characters(min_codepoint=33, max_codepoint=126).filter(lambda sign: sign != ","))
def test_every_sign_of_ascii_is_a_key_and_back(sign: str) -> None:
    """A printed sign is read as the key that types it, and shown as itself again."""
    (key,) = read_keys(sign)
    assert (sign, sign, True) == (character_of(key), shown_key(key), is_typed(key))
    assert key_of_sign(sign) == key


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("ctrl+n", "^n"),
        ("escape", "esc"),
        ("f5", "F5"),
        ("pageup", "PgUp"),
        ("ctrl+question_mark", "^?"),
        ("up", "up"),
        ("space", "space"),
    ],
)
def test_how_a_key_is_shown(key: str, written: str) -> None:
    """Keys are written short, as the line of keys needs them."""
    assert written == shown_key(key)
    assert is_typed(key) is (key == "space")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"page.new": ("x",)}, ""),
        ({"page.new": ("k",)}, "The key k is already used on List, by lines.up. Choose another key"),
        ({"lines.up": ("i",), "board.up": ("i",)}, ""),
        ({"lines.up": ("n",)}, "The key n is already used on List, by page.new. Choose another key"),
        ({"lines.up": ("n",), "page.new": ("x",)}, ""),
        ({"page.new": ("tab",)}, "The key tab is already used on List. Choose another key"),
        ({"page.new": ("plus",)}, "On List the key + types a number. Choose another key"),
        (
            {"form.save": ("x",)},
            "On Form the key x types text. Choose another key, such as ctrl+x or f6",
        ),
        ({"page.help": ("x", "f2")}, ""),
        (
            {"page.help": ("x",)},
            "On Form the key x types text. Choose another key, such as ctrl+x or f6",
        ),
        ({"page.nwe": ("x",)}, "No key for page.nwe. Did you mean page.new, page.help?"),
        ({"zzz": ("x",)}, "No key for zzz. See kpitui config keys"),
    ],
)
def test_what_stands_in_the_way(chosen: dict[str, tuple[str, ...]], said: str) -> None:
    """One key does one thing wherever it acts; letters are text in a form, digits begin a figure in the sheet."""
    found = problems(chosen, (LIST, FORM))
    assert said == "".join(str(each) for each in found.values())


def test_an_action_is_known_by_its_id() -> None:
    """An id that is nowhere is not found."""
    refuse_unknown_action("lines.up", (LIST, FORM))
    with pytest.raises(NotFound):
        refuse_unknown_action("lines.sideways", (LIST, FORM))
