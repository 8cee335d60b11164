"""A file that is no document to us, and what its owner can do about it."""

from policy_kit.model import KitError, in_one_line

SAVE_AS = "save it as .docx or PDF and try again"


class Unreadable(KitError):  # noqa: N818 (the word is the file's, not the program's)
    """A document that could not be read: not checked, which is not the same as not met.

    `reason` is a few words ("scanned: no text", "encrypted", "damaged", "empty", "too large"); `advice` says what to
    do next, without a full stop.
    """

    def __init__(self, file: str, reason: str, advice: str = SAVE_AS) -> None:
        self.file, self.reason, self.advice = file, reason, advice
        super().__init__(
            f"{in_one_line(file)} was not checked, because it cannot be read ({reason}): {advice}."
        )
