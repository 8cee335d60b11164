"""Colours that can be read: contrast as WCAG 2.2 measures it (success criterion 1.4.3)."""

import re

from policy_kit.model import KitError

_STEPS = 256

Rgb = tuple[int, int, int]


def accessible(colour: str, on: str = "#ffffff", ratio: float = 4.5) -> str:
    """The colour itself, or the nearest darker or lighter one that stands out from `on` by the ratio.

    Darker on a light background and lighter on a dark one; where that cannot reach the ratio, black or white.
    Raises KitError when a colour is not written as hex.
    """
    own, ground = parse(colour), parse(on)
    end = (0, 0, 0) if contrast(ground, (0, 0, 0)) >= contrast(ground, (255, 255, 255)) else (255, 255, 255)
    mixed = (_mix(own, end, step / _STEPS) for step in range(_STEPS + 1))
    return _written(next((rgb for rgb in mixed if contrast(rgb, ground) >= ratio), end))


def parse(colour: str) -> Rgb:
    """Red, green and blue, 0 to 255, of #abc or #aabbcc; the # may be left out."""
    found = re.fullmatch(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", colour.strip())
    if not found:
        raise KitError(
            f"“{colour}” is not a colour that can be used. Write it as six hex digits, such as #1d4f7c."
        )
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _written(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
