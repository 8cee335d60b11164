"""The names of schools as people write them: "St. Mary's C of E Primary School" is "st marys ce primary school"."""

import re
import unicodedata

_SAID = (
    (r"\bchurch of england\b|\bc\.? ?of ?e\b\.?|\bcofe\b|\bc\.e\b\.?|\bc/e\b", "ce"),
    (r"\broman catholic\b|\br\.c\b\.?|\bcatholic\b", "rc"),
    (r"\bsaint\b", "st"),
    (r"&", " "),
    (r"['’‘ʼ`´]", ""),
)
_WORDS = {
    "pri": "primary",
    "prim": "primary",
    "sch": "school",
    "infants": "infant",
    "juniors": "junior",
    "acad": "academy",
}
_DROPPED = frozenset(
    (
        "the",
        "and",
        "of",
        "va",
        "vc",
        "voluntary",
        "aided",
        "controlled",
        "endowed",
        "foundation",
        "a",
        "an",
        "at",
        "in",
    )
)
FAITHS = frozenset(("ce", "rc", "methodist", "jewish", "muslim", "hindu", "sikh", "quaker"))
KINDS = (
    frozenset(("primary", "junior", "infant", "nursery", "first", "middle", "high", "secondary", "grammar"))
    | frozenset(
        ("academy", "college", "special", "community", "comprehensive", "technology", "sixth", "form")
    )
    | frozenset(("free", "arts", "preparatory", "prep", "upper", "lower", "sports"))
)
_SCHOOL = frozenset(("school", "schools"))
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text, each written in one way, without the small ones and those of a school's legal status."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(char for char in folded if not unicodedata.combining(char))
    for pattern, plain in _SAID:
        folded = re.sub(pattern, plain, folded)
    found = (_WORDS.get(word, word) for word in _WORD.findall(folded.replace("_", " ")))
    return [word for word in found if word not in _DROPPED]


def full(name: str) -> tuple[str, ...]:
    """The name of a school by which it is known for sure; () where no word is its own."""
    if not core(name):
        return ()
    found = [word for word in words(name) if word not in _SCHOOL]
    if len(found) < 2:
        return (*found, "school") if found and set(words(name)) & _SCHOOL else ()
    return tuple(found)


def core(name: str) -> tuple[str, ...]:
    """The words of a name that are the school's own, without its kind and its faith."""
    return tuple(word for word in words(name) if word not in KINDS | FAITHS | _SCHOOL)
