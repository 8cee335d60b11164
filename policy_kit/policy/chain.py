"""A policy file and the files that it is laid over, as far down as `extends` leads."""

import difflib
import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NoReturn

from policy_kit.model import Source
from policy_kit.source import Faulty, fault, load_source

_LONGEST = 10  # a school, its trust, perhaps a diocese


def read_chain(path: Path) -> tuple[Source, ...]:
    """The file itself first, then what it extends, and so on. Raises Faulty at the line of a wrong `extends`."""
    chain = [load_source(path)]
    seen = [path.resolve()]
    while named := _extends(chain[-1]):
        path = path.parent / named
        if path.resolve() in seen:
            _refuse(
                chain[-1],
                f"{named} is laid over this file in turn. One of the two has to do without extends.",
            )
        if len(chain) >= _LONGEST:
            _refuse(chain[-1], f"More than {_LONGEST} files are laid over each other here.")
        _refuse_missing(chain[-1], path, named)
        if path.suffix.lower() not in (".yaml", ".yml"):  # of another file, a message would show a line
            _refuse(chain[-1], "extends has to name a policy file, which ends in .yaml or .yml")
        seen.append(path.resolve())
        chain.append(load_source(path, shown=_shown(chain[-1].file, named)))
    return tuple(chain)


def _extends(source: Source) -> str | None:
    """What `extends` says, as a path from the file; what is no text at all is left to the schema."""
    named = source.data.get("extends") if isinstance(source.data, dict) else None
    if not isinstance(named, str) or not named.strip():
        return None
    if "://" in named:
        _refuse(
            source,
            "extends names a file beside this one, not a web address. Save the trust's file here first.",
        )
    if PurePosixPath(named).is_absolute() or PureWindowsPath(named).drive or named.startswith("\\"):
        _refuse(source, f"extends has to be a path from this file, such as {PureWindowsPath(named).name}")
    return named.replace("\\", "/")


def _refuse_missing(source: Source, path: Path, named: str) -> None:
    try:
        if path.is_file():
            return
        beside = [other.name for other in path.parent.glob("*.y*ml")] if path.parent.is_dir() else []
    except OSError:
        beside = []
    near = difflib.get_close_matches(path.name, beside, n=1)
    hint = f" Did you mean {PurePosixPath(named).with_name(near[0])}?" if near else ""
    _refuse(source, f"There is no file {named}, looked for from the folder of this file.{hint}")


def _shown(file: str, named: str) -> str:
    """The name of the file below, as the user would type it from where they named the first."""
    return os.path.normpath(Path(file).parent / named)


def _refuse(source: Source, message: str) -> NoReturn:
    raise Faulty([fault(message, source.place("/extends"), source.texts)])
