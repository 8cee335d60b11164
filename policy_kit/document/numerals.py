"""How lists count: 1, 01, a, A, i, I."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def written(count: int, form: str) -> str:
    """A number in the form that the number one has in it: "1", "01", "a", "A", "i", "I"; anything else is nothing."""
    match form:
        case "1":
            return str(count)
        case "01":
            return f"{count:02}"
        case "a" | "A":
            letter = chr(ord(form) + (count - 1) % 26)
            return letter * min((count - 1) // 26 + 1, 5) if count > 0 else str(count)
        case "i":
            return _roman(count)
        case "I":
            return _roman(count).upper()
        case _:
            return ""


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text
