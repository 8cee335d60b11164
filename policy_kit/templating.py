"""Templates: the environment of policies, that of pages of HTML, and how one is filled."""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_kit import __version__, cache, data, pages
from policy_kit.model import KitError

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment


@functools.cache
def environment(templates: Path | None = None) -> "Environment":
    """The environment of policies and reports; files in `templates` come before ours of the same name."""
    import jinja2

    env = _environment(
        templates,
        "policy",
        finalize=pages.finalize(),
        undefined=jinja2.ChainableUndefined,
        optimized=False,  # a constant that goes into a slot must not be folded: slots are those of one rendering
        comment_start_string="{##",  # leaves {#ident} to the headings
        comment_end_string="##}",
        keep_trailing_newline=True,
    )
    env.filters |= pages.FILTERS
    return env


@functools.cache
def html_environment(templates: Path | None = None) -> "Environment":
    """The environment of HTML pages: everything escaped, nothing undefined printed."""
    import jinja2

    return _environment(templates, "html", undefined=jinja2.StrictUndefined)


def _environment(templates: Path | None, name: str, **options: Any) -> "Environment":
    """Templates of the kit; with a folder of somebody's own, which travels between schools, in the sandbox."""
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    ours = (data.TEMPLATES / "policy", data.TEMPLATES / "report")
    folders = [folder for folder in (templates, *ours) if folder is not None]
    kind = jinja2.Environment if templates is None else SandboxedEnvironment
    return kind(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        bytecode_cache=_compiled(name if templates is None else f"{name}-sandbox"),
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )


def _compiled(name: str) -> "BytecodeCache | None":
    """Where compiled templates are kept between runs, as Python keeps its modules; None where nothing can be kept.

    What is compiled for the sandbox is not what is compiled for use outside it: each has a name of its own.
    """
    from jinja2 import FileSystemBytecodeCache

    folder = cache.folder()
    return FileSystemBytecodeCache(str(folder), f"{name}-{__version__}-%s.cache") if folder else None


def fill(env: "Environment", name: str, context: Mapping[str, Any]) -> str:
    """The text of a template. Raises KitError, with its place, for one of somebody's own that cannot be used."""
    import jinja2

    try:
        return env.get_template(name).render(context)
    except jinja2.TemplateSyntaxError as error:
        where = f"{error.filename or name}:{error.lineno}"
        raise KitError(f"{where}: the template cannot be read: {error.message}") from error
    except Exception as error:
        if not env.sandboxed:  # ours: a fault of the kit
            raise
        raise KitError(f"{_where(error) or name}: the template cannot be used: {error}") from error


def _where(error: Exception) -> str:
    """The file and line of the template in which an error arose."""
    import traceback

    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
