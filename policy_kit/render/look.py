"""How a school's documents look: its logo and its colour."""

from dataclasses import dataclass
from typing import Literal

from policy_kit.model import KitError

_BEGINNINGS: dict[bytes, Literal["png", "jpeg"]] = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


@dataclass(frozen=True, slots=True)
class Look:
    """What a school adds to the plain design."""

    logo: bytes | None = None
    """A PNG or JPEG picture."""
    logo_name: str = ""
    """The logo's file name, for messages."""
    colour: str | None = None
    """A hex colour, such as #1d4f7c."""

    @property
    def logo_type(self) -> Literal["png", "jpeg"]:
        """What the logo's first bytes say it is, whatever its name says; KitError for anything but PNG and JPEG."""
        for beginning, kind in _BEGINNINGS.items():
            if self.logo and self.logo.startswith(beginning):
                return kind
        raise KitError(
            f"{self.logo_name or 'The logo'} is not a PNG or JPEG picture, so it cannot be used as the logo. "
            "Save the logo as a PNG file (not SVG) and use that file instead."
        )
