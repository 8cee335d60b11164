"""Writing what an audit has found: whole files in one folder, and nobody else's file touched."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from policy_kit.audit.holding import NAME
from policy_kit.audit.submissions import digest
from policy_kit.audited import Audit
from policy_kit.model import KitError
from policy_kit.publish import MANIFEST, manifest, manifest_json
from policy_kit.report.audits import WRITERS, Written, missing


def refuse_others(folder: Path) -> None:
    """Raise KitError where a person's file stands in the way of one of ours."""
    ours, begun = manifest(folder), manifest(folder / NAME)
    for name in WRITERS:
        path = folder / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise KitError(f"{path} is a link or a folder. Choose another folder to write to.")
        if path.exists() and digest(path) not in (ours.get(name), begun.get(name)):
            why = (
                "has been changed since policy-kit wrote it"
                if name in ours
                else "was not written by policy-kit"
            )
            raise KitError(
                f"{path} is already there and {why}. Move it away or choose another folder, or use --overwrite to "
                "replace it."
            )


def write(audit: Audit, folder: Path, work: Path) -> tuple[Path, ...]:
    """Write every file of WRITERS: all first into `work`, on the same disk, and then into their places.

    What is about to be written is noted first: killed in the middle, the next audit knows these files for ours. A file
    whose library is not installed is left out, and one of an audit before that would contradict the others goes.
    """
    left_out = missing()
    with in_plain_words(folder):
        drafts = {
            name: _draft(writer(audit), work) for name, writer in WRITERS.items() if name not in left_out
        }
        before = manifest(folder)
        ours = before | {name: digest(draft) for name, draft in drafts.items()}
        _note(manifest(folder / NAME) | ours, work, folder / NAME)
        for name, draft in drafts.items():
            draft.replace(folder / name)
        for name in left_out.keys() & before.keys():
            (folder / name).unlink(missing_ok=True)
            del ours[name]
        _note(ours, work, folder)
    return tuple(folder / name for name in drafts)


@contextmanager
def in_plain_words(folder: Path) -> Iterator[None]:
    """An error of the disk becomes a KitError that says where and what to do."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or folder
        reason = error.strerror or "the system refused"
        raise KitError(
            f"{where} could not be written ({reason}). What has been judged so far is kept: put it right, and run the "
            "same command again."
        ) from error


def _note(ours: Mapping[str, str], work: Path, folder: Path) -> None:
    draft = work / token_hex(8)
    draft.write_bytes(manifest_json(ours))
    draft.replace(folder / MANIFEST)


def _draft(written: Written, work: Path) -> Path:
    draft = work / token_hex(8)
    with draft.open("xb") as file:
        for part in _parts(written):
            file.write(part.encode("utf-8", "replace") if isinstance(part, str) else part)
    return draft


def _parts(written: Written) -> Iterable[str | bytes]:
    return [written] if isinstance(written, str | bytes) else written
