"""Which values of a fact are at odds with each other. Where it cannot be told, none are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from policy_kit.ledger.people import same
from policy_kit.ledger.stating import Statement

Agree = Callable[[str, str], bool]
_NEAR = {"people": 2, "others": 0}
_DAYS = {"weeks": (5, 7), "days": (1,)}


def at_odds(stated: Sequence[Statement], agree: Agree) -> Iterator[tuple[Statement, Statement]]:
    """The first two statements of one fact that cannot both be right, if there are two."""
    clear = [one for one in stated if one.clear]
    near = _NEAR["people" if agree in (same, addresses) else "others"]
    apart = [(one, other) for one, other in combinations(clear, 2) if not agree(one.value, other.value)]
    if not any(_beside(one.stands, other.stands, near) for one, other in apart):
        yield from apart[:1]


def _beside(one: tuple[str, int, int], other: tuple[str, int, int], near: int) -> bool:
    """Two values in one passage or table, or two people side by side: there are several, and rightly."""
    if one[0] != other[0]:
        return False
    if one[0] == "table":
        return one[1] == other[1]
    return one[2] == other[2] and abs(one[1] - other[1]) <= near


def equal(one: str, other: str) -> bool:
    return one == other


def dates(one: str, other: str) -> bool:
    """A month and a day in it agree."""
    return one.startswith(other) or other.startswith(one)


def spans_of_time(one: str, other: str) -> bool:
    """Two weeks are ten school days, or fourteen days."""
    return bool(_days(one) & _days(other))


def _days(value: str) -> set[float]:
    amount, _, unit = value.partition(" ")
    return {float(amount) * each for each in _DAYS[unit]}


def addresses(one: str, other: str) -> bool:
    """Two addresses are at odds only where they begin alike, or end differently: a person may have a shared one too."""
    (name, _, host), (other_name, _, other_host) = one.partition("@"), other.partition("@")
    if one == other:
        return True
    plain = [part.replace(".", "").replace("-", "").replace("_", "") for part in (name, other_name)]
    return not (plain[0] == plain[1] or (host == other_host and _holds(plain)))


def _holds(names: list[str]) -> bool:
    """One of two local parts ends as the other does: "jhale" and "judithhale"."""
    short, long = sorted(names, key=len)
    return len(short) > 4 and long.endswith(short[1:])


AGREE: Mapping[str, Agree] = {
    "leave_notice": spans_of_time,
    "review_date": dates,
    "approval_date": dates,
    "email_of_person": addresses,
    "person": same,
}
