"""A tree as a function of the figures of its branches: what the KPI comes to when one of them, or all, are others.

It gives what one part alone must come to, the share by which all of them must change together, and how a target is
divided over the parts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from math import isfinite

from kpitui.core.decomposition import Term
from kpitui.core.metric_tree import Branch
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Path: TypeAlias = tuple[int, ...]
    """Where a branch lies: the places among the parts on the way down to it; empty for the KPI itself."""

STEP, FINE_STEPS, GROWTH, FARTHEST = 0.05, 20, 1.25, 50.0
"""How a figure is looked for: in steps of 5 % up to twice what it is, then by a quarter more, up to fifty times."""
HALVINGS = 80
"""How often the stretch is halved in which a figure lies: to the last digit."""


class TreeFunction(Record):
    """A tree and what its branches come to now, as the values before of a term."""

    tree: Branch
    now: Term

    def branches(self) -> Iterator[tuple[Path, Branch]]:
        """Yield every branch below the KPI itself with its path, each before its parts."""
        yield from _below(self.tree, ())

    def leaves(self) -> list[Path]:
        """Return the paths of the branches that have no parts."""
        return [path for path, branch in self.branches() if not branch.parts]

    def figure(self, path: Path) -> float:
        """Return what a branch comes to now, in its own unit."""
        node = self.now
        for place in path:
            node = node.parts[place]
        return node.before * self._factor(path)

    def value(self, figures: Mapping[Path, float]) -> float:
        """Return what the KPI comes to where branches have other *figures*; raise ArithmeticError for no value."""
        return self._evaluated(self.now, (), figures)

    def alone(self, path: Path, needed: float, *, up: bool) -> float | None:
        """Return the figure of one branch at which the KPI comes to *needed*, all others as they are.

        It is looked for upwards, or with *up* False down to zero; None where there is none within fifty times as much.
        """
        now = self.figure(path)
        return _solved(lambda figure: self.value({path: figure}) - needed, now, _edges(now, needed, up=up))

    def changed_together(self, paths: Collection[Path], needed: float, fixed: Mapping[Path, float]) -> float | None:
        """Return the share by which all of *paths* must change at once so that the KPI comes to *needed*.

        Those of which more lowers the KPI go the other way. *fixed* are figures of others. None where there is none.
        """
        ways = self._ways(paths, fixed)
        if not ways:
            return None

        def gap(share: float) -> float:
            return self.value(self._changed(ways, share, fixed)) - needed

        try:
            rising = gap(0.0) <= 0
        except ArithmeticError:
            return None
        return _solved(gap, 0.0, _shares(rising=rising))

    def divided(self, target: float, own: Mapping[Path, float]) -> dict[Path, float] | None:
        """Return the figures of the leaves at which the KPI comes to *target*, all of them changed by the same share.

        Branches with an *own* figure come to that instead. None where it can't be had.
        """
        fixed: dict[Path, float] = {}
        for path, figure in own.items():
            below = (
                self._at(path).divided(figure / self._factor(path), {}) if self._at(path).tree.parts else {(): figure}
            )
            if below is None:
                return None
            fixed |= {path + place: value for place, value in below.items()}
        free = [path for path in self.leaves() if path not in fixed]
        share = self.changed_together(free, target, fixed)
        if share is None:
            return None
        figures = self._changed(self._ways(free, fixed), share, fixed)
        return {path: figures.get(path, self.figure(path)) for path in self.leaves()}

    def _at(self, path: Path) -> TreeFunction:
        branch, node = self.tree, self.now
        for place in path:
            branch, node = branch.parts[place], node.parts[place]
        return TreeFunction(branch, node)

    def _changed(self, ways: Mapping[Path, int], share: float, fixed: Mapping[Path, float]) -> dict[Path, float]:
        return {**fixed, **{path: self.figure(path) * (1 + way * share) for path, way in ways.items()}}

    def _ways(self, paths: Collection[Path], fixed: Mapping[Path, float]) -> dict[Path, int]:
        """Return of each of *paths* whether more of it raises the KPI (1) or lowers it (-1); none that do neither."""
        ways = {}
        for path in paths:
            figure = self.figure(path)
            try:
                rise = self.value({**fixed, path: figure * 1.01}) - self.value({**fixed, path: figure})
            except ArithmeticError:
                continue
            if rise:
                ways[path] = 1 if (rise > 0) == (figure > 0) else -1
        return ways

    def _factor(self, path: Path) -> float:
        """Return what the value of a term is multiplied by for the unit of its KPI: 100 of a conversion in percent."""
        if not path:
            return 1.0
        above = self.tree
        for place in path[:-1]:
            above = above.parts[place]
        return above.fraction.factor if above.way == "product" and above.fraction is not None and path[-1] == 1 else 1.0

    def _evaluated(self, node: Term, path: Path, figures: Mapping[Path, float]) -> float:
        if path in figures:
            return figures[path] / self._factor(path)
        if not node.parts or not any(changed[: len(path)] == path for changed in figures):
            return node.before
        parts = [self._evaluated(part, (*path, place), figures) for place, part in enumerate(node.parts)]
        return node.of(parts)


def with_before(node: Term, tree: TreeFunction, figures: Mapping[Path, float], path: Path = ()) -> Term:
    """Return *node*, of which *tree* is the function, with *figures* of its leaves as what they were before."""
    if not node.parts:
        figure = figures.get(path)
        return node if figure is None else node._replace(before=figure / tree._factor(path))
    parts = tuple(with_before(part, tree, figures, (*path, place)) for place, part in enumerate(node.parts))
    return node._replace(parts=parts, before=node.of([part.before for part in parts]))


def _below(tree: Branch, path: Path) -> Iterator[tuple[Path, Branch]]:
    for place, part in enumerate(tree.parts):
        yield (*path, place), part
        yield from _below(part, (*path, place))


def _edges(now: float, needed: float, *, up: bool) -> Iterator[float]:
    """Yield figures ever farther from *now*; downwards none below zero, which no part that is above it can be."""
    size = abs(now) or abs(needed) / FARTHEST or 1.0
    sign = 1.0 if up else -1.0
    for far in _distances():
        edge = now + sign * size * far
        if not up and now >= 0 and edge < 0:
            break
        yield edge
    if not up and now >= 0:
        yield 0.0


def _shares(*, rising: bool) -> Iterator[float]:
    for far in _distances():
        if rising:
            yield far
        elif far < 1:
            yield -far
    if not rising:
        yield -1.0


def _distances() -> Iterator[float]:
    far = 0.0
    for _step in range(FINE_STEPS):
        far += STEP
        yield far
    while far < FARTHEST:
        far *= GROWTH
        yield min(far, FARTHEST)


def _solved(gap: Callable[[float], float], start: float, edges: Iterator[float]) -> float | None:
    """Return the nearest value among *edges* and between them at which *gap* is 0, by halving; None for none."""
    inner = start
    try:
        before = gap(start)
        if before == 0:
            return start
        for edge in edges:
            after = gap(edge)
            if not isfinite(after):
                return None
            if before * after <= 0:
                return _halved(gap, inner, edge, before)
            inner, before = edge, after
    except ArithmeticError:
        return None
    return None


def _halved(gap: Callable[[float], float], inner: float, edge: float, before: float) -> float:
    for _turn in range(HALVINGS):
        middle = (inner + edge) / 2
        if gap(middle) * before > 0:
            inner = middle
        else:
            edge = middle
    return (inner + edge) / 2
