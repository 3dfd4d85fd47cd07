"""The three-way merge of a form."""

from __future__ import annotations

from kpitui.tui.form_merge import three_way

BASE = {"name": "Orders", "unit": "", "note": "a"}


def test_only_what_the_person_changed_is_taken_from_the_form() -> None:
    """The rest is as others left it; what both changed to different things is a conflict, the same thing is none."""
    merge = three_way(BASE, {**BASE, "name": "Sales"}, {**BASE, "unit": "pcs"})
    assert ({"name": "Sales", "unit": "pcs", "note": "a"}, ()) == (merge.fields, merge.conflicts)
    assert merge.changed == frozenset({"name"})
    merge = three_way(BASE, {**BASE, "name": "Sales", "note": "b"}, {**BASE, "name": "Orders in", "note": "b"})
    assert ("Sales", ("name",)) == (merge.fields["name"], merge.conflicts)


def test_a_field_that_is_new_is_taken_as_typed() -> None:
    """A choice may make fields appear that the form did not begin with."""
    merge = three_way(BASE, {**BASE, "formula": "a / b"}, BASE)
    assert ("a / b", ()) == (merge.fields["formula"], merge.conflicts)
    assert merge.changed == frozenset({"formula"})
