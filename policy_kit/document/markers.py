"""The marker pen, as file formats write it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policy_kit.model import Inline

_PENS = {"yellow", "green", "cyan", "magenta"}
"""The light colours of Word's pen; its dark ones, red, blue and the greys are for show."""
_HEX = re.compile(r"#?([0-9a-f]{6}|(?<=#)[0-9a-f]{3})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\((\d{1,3}),\s*(\d{1,3}),\s*(\d{1,3})", re.IGNORECASE)
_MARK = re.compile("(</?mark>)")
_BRIGHT, _DULL = 0xD8, 0x99


def is_pen(name: str) -> bool:
    """A colour by its name in Word."""
    return name in _PENS


def is_yellow(colour: str) -> bool:
    """A yellow by its name or its figures: "yellow", "FFFF00", "#ffeb3b", "rgb(255, 255, 0)"."""
    if colour.lower() == "yellow":
        return True
    if found := _HEX.fullmatch(colour):
        short = len(found[1]) == 3
        red, green, blue = bytes.fromhex("".join(digit * 2 for digit in found[1]) if short else found[1])
    elif found := _RGB.match(colour):
        red, green, blue = (int(part) for part in found.groups())
    else:
        return False
    return red >= _BRIGHT and green >= _BRIGHT and blue <= _DULL


def marked(runs: Iterable[Inline]) -> Iterator[Inline]:
    """Runs with what stands between `<mark>` and `</mark>` marked: tags that some write in plain text."""
    on = False
    for run in runs:
        if run.code or (not on and "<mark>" not in run.text):
            yield run
            continue
        for piece in _MARK.split(run.text):
            if piece in ("<mark>", "</mark>"):
                on = piece == "<mark>"
            elif piece:
                yield replace(run, text=piece, marked=on)
