"""Paths into an answer."""

from __future__ import annotations

import pytest

from kpitui.core.errors import Refused
from kpitui.extras.pull.sources._web import objects_at, rows_at, value_at

ANSWER = {"data": [{"total": 5}], "0": "x"}


@pytest.mark.parametrize(("path", "found"), [("data.0.total", 5), ("0", "x"), ("", ANSWER)])
def test_what_stands_at_a_path(path: str, found: object) -> None:
    """Names of objects and numbers of lists, with dots between."""
    assert value_at(ANSWER, path) == found


@pytest.mark.parametrize("path", ["none", "data.1", "data.0.total.x", "data.-1", "data.total"])
def test_a_path_to_nothing(path: str) -> None:
    """The refusal names the path."""
    with pytest.raises(Refused, match=f"no {path}"):
        value_at(ANSWER, path)


def test_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a list is rows, and only one of reasonable length."""
    assert rows_at(ANSWER, "data") == [{"total": 5}]
    with pytest.raises(Refused, match=r"no list at data\.0"):
        rows_at(ANSWER, "data.0")
    monkeypatch.setattr("kpitui.extras.pull.sources._web.MOST_FIGURES", 2)
    with pytest.raises(Refused, match="more than 2 rows"):
        rows_at([1, 2, 3], "")


def test_objects() -> None:
    """Rows that are to have names in them are objects, every one."""
    assert objects_at(ANSWER, "data") == [{"total": 5}]
    with pytest.raises(Refused, match="A row of the answer can't be read"):
        objects_at([{}, 5], "")
