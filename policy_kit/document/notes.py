"""What a reader noticed in a file and does not show in its text."""

from dataclasses import dataclass


@dataclass(slots=True)
class Notes:
    """What a reader should know of a file."""

    changes: bool = False
    comments: int = 0

    def said(self) -> tuple[str, ...]:
        """In plain English."""
        found = []
        if self.changes:
            found.append("There are open tracked changes; the text is read as if all were accepted.")
        if self.comments:
            count = "is 1 comment" if self.comments == 1 else f"are {self.comments} comments"
            found.append(f"There {count}, left out.")
        return tuple(found)
