"""The numbers that people write, in figures or in words."""

import re

_TO_NINETEEN = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_OTHERS = (
    "second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10 twelfth=12 fifteenth=15 "
    "twentieth=20 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 half=0.5 "
    "fortnight=14"
)
_WORDS = {word: float(value) for value, word in enumerate(_TO_NINETEEN.split())} | {
    word: float(value) for word, value in (pair.split("=") for pair in _OTHERS.split())
}
_FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")


def amount(text: str) -> float | None:
    """The number in "£2,500", "5 school days" or "a hundred and sixty pounds"; None if there is none."""
    if found := _FIGURES.search(text):
        return float(found[0].replace(",", ""))
    total, seen = 0.0, False
    for word in re.findall(r"[a-z]+", text.lower()):
        if word == "hundred":
            total, seen = max(total, 1) * 100, True
        elif word == "thousand":
            total, seen = max(total, 1) * 1000, True
        elif word in _WORDS:
            total, seen = total + _WORDS[word], True
        elif seen and word != "and":
            break
    return total if seen else None
