"""Finders that read the codes of the register: retired, renamed, mixed up, missing from a list, wrongly counted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policy_kit import lexicon, pages
from policy_kit.evidence.patterns import sentences
from policy_kit.evidence.reading import Reading, bits, once
from policy_kit.faults.codes.listed import Listed, fits, listed
from policy_kit.faults.matter import Hit, Matter
from policy_kit.law import Code
from policy_kit.model import Evidence

_NAMED = re.compile(
    r"\b(?<!post)(?<!bar)(?<!QR )[Cc]oded?s?:?\s+(?:as\s+)?['\"‘“(]?(?P<a>[B-Z][1-7]?)(?![\w’']|-\w|\s[–-]\s?[A-Z]\d)"
    r"|\b(?:marked|recorded|registered)\s+(?:as\s+)?(?:an?\s+)?['‘“\"(]?(?P<b>[B-Z][1-7]?)(?=['’”\").,;]|\s+(?:in|on|code|mark|and|for)\b|$)"
    r"|\ban?\s['‘“\"]?(?P<c>[B-Z])['’”\"]?\s(?:code|mark)\b|\b['‘“\"]?(?P<d>[B-Z][1-7]?)['’”\"]?\scode\b"
)
_ROW_OF = re.compile(r"(?<![\w’'-])[B-Z]\d?(?:(?:,\s*|\s+and\s+|\s+or\s+|\s*/\s*)[B-Z]\d?){4,}(?![\w’'])")
_CALLED = re.compile(
    r"(?P<not>\bnot\s+(?:be\s+|been\s+)?)?\b(?P<un>un|un-)?authori[sz]ed(?:\s+absences?|\s+leave|\s+mark)?,?\s*"
    r"\(?(?:using\s+|with\s+|as\s+)?(?:the\s+)?(?:register\s+)?code\s+['‘“\"]?(?P<code>[B-Z][1-7]?)\b",
    re.IGNORECASE,
)
_MANY = 12
_MIXED = 3
_MOST_WRONG = 4
"""More than these are a list that was misread."""
_CLASSES = (
    ("unauthorised", re.compile(r"\bun-?authori[sz]ed|\bnot\s+(?:be\s+)?authori[sz]ed", re.IGNORECASE)),
    ("authorised", re.compile(r"(?<!un)(?<!un-)(?<!not )\bauthori[sz]ed", re.IGNORECASE)),
    (
        "present",
        re.compile(
            r"^present\b|^counts? as present|\battending\b|\bAEA\b|educational activity", re.IGNORECASE
        ),
    ),
)
_STANDING = {"approved educational activity": "present"}
_COMPARED = frozenset({"authorised", "unauthorised", "present"})


def retired_code(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A code that is no longer in use, in a list or by its name; not where words of `unless` tell that it has gone."""
    gone = {code.code: code for code in matter.law.retired_codes if code.code not in _names(matter)}
    entries = _listed(matter)
    successors = {one.code for one in entries if one.code not in gone}
    for one in entries:
        if one.code in gone and not fits(one.quote, wanted["unless"]):
            yield _gone(Evidence(one.quote, one.place), one.code, matter)
    seen = {one.quote for one in entries}
    for number, code in _mentioned(matter):
        quote = matter.quote(number)
        shorthand = code == "Y" and any(re.fullmatch(r"Y\d", other) for other in successors)
        told = matter.has(wanted["unless"], number)
        if code in gone and not shorthand and not told and quote.quote not in seen:
            yield _gone(quote, code, matter)


