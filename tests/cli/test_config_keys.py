"""`kpitui config keys`: listing, moving and bringing back keys from the shell."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_keys_are_listed_moved_and_brought_back(shop: Shell) -> None:
    """Every action is listed with its keys; one is moved, shown as moved, and brought back."""
    listed = {row["id"]: row["keys"] for row in shop.ok("config", "keys", "--json").json}
    assert listed["today.note"] == ["m"]
    assert shop.ok("config", "keys", "today.note", "K,f6").out == "today.note  K F6  note  changed\n"
    assert shop.ok("config", "keys", "today.note", "--json").json == [
        {"id": "today.note", "keys": ["K", "F6"], "moved": True}
    ]
    assert "changed" in shop.ok("config", "keys").out
    assert "changed" not in shop.ok("config", "keys", "--unset").out
    shop.ok("undo")
    assert shop.ok("config", "keys", "today.note", "--unset").out == "today.note  m  note\n"


def test_what_cannot_be_moved_is_refused_in_a_sentence(shop: Shell) -> None:
    """A clash, an unknown id, no key, and a word too many: each is one sentence and status 1."""
    for words, said in (
        (("today.note", "g"), "The key g is already used on Today, by today.goals. Choose another key"),
        (("today.nte", "x"), "Did you mean today.note"),
        (("today.note", "5"), "On Today the key 5 types a number. Choose another key"),
        (("today.note", "hyper+q"), "Not a key: hyper+q"),
        (("today.nte",), "Did you mean today.note"),
    ):
        refused = shop("config", "keys", *words)
        assert (refused.status, said in refused.err) == (1, True), refused
    assert shop("config", "language", "en", "nl").status == 1
