"""The tree of a KPI: the KPIs that it follows from, without any set-up, and the KPI as a function of their figures.

A ratio r = n / d says n = d x r, so orders are visitors times conversion. A formula has the KPIs that it names, a split
KPI its parts. Where there are several ways the one with most of the drivers that the person chose is taken, then the
one that goes deepest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import combinations
from math import isclose, isfinite

from kpitui.core.decomposition import Term
from kpitui.core.errors import Refused
from kpitui.core.model import Kpi
from kpitui.core.parts import parts_of
from kpitui.core.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Way: TypeAlias = 'Literal["", "product", "ratio", "formula", "sum", "mix"]'
    """How a KPI follows from its parts; empty for one that is not opened."""
    BranchKind: TypeAlias = 'Literal["kpi", "rest", "calendar", "rate", "mix"]'

    Path: TypeAlias = tuple[int, ...]
    """Where a branch lies: the places among the parts on the way down to it; empty for the KPI itself."""


DEEPEST = 4
"""How many steps down from the KPI a tree goes."""
MOST_PARTS = 8
"""The parts of a formula that can be told apart: their mixtures double with each."""


class Branch(Record):
    """A KPI in a tree, with the parts that it follows from."""

    kpi: Kpi | None
    """None for what is no KPI; of the kinds "rate" and "mix" the group, None for all groups together."""
    way: Way = ""
    parts: tuple[Branch, ...] = ()
    others: tuple[tuple[Kpi, ...], ...] = ()
    """The other ways that there are, each by its parts."""
    kind: BranchKind = "kpi"
    pairs: tuple[tuple[Kpi | None, Kpi | None], ...] = ()
    """Where the way is "mix": numerator and denominator of each group; None for the rests."""
    fraction: Fraction | None = None
    """Where the way is "product", "ratio" or "mix": the division that it comes from."""


class Fraction(Record):
    """A KPI that is one division: `factor` x `numerator` / `denominator`."""

    kpi: Kpi
    numerator: Kpi
    denominator: Kpi
    factor: float


def metric_tree(kpi: Kpi, every: Sequence[Kpi], drivers: Collection[int] = ()) -> Branch:
    """Return the tree of *kpi* among *every* KPI; one without parts where it follows from no others.

    *drivers* are the ids of KPIs that the person made drivers of it: the way that holds most of them is taken. No KPI
    stands in it at two places: what is less at one of them would be more at the other.
    """
    return _with_each_once(_Builder(every, drivers).branch(kpi, ()))


def _with_each_once(tree: Branch) -> Branch:
    """Return *tree* in which a branch is closed whose parts are there already, nearer to the top or before it.

    Sales less goods: goods that are sales times their share stay whole, as the sales are a part already.
    """
    if tree.way == "mix":
        return tree  # its groups stand in the rates and in the shares
    there = {tree.kpi.key if tree.kpi is not None else ""}
    level: list[tuple[Path, Branch]] = [((), tree)]
    while level:
        below: list[tuple[Path, Branch]] = []
        for path, branch in level:
            keys = {part.kpi.key for part in branch.parts if part.kpi is not None}
            if keys & there:
                tree = _closed(tree, [path])
                continue
            there |= keys
            below += [((*path, place), part) for place, part in enumerate(branch.parts)]
        level = below
    return tree


def with_rests(tree: Branch, wholes: Collection[str]) -> Branch:
    """Return *tree* in which the KPIs with the keys *wholes* have a rest beside their parts, as one that is logged."""
    parts = tuple(with_rests(part, wholes) for part in tree.parts)
    if tree.way == "mix" and tree.fraction is not None:
        sides = {tree.fraction.numerator.key, tree.fraction.denominator.key}
        if sides & set(wholes) and (None, None) not in tree.pairs:
            parts = tuple(part._replace(parts=(*part.parts, Branch(None, kind=part.kind))) for part in parts)
            return tree._replace(parts=parts, pairs=(*tree.pairs, (None, None)))
    lacks = tree.way == "sum" and tree.kpi is not None and tree.kpi.key in wholes
    if lacks and not any(part.kind == "rest" for part in parts):
        parts = (*parts, Branch(None, kind="rest"))
    return tree._replace(parts=parts)


def with_untold(tree: Branch, keys: Collection[str]) -> Branch:
    """Return *tree* in which the parts of sums with the *keys* are closed, and the rest has what they bring."""
    parts = tuple(Branch(part.kpi) if is_untold(tree, part, keys) else with_untold(part, keys) for part in tree.parts)
    if any(is_untold(tree, part, keys) for part in parts) and not any(part.kind == "rest" for part in parts):
        parts = (*parts, Branch(None, kind="rest"))
    return tree._replace(parts=parts)


def is_untold(whole: Branch, part: Branch, keys: Collection[str]) -> bool:
    """Tell whether *part* is one with *keys* of a sum, whose change can't be told from that of the rest."""
    return whole.way == "sum" and whole.kpi is not None and part.kpi is not None and part.kpi.key in keys


