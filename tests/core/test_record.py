"""Records do what named tuples do, although what makes them is made late."""

from __future__ import annotations

import copy
import pickle

import pytest

from kpitui.core.record import Record


class Place(Record):
    """A record with a default and a property."""

    name: str
    line: int
    column: int = 0

    @property
    def at(self) -> tuple[int, int]:
        """Return where it is."""
        return self.line, self.column


class Other(Record):
    """A record of which none is made before the test that counts on it."""

    one: int
    two: int


def test_a_record_is_a_tuple_with_names() -> None:
    """It is made by place or by name, read by name, unpacked, compared and hashed as a tuple."""
    place = Place("here", column=3, line=2)
    name, line, column = place
    assert (name, line, column) == place == ("here", 2, 3)
    assert (place.name, place.at) == ("here", (2, 3))
    assert hash(place) == hash(("here", 2, 3))
    assert repr(place) == "Place(name='here', line=2, column=3)"
    assert Place("there", 1).column == 0


def test_a_record_can_be_changed_into_another_one() -> None:
    """`_replace` and `_asdict` do what they do for named tuples, and a wrong name is refused."""
    place = Place("here", 2)
    assert place._replace(line=5) == Place("here", 5)
    assert type(place._replace(line=5)) is Place
    assert place._asdict() == {"name": "here", "line": 2, "column": 0}
    with pytest.raises((ValueError, TypeError), match="unexpected field"):  # which one, Python changed its mind about
        place._replace(row=1)  # type: ignore[call-arg]


def test_a_record_needs_its_fields() -> None:
    """What has no default has to be given, and nothing else may be, also for the first one of its class."""
    with pytest.raises(TypeError, match="two"):
        Other(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="three"):
        Other(1, 2, three=3)  # type: ignore[call-arg]


def test_a_record_can_be_copied_and_matched() -> None:
    """It goes through pickle and copy, fits a pattern, and has no other attributes."""
    place = Place("here", 2)
    assert pickle.loads(pickle.dumps(place)) == place == copy.deepcopy(place)
    match place:
        case Place(name, line):
            assert (name, line) == ("here", 2)
    with pytest.raises(AttributeError):
        place.line = 3  # type: ignore[misc]
