"""What a document is: an attendance policy of an English school, or something else."""

from policy_kit import lexicon
from policy_kit.evidence.patterns import count
from policy_kit.evidence.reading import Reading

_LEAST_SHARE = 0.008
_LEAST_WORDS = 60


def stranger(reading: Reading) -> str | None:
    """Why a document is not to be judged, in plain English; None for an attendance policy of a school in England."""
    length = reading.length
    if length < _LEAST_WORDS:
        return f"This document has only {length} words in it"
    told = count("@attendance_words", reading, reading.body)
    titled = (
        count("@attendance_words", reading, reading.titles) > 0 or "attend" in reading.document.title.lower()
    )
    if told < length * _LEAST_SHARE * (0.5 if titled else 1.0):
        other = _most(reading, length)
        return (
            f"This looks like {other}, not an attendance policy"
            if other
            else "This does not look like an attendance policy"
        )
    for country in ("wales", "scotland", "northern_ireland"):
        if count(f"@{country}", reading, reading.body) > max(2, count("@england", reading, reading.body)):
            where = country.replace("_", " ").title()
            return f"This looks like the policy of a school in {where}; the kit knows England alone"
    return None


def _most(reading: Reading, length: int) -> str:
    """The kind of policy whose words are commonest, with those of the headings counted for more."""
    counted = {
        name: count(f"@{_key(name)}", reading, reading.body)
        + 5 * count(f"@{_key(name)}", reading, reading.titles)
        for name in lexicon.words("other_policies")
    }
    best = max(counted, key=lambda name: counted[name])
    article = "an" if best[0] in "aeiou" else "a"
    return f"{article} {best} policy" if counted[best] >= max(3, length * _LEAST_SHARE) else ""


def _key(name: str) -> str:
    return f"{name.replace(' ', '_')}_words"