def is_told(tree: Branch, path: Path, keys: Collection[str]) -> bool:
    """Tell whether neither the branch at *path* nor one above it is a part with *keys* of a sum."""
    for place in path:
        if is_untold(tree, tree.parts[place], keys):
            return False
        tree = tree.parts[place]
    return True


def branches(tree: Branch) -> Iterator[tuple[int, Branch]]:
    """Yield how deep every branch lies and the branch: the tree itself first, each before its parts."""
    yield 0, tree
    for part in tree.parts:
        for depth, branch in branches(part):
            yield depth + 1, branch


def pruned(tree: Branch, depth: int) -> Branch:
    """Return *tree* without what lies deeper than *depth*."""
    if depth <= 0:
        return tree._replace(way="", parts=())
    return tree._replace(parts=tuple(pruned(part, depth - 1) for part in tree.parts))


def depth_of(tree: Branch) -> int:
    """Return how many steps a tree goes down; 0 for a KPI without parts."""
    return max(depth for depth, _branch in branches(tree))


def openings(tree: Branch, *, of_target: bool = False) -> Iterator[Branch]:
    """Yield the tree, then with ever more of it closed, that which leaves most first; a mix at last as a mere ratio.

    A target (*of_target*) has no groups that more or fewer could have come from.
    """
    if tree.way == "mix":
        if not of_target:
            yield tree
        yield from _as_ratio(tree)
        return
    yield tree
    inner = list(_inner(tree))
    # One branch or two may stand in the way of all others; else all of a depth.
    together = [[path for path in inner if len(path) == depth] for depth in range(1, depth_of(tree))]
    shut = [[path] for path in inner] + [list(pair) for pair in combinations(inner, 2)] + together
    opened_trees = {frozenset(paths): _closed(tree, paths) for paths in shut}
    yield from sorted(opened_trees.values(), key=lambda opened: -sum(1 for _branch in branches(opened)))


def _inner(tree: Branch, path: Path = ()) -> Iterator[Path]:
    """Yield the paths of the branches below the first that have parts."""
    for place, part in enumerate(tree.parts):
        if part.parts:
            yield (*path, place)
            yield from _inner(part, (*path, place))


def _closed(tree: Branch, paths: Collection[Path]) -> Branch:
    """Return *tree* without the parts of the branches at *paths*."""
    if () in paths:
        return pruned(tree, 0)
    below = [[path[1:] for path in paths if path[0] == place] for place in range(len(tree.parts))]
    return tree._replace(parts=tuple(_closed(part, own) for part, own in zip(tree.parts, below, strict=True)))


def _as_ratio(tree: Branch) -> Iterator[Branch]:
    if tree.fraction is not None:
        sides = (Branch(tree.fraction.numerator), Branch(tree.fraction.denominator))
        yield Branch(tree.kpi, "ratio", sides, tree.others, fraction=tree.fraction)


