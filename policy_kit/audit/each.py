"""Many files about single schools: each whole or not at all, written only where something is new.

A file that a person has changed, or has put there, is left alone and told of: letters are edited before they are sent.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from secrets import token_hex

from policy_kit.audit.holding import NAME
from policy_kit.audit.submissions import digest
from policy_kit.audited import Shelved
from policy_kit.model import KitError
from policy_kit.publish import MANIFEST, manifest, manifest_json

_MADE_OF = "made-of.json"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be written, and what it is made of."""

    name: str
    """Its path in the output folder, with "/"."""
    made_of: str
    """A number for all that decides what stands in it: while it is the same, the file need not be made again."""
    make: Callable[[], bytes]


class Shelf:
    """The output folder as far as it is known: what in it is ours, and what that was made of."""

    def __init__(self, folder: Path, work: Path, *, overwrite: bool = False) -> None:
        self.folder, self.work, self.overwrite = folder, work, overwrite
        self._own = folder / NAME
        self._ours = manifest(folder)
        self._begun = manifest(self._own)
        self._made_of = _read(self._own / _MADE_OF)

    def write(self, folders: Iterable[str], pages: Iterable[Page]) -> Shelved:
        """Write these pages; what is ours in `folders` and not among them is deleted. Raises KitError, OSError."""
        for name in folders:
            if (self.folder / name).is_symlink() or (self.folder / name).is_file():
                raise KitError(
                    f"{self.folder / name} is a link or a file. Choose another folder to write to."
                )
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        names, new, left = [], 0, []
        pages = iter(pages)
        while batch := list(islice(pages, _BATCH)):
            drafts: dict[str, Path] = {}
            for page in batch:
                names.append(page.name)
                if self._of_others(page.name):
                    left.append(page.name)
                elif draft := self._draft(page):
                    drafts[page.name] = draft
            self._place(drafts)
            new += len(drafts)
        self._clear(folders, set(names))
        return Shelved(tuple(names), new, tuple(left))

    def _of_others(self, name: str) -> bool:
        path = self.folder / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            return True
        known = (self._ours.get(name), self._begun.get(name))
        return not self.overwrite and path.exists() and digest(path) not in known

    def _draft(self, page: Page) -> Path | None:
        """A draft of a page, or nothing where the file that stands there was made of the same."""
        path = self.folder / page.name
        same = self._made_of.get(page.name) == page.made_of and path.exists()
        if same and digest(path) == self._ours.get(page.name):
            return None
        draft = self.work / token_hex(8)
        data = page.make()
        draft.write_bytes(data)
        self._begun[page.name] = sha256(data).hexdigest()
        self._made_of[page.name] = page.made_of
        return draft

    def _place(self, drafts: Mapping[str, Path]) -> None:
        """All that is about to be written is noted first: killed in the middle, the next audit knows it for ours."""
        if drafts:
            self._note(self._ours | self._begun, self._own)
            for name, draft in drafts.items():
                draft.replace(self.folder / name)
                self._ours[name] = self._begun[name]
            self._keep()

    def _clear(self, folders: Iterable[str], names: set[str]) -> None:
        """What an audit before has written about a school, and this one does not, would only mislead."""
        starts = tuple(f"{name}/" for name in folders)
        for name in [name for name in self._ours if name.startswith(starts) and name not in names]:
            path = self.folder / name
            if path.is_file() and not path.is_symlink() and digest(path) == self._ours[name]:
                path.unlink()
            if not path.exists():
                del self._ours[name]
                self._made_of.pop(name, None)
        self._keep()

    def _keep(self) -> None:
        draft = self.work / token_hex(8)
        draft.write_text(json.dumps(self._made_of, indent=0, sort_keys=True), "utf-8")
        draft.replace(self._own / _MADE_OF)
        self._note(self._ours, self.folder)

    def _note(self, ours: Mapping[str, str], folder: Path) -> None:
        draft = self.work / token_hex(8)
        draft.write_bytes(manifest_json(ours))
        draft.replace(folder / MANIFEST)


def _read(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
