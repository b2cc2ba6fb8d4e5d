"""Moving points between indicators (设定分值): which sums must stay, and where the points of 不涉及 may go.

`set_points.keep` says whose sum stays as the reference: the total's, each level-1 or each level-2 node's. The unit's
own indicators have their points from the unit and a sum of their own, so they take no part.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.framework import Framework, Indicator, PointsKeptAt

_LEVELS: Final = {PointsKeptAt.TOTAL: 0, PointsKeptAt.LEVEL1: 1, PointsKeptAt.LEVEL2: 2}
Points = Mapping[str, Decimal]


class NowhereToPlace(ValueError):
    """No indicator of the scope named `scope` (empty for the whole form) can take the points."""

    def __init__(self, *, scope: str, points: Decimal) -> None:
        super().__init__(f"{scope}: {points}")
        self.scope = scope
        self.points = points


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What moves together: the leaves below a node, or of the whole form, and the sum their points must keep.

    `code` and `name` are empty for the whole form.
    """

    code: str
    name: str
    points: Decimal
    leaves: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeSum:
    """A scope with the points placed in it; `remaining` is negative where too many are."""

    scope: Scope
    placed: Decimal

    @property
    def remaining(self) -> Decimal:
        """What is still to be placed."""
        return self.scope.points - self.placed


def scopes_of(framework: Framework) -> tuple[Scope, ...]:
    """The scopes of `framework` in print order; one without a leaf to move points between is left out."""
    level = _LEVELS[framework.points_kept_at]
    found: defaultdict[str, list[Indicator]] = defaultdict(list)
    for leaf in framework.leaves:
        if leaf.own is None:
            found[".".join(leaf.code.split(".")[:level])].append(leaf)
    return tuple(
        Scope(
            code=code,
            name=framework.nodes[code].name if code else "",
            points=sum((leaf.points for leaf in leaves), ZERO),
            leaves=tuple(leaves),
        )
        for code, leaves in found.items()
    )


def sums_of(scopes: Iterable[Scope], points: Points) -> tuple[ScopeSum, ...]:
    """How `points` in force, by code, stand against what each of `scopes` must keep."""
    return tuple(
        ScopeSum(scope=scope, placed=sum((points[leaf.code] for leaf in scope.leaves), ZERO)) for scope in scopes
    )


def redistributed(framework: Framework, *, points: Points, given_up: Collection[str]) -> dict[str, Decimal]:
    """Points by code with those of the leaves `given_up` (不涉及) placed on others of the same scope.

    `points` are what every leaf had, those that give up included. What is missing from a scope comes from those that
    give up in proportion to what they had, and goes to the leaves nearest to each: those beside it, else those below
    the next node above, in proportion to their reference points. What is too much in a scope is taken back from who
    has more than the reference. Every sum is exact, nothing is negative, and done again it changes nothing. Raises
    NowhereToPlace.
    """
    made: dict[str, Decimal] = {}
    for scope in scopes_of(framework):
        made |= _within(scope, points, given_up, framework.rounding.points_places)
    return made


def _within(scope: Scope, points: Points, given_up: Collection[str], places: int) -> dict[str, Decimal]:
    takers = [leaf for leaf in scope.leaves if leaf.code not in given_up]
    if not takers and scope.points:
        raise NowhereToPlace(scope=scope.name, points=scope.points)
    made = {leaf.code: ZERO if leaf.code in given_up else points[leaf.code] for leaf in scope.leaves}
    left = scope.points - sum(made.values(), ZERO)
    if left < 0:
        _take(made, -left, takers, places)
        return made
    givers = {leaf.code: points[leaf.code] for leaf in scope.leaves if leaf.code in given_up}
    if not any(givers.values()):
        _add(made, shares(left, _weights(takers), places=places))
        return made
    for code, part in shares(left, givers, places=places).items():
        _add(made, shares(part, _weights(_nearest(code, takers)), places=places))
    return made


def _nearest(code: str, takers: Sequence[Indicator]) -> Sequence[Indicator]:
    """Those of `takers` that share most of the path `code`."""
    above = code
    while above:
        above = above.rpartition(".")[0]
        near = [each for each in takers if not above or each.code.startswith(f"{above}.")]
        if near:
            return near
    return takers


def _weights(leaves: Iterable[Indicator]) -> dict[str, Decimal]:
    return {leaf.code: leaf.points for leaf in leaves}


def _add(made: dict[str, Decimal], added: Points) -> None:
    for code, share in added.items():
        made[code] += share


def _take(made: dict[str, Decimal], over: Decimal, takers: Sequence[Indicator], places: int) -> None:
    """Take `over` off: first what leaves have above their reference points, then of all that is left."""
    above = {leaf.code: max(made[leaf.code] - leaf.points, ZERO) for leaf in takers}
    first = min(over, sum(above.values(), ZERO))
    _add(made, {code: -share for code, share in shares(first, above, places=places, most=above).items()})
    rest = {leaf.code: made[leaf.code] for leaf in takers}
    _add(made, {code: -share for code, share in shares(over - first, rest, places=places, most=rest).items()})


def shares(amount: Decimal, weights: Points, *, places: int, most: Points | None = None) -> dict[str, Decimal]:
    """`amount` in parts proportional to `weights`, each with `places` decimals, together exactly `amount`.

    Parts are cut off, and what is left goes to the greatest weight, the first of equals; of `most`, where given, no
    part takes more. Without any weight all weigh the same.
    """
    whole = sum(weights.values(), ZERO)
    if not whole:
        weights, whole = dict.fromkeys(weights, Decimal(1)), Decimal(len(weights))
    unit = Decimal(1).scaleb(-places)
    parts = {code: amount * weight // (whole * unit) * unit for code, weight in weights.items()}
    left = amount - sum(parts.values(), ZERO)
    for code in sorted(weights, key=lambda each: weights[each], reverse=True):
        room = left if most is None else min(left, most[code] - parts[code])
        parts[code] += room
        left -= room
    return parts