def renamed_code(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A code in a list, described as it was before; `words` says by which words of checklists/code_names.yaml."""
    names = _names(matter)
    for one in _listed(matter):
        known = lexicon.code_names().get(one.code, {})
        old, but = known.get(wanted["words"], ()), known.get("but", ())
        if one.code in names and fits(one.meaning, old) and not fits(one.meaning, but):
            told = f"{one.code} is now “{names[one.code].name}”"
            yield Hit((Evidence(one.quote, one.place),), told, f"{one.code} – {names[one.code].name}")


def mixed_code(_: Any, matter: Matter) -> Iterator[Hit]:
    """A code in a list with the description of another; where many are, the columns were read wrongly: silence."""
    names = _names(matter)
    mixed = [(one, other) for one in _listed(matter) if one.code in names for other in _others(one, matter)]
    if len(mixed) <= _MIXED:
        for one, other in mixed:
            told = f"{one.code} has the description of {other}"
            yield Hit((Evidence(one.quote, one.place),), told, f"{one.code} – {names[one.code].name}")


def late_code(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A code of lateness with the words of the other: `code`, `said`, and none of `but`."""
    for one in _listed(matter):
        if (
            one.code == wanted["code"]
            and fits(one.meaning, wanted["said"])
            and not fits(one.meaning, wanted["but"])
        ):
            yield Hit(
                (Evidence(one.quote, one.place),), instead=f"{one.code} – {_names(matter)[one.code].name}"
            )
    quotes = {one.quote for one in _listed(matter)}
    for number in matter.sentences({"has": wanted["said"][:1]}):
        quote = matter.quote(number)
        named = {code for at, code in _mentioned(matter) if at == number}
        clear = not matter.has(wanted["but"], number)
        if named == {wanted["code"]} and clear and quote.quote not in quotes:
            yield Hit((quote,), instead=f"{wanted['code']} – {_names(matter)[wanted['code']].name}")


def missing_codes(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """A list of many codes lacks some that came with the codes of the day: at least `least`, at most `most`.

    With more of the new ones than `newer` in it, the list is of today, and somebody has chosen what to list.
    """
    entries = _listed(matter)
    have = {one.code for one in entries}
    new = [code.code for code in matter.law.codes if code.introduced]
    missing = [code for code in new if code not in have and code not in _spoken(matter)]
    above = " ".join({words for one in entries for words in (one.group, one.head[0] if one.head else "")})
    chosen = len(have.intersection(new)) > wanted.get("newer", len(new))
    if chosen or fits(above, wanted["unless"]):
        return
    if len(have) >= _MANY and wanted["least"] <= len(missing) <= wanted.get("most", len(new)):
        first = entries[0]
        quote, place = first.head or (first.quote, first.place)
        yield Hit((Evidence(quote, place),), f"{_short(missing)}", _short(missing))


def counted_code(_: Any, matter: Matter) -> Iterator[Hit]:
    """A code counted as what it is not, in its row, under its heading, or where a sentence calls it (un)authorised."""
    names = _names(matter)
    rows = [(one, _counted(one), _class(names[one.code])) for one in _listed(matter) if one.code in names]
    wrong = [row for row in rows if _differs(row[1], row[2])]
    if len(wrong) <= _MOST_WRONG:
        for one, told, right in wrong:
            yield _wrongly(Evidence(one.quote, one.place), one.code, told, right)
    quotes = {one.quote for one in _listed(matter)}
    for number in bits(sentences("code | codes", matter.reading) & matter.everything):
        quote = matter.quote(number)
        for called in _CALLED.finditer(quote.quote):
            told = "unauthorised" if bool(called["un"]) != bool(called["not"]) else "authorised"
            code = names.get(called["code"])
            if code and quote.quote not in quotes and _differs(told, _class(code)):
                yield _wrongly(quote, code.code, told, _class(code))


def _wrongly(quote: Evidence, code: str, told: str, right: str) -> Hit:
    return Hit((quote,), f"{code} is called {told}", f"{code} is {right}")


def _gone(quote: Evidence, code: str, matter: Matter) -> Hit:
    known = next(one for one in matter.law.retired_codes if one.code == code)
    new = " or ".join(
        one for one in (known.replaced_by[:1] if len(known.replaced_by) == 1 else known.replaced_by)
    )
    if len(known.replaced_by) > 2:
        new = f"one of {_short(known.replaced_by)}"
    told = f"{code} ({known.name}) ended on {pages.day(known.retired)}"
    return Hit((quote,), told, f"Use {new} instead: {known.says}.", known.source)


def _others(one: Listed, matter: Matter) -> Iterator[str]:
    """The code of the day whose own words describe this one, which has none of its own."""
    known = lexicon.code_names()
    mine = known.get(one.code, {})
    if any(fits(one.meaning, mine.get(kind, ())) for kind in ("usual", "own", "old", "past")):
        return
    fitting = [code for code, kinds in known.items() if fits(one.meaning, kinds.get("own", ()))]
    if len(fitting) == 1 and fitting[0] in _names(matter):
        yield fitting[0]


def _counted(one: Listed) -> str:
    """What a list says that a code counts as; "" where it says nothing, or two things."""
    said = {name for name, pattern in _CLASSES if pattern.search(one.counted)}
    if not said and not one.counted:
        said = {name for name, pattern in _CLASSES if name != "present" and pattern.search(one.group)}
        if "unauthorised" in said and re.search(
            r"(?<!un)authori[sz]ed\s*(?:and|or|/|&)", one.group, re.IGNORECASE
        ):
            return ""
    return said.pop() if len(said) == 1 else ""


def _differs(told: str, right: str) -> bool:
    return {told, right} <= _COMPARED and told != right


def _class(code: Code) -> str:
    return _STANDING.get(code.statistical_class, code.statistical_class)


def _names(matter: Matter) -> Mapping[str, Code]:
    return {code.code: code for code in matter.law.codes}


def _listed(matter: Matter) -> tuple[Listed, ...]:
    return _all(None, matter.reading)


@once
def _all(_: None, reading: Reading) -> tuple[Listed, ...]:
    return tuple(listed(reading.document))


def _mentioned(matter: Matter) -> tuple[tuple[int, str], ...]:
    return _by_name(None, matter.reading)


@once
def _by_name(_: None, reading: Reading) -> tuple[tuple[int, str], ...]:
    """The sentences that name a code in running text, each with the code."""
    near = sentences(
        "code | codes | coded | marked | recorded | registered | mark | authorised | unauthorised", reading
    )
    other = sentences(
        "dress code* | door code* | colour code* | code of conduct | year group* | classes | house", reading
    )
    return tuple(
        (number, code)
        for number in bits(near & ~other & (reading.body | reading.titles))
        for code in dict.fromkeys(_codes_in(reading.quote(number)[0]))
    )


def _codes_in(text: str) -> Iterator[str]:
    """ "code H", "marked M", and "C, E, H, I and M" with no such word."""
    yield from (next(code for code in found.groups() if code) for found in _NAMED.finditer(text))
    for several in _ROW_OF.finditer(text):
        yield from re.findall(r"[B-Z]\d?", several[0])


def _spoken(matter: Matter) -> set[str]:
    """Codes that running text names."""
    return {code for _, code in _mentioned(matter)}


def _short(codes: Iterable[str]) -> str:
    """ "K, Q and Y1 to Y7"."""
    kept = list(codes)
    family = [code for code in kept if re.fullmatch(r"Y\d", code)]
    if len(family) > 2 and [int(code[1]) for code in family] == list(
        range(int(family[0][1]), int(family[-1][1]) + 1)
    ):
        kept = [code for code in kept if code not in family] + [f"{family[0]} to {family[-1]}"]
    return " and ".join(filter(None, (", ".join(kept[:-1]), kept[-1])))
