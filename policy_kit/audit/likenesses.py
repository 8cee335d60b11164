"""Which submissions are made from one text, and the passages that they share."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import mean

from policy_kit.audit.fingerprint import bands, likeness
from policy_kit.audited import Cluster, Row, Shared

_ALIKE = 0.5
_READ = 20  # files of a cluster whose passages are compared
_MOST_PASSAGES = 12
_MOST_COMPARED = 4

Passages = Callable[[Row], Mapping[str, str]]


def clusters(rows: Sequence[Row], passages: Passages) -> tuple[Cluster, ...]:
    """Files that are alike, in groups of two or more, the largest first. `passages` reads those of a file."""
    groups = sorted(_groups(rows), key=lambda group: (-len(group), group[0].key))
    return tuple(
        Cluster(
            tuple(row.key for row in group),
            round(mean(likeness(group[0].sketch, row.sketch) for row in group[1:]), 2),
            _year(group),
            tuple(_shared(group, passages)),
        )
        for group in groups
    )


def _groups(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Each file is joined to one of the first that share a part of its sketch and are alike: linear in the files."""
    told = [row for row in rows if row.sketch]
    above = list(range(len(told)))
    seen: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, row in enumerate(told):
        for band in bands(row.sketch):
            for other in seen[band]:
                if _top(above, other) != _top(above, number) and _alike(told[other], row):
                    above[_top(above, number)] = _top(above, other)
            if len(seen[band]) < _MOST_COMPARED:
                seen[band].append(number)
    found: dict[int, list[Row]] = defaultdict(list)
    for number, row in enumerate(told):
        found[_top(above, number)].append(row)
    yield from (group for group in found.values() if len(group) > 1)


def _top(above: list[int], number: int) -> int:
    while above[number] != number:
        above[number] = above[above[number]]
        number = above[number]
    return number


def _alike(one: Row, other: Row) -> bool:
    return likeness(one.sketch, other.sketch) >= _ALIKE


def _year(group: Sequence[Row]) -> int | None:
    counted = Counter(row.years[0] for row in group if row.years)
    return counted.most_common(1)[0][0] if counted else None


def _shared(group: Sequence[Row], passages: Passages) -> Iterator[Shared]:
    """The longest passages that most of them have word for word."""
    counted: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for row in group[:_READ]:
        found = passages(row)
        counted.update(found.keys())
        texts |= found
    half = max(2, min(len(group), _READ) // 2)
    common = (number for number, count in counted.items() if count >= half)
    for number in sorted(common, key=lambda number: (-counted[number], -len(texts[number]), number))[
        :_MOST_PASSAGES
    ]:
        yield Shared(texts[number], counted[number])