class _Builder:
    def __init__(self, every: Sequence[Kpi], drivers: Collection[int]) -> None:
        self._every = every
        self._by_key = {kpi.key: kpi for kpi in every}
        self._by_id = {kpi.id: kpi for kpi in every}
        self._drivers = frozenset(drivers)
        self._fractions = {kpi.key: fraction for kpi in every if (fraction := self._fraction(kpi)) is not None}

    def branch(self, kpi: Kpi, path: tuple[str, ...]) -> Branch:
        """Return the branch of *kpi* below the keys of *path*."""
        ways = list(self._ways(kpi, path)) if len(path) < DEEPEST else []
        if not ways:
            return Branch(kpi)
        best = max(ways, key=lambda way: self._rank(kpi, way))
        others = tuple(tuple(part.kpi for part in way.parts if part.kpi is not None) for way in ways if way is not best)
        return best._replace(others=others)

    def _ways(self, kpi: Kpi, path: tuple[str, ...]) -> Iterator[Branch]:
        """Yield the ways in which *kpi* follows from KPIs that are not above it: its own formula or ratio first."""
        below = (*path, kpi.key)
        own = self._fractions.get(kpi.key)
        if own is not None:
            if not path:
                yield self._of_ratio(own)
            return
        names = self._named_by(kpi)
        if 2 <= len(names) <= MOST_PARTS and all(name in self._by_key and name not in below for name in names):
            parts = tuple(self.branch(self._by_key[name], below) for name in names)
            yield Branch(kpi, "formula", parts)
        for fraction in self._fractions.values():
            ratio, denominator = fraction.kpi, fraction.denominator
            if fraction.numerator.key != kpi.key or ratio.archived or ratio.key in below or denominator.key in below:
                continue
            yield Branch(kpi, "product", (self.branch(denominator, below), Branch(ratio)), fraction=fraction)
        parts_here = [part for part in parts_of(kpi, self._every) if part.key not in below]
        if kpi.split and parts_here:
            listed = tuple(self.branch(part, below) for part in parts_here)
            rest = (Branch(None, kind="rest"),) if kpi.split == "logged" else ()
            yield Branch(kpi, "sum", (*listed, *rest))

    def _of_ratio(self, own: Fraction) -> Branch:
        """Return a ratio that is asked for itself: by groups where both sides have the same, else by its two sides."""
        pairs = self._groups(own)
        if not pairs:
            return Branch(own.kpi, "ratio", (Branch(own.numerator), Branch(own.denominator)), fraction=own)
        kinds: tuple[BranchKind, BranchKind] = ("rate", "mix")
        parts = tuple(
            Branch(None, "sum", tuple(Branch(below, kind=kind) for _above, below in pairs), kind=kind) for kind in kinds
        )
        return Branch(own.kpi, "mix", parts, pairs=pairs, fraction=own)

    def _groups(self, own: Fraction) -> tuple[tuple[Kpi | None, Kpi | None], ...]:
        """Return the parts of numerator and denominator that belong together, by a ratio of their own or their names.

        Empty where one side has a part that the other has not.
        """
        above, below = (parts_of(whole, self._every) for whole in (own.numerator, own.denominator))
        if len(above) != len(below) or len(above) < 2 or own.numerator.split != own.denominator.split:
            return ()
        ratios = {(fraction.numerator.key, fraction.denominator.key) for fraction in self._fractions.values()}
        by_name = {_label(part, own.numerator): part for part in above}
        pairs: list[tuple[Kpi | None, Kpi | None]] = []
        for part in below:
            partner = next((kpi for kpi in above if (kpi.key, part.key) in ratios), None)
            pairs.append((partner or by_name.get(_label(part, own.denominator)), part))
        if len({partner.key for partner, _part in pairs if partner}) < len(pairs):
            return ()
        if own.denominator.split == "logged":
            pairs.append((None, None))
        return tuple(pairs)

    def _rank(self, kpi: Kpi, way: Branch) -> tuple[int, bool, int, int]:
        listed = [branch for _depth, branch in branches(way)]
        drivers = {branch.kpi.id for branch in listed if branch.kpi} & self._drivers
        return len(drivers), kpi.kind == "formula" and way.way == "formula", depth_of(way), -len(listed)

    def _named_by(self, kpi: Kpi) -> list[str]:
        if kpi.kind != "formula" or not kpi.formula:
            return []
        from kpitui.core.formula import Formula

        try:
            formula = Formula.parse(kpi.formula)
        except Refused:
            return []
        return list(dict.fromkeys(formula.aliases.values()))

    def _fraction(self, kpi: Kpi) -> Fraction | None:
        """Return the division that a ratio is, or a formula that is no more than one; None for anything else."""
        if kpi.kind == "ratio":
            above, below = self._by_id.get(kpi.numerator or 0), self._by_id.get(kpi.denominator or 0)
            if above is None or below is None or "ratio" in (above.kind, below.kind):
                return None  # a ratio of a ratio is refused wherever it is computed
            return Fraction(kpi, above, below, 100.0 if kpi.unit == "%" else 1.0)
        if kpi.kind != "formula" or "/" not in (kpi.formula or ""):
            return None
        from kpitui.core.formula import Formula

        try:
            division = Formula.parse(kpi.formula or "").division()
        except Refused:
            return None
        if division is None or not {division[1], division[2]} <= self._by_key.keys():
            return None
        return Fraction(kpi, self._by_key[division[1]], self._by_key[division[2]], division[0])


def _label(part: Kpi, whole: Kpi) -> str:
    """Return the name of a part without the words of its whole: ``search`` for Visitors from search, of Visitors."""
    words = set(whole.name.casefold().split())
    return " ".join(word for word in part.name.casefold().split() if word not in words)


# A tree as a function of the figures of its branches: what the KPI comes to when one of them, or all, are others.
#
# It gives what one part alone must come to, the share by which all of them must change together, and how a target is
# divided over the parts.

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

    def is_scaled_by(self, paths: Collection[Path]) -> bool:
        """Tell whether a change of *paths* changes the KPI by the same share, whatever its other parts come to.

        So it is in a product and a division, and for the KPI itself; in a sum it changes by the same amount instead. Of
        a formula it is asked by making all other parts a tenth larger.
        """
        if self.tree.way not in ("formula", "sum") or () in paths:
            return True
        if self.tree.way == "sum":
            return False
        moved = {path[0] for path in paths}
        before = [part.before for part in self.now.parts]
        after = [value * 1.1 if place in moved else value for place, value in enumerate(before)]
        try:
            share, larger = (
                self.now.of(self._larger(after, moved, by)) / self.now.of(self._larger(before, moved, by))
                for by in (1.0, 1.1)
            )
        except ArithmeticError:
            return False
        return isclose(share, larger, rel_tol=1e-9)

    @staticmethod
    def _larger(values: Sequence[float], but: Collection[int], factor: float) -> list[float]:
        """Return *values* times *factor*, those at the places *but* as they are."""
        return [value if place in but else value * factor for place, value in enumerate(values)]

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
