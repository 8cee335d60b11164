"""The wheel works by itself, outside the checkout."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def installed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing in it but our wheel, unpacked by pip."""
    made, target = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("installed")
    python = [sys.executable, "-m"]
    build = [*python, "build", "--wheel", "--no-isolation", "--outdir", str(made), str(root)]
    subprocess.run(build, check=True, capture_output=True)
    wheel = next(made.glob("*.whl"))
    install = ["pip", "install", "--no-deps", "--no-index", "--disable-pip-version-check", "--target"]
    subprocess.run([*python, *install, str(target), str(wheel)], check=True, capture_output=True)
    return target


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Run:
    """Run Python in an empty folder, where policy_kit can come from the wheel alone."""
    libraries = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]

    def python(*args: str, wheel: bool = True) -> subprocess.CompletedProcess[str]:
        path = [*([str(installed)] if wheel else []), *libraries]
        # -S leaves out the .pth file by which an editable install finds the checkout
        return subprocess.run(
            [sys.executable, "-S", *args],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return python


def test_the_checkout_is_out_of_reach(run: Run) -> None:
    """Without the wheel there is no policy_kit: what follows cannot pass by accident."""
    assert run("-c", "import policy_kit.cli", wheel=False).returncode != 0


def test_data_comes_from_the_wheel(run: Run, installed: Path) -> None:
    """Schemas, checklists, templates and examples are inside the package."""
    code = (
        "from policy_kit import data as d; print(d.SCHEMAS, d.CHECKLISTS, d.TEMPLATES, d.EXAMPLES, sep='\\n')"
    )
    inside = installed.resolve() / "policy_kit" / "_data"
    names = ["schemas", "checklists", "templates", "example_policies"]
    assert [str(inside / name) for name in names] == run("-c", code).stdout.split()


def test_every_data_file_is_in_the_wheel(root: Path, installed: Path) -> None:
    """Nothing of the data folders is left behind."""
    inside = installed / "policy_kit" / "_data"
    for folder in ("schemas", "checklists", "templates", "example_policies"):
        assert files(root / folder) == files(inside / folder)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_checks(run: Run, root: Path, tmp_path: Path) -> None:
    """`check` finds nothing outstanding in the complete example."""
    shutil.copy(root / "example_policies" / "oakfield-primary.yaml", tmp_path)
    done = run("-m", "policy_kit.cli", "check", "oakfield-primary.yaml")
    assert (0, "") == (done.returncode, done.stderr)


def test_the_wheel_publishes(run: Run, root: Path, tmp_path: Path) -> None:
    """`publish` writes every format."""
    shutil.copy(root / "example_policies" / "oakfield-primary.yaml", tmp_path)
    formats = ["html", "md", "docx", "pdf"]
    publish = ["publish", "oakfield-primary.yaml", "-o", "out", "--format", ",".join(formats)]
    done = run("-m", "policy_kit.cli", *publish)
    assert (0, "") == (done.returncode, done.stderr)
    assert {f".{name}" for name in formats} <= {path.suffix for path in (tmp_path / "out").iterdir()}


def test_the_script_is_named(installed: Path) -> None:
    """Installing gives the command `policy-kit`."""
    entry = next(installed.glob("policy_kit-*.dist-info/entry_points.txt")).read_text(encoding="utf-8")
    assert "policy-kit = policy_kit.cli:main" in entry.splitlines()
