"""Publishing: what was lost is noticed, files are whole or not there, and nobody's file is overwritten."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from documents_for_render import FULL, document, hostile, paragraph, row, table

from policy_kit import publish as publishing
from policy_kit import readback, render
from policy_kit.model import Document, KitError
from policy_kit.publish import MANIFEST, publish
from policy_kit.render.look import Look

FACTS = ("Jo Marsh", "01632 960002", "head.teacher@oakfield-primary-school.example", "Full governing board")
FORMATS = ("html", "md", "docx", "pdf")


def write(
    folder: Path, own: Document = FULL, *, overwrite: bool = False, formats: tuple[str, ...] = ("html", "md")
) -> None:
    publish(own, FACTS[:0], folder, name="policy", formats=formats, look=Look(), overwrite=overwrite)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_formats_are_written(tmp_path: Path) -> None:
    """Every format is written in the order asked for, with a list of what was written."""
    out = tmp_path / "new" / "folder"
    files = publish(FULL, FACTS, out, name="attendance-policy", formats=FORMATS, look=Look())
    assert files == tuple(out / f"attendance-policy.{form}" for form in FORMATS)
    written = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert written == {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    assert names(out) == sorted([MANIFEST, *(path.name for path in files)])


def test_hostile_text_is_published(tmp_path: Path) -> None:
    """Text that looks like markup of any kind is found again in every format."""
    publish(hostile(), (), tmp_path, name="p", formats=FORMATS, look=Look())


def test_the_same_bytes(tmp_path: Path) -> None:
    """Publishing twice writes the same bytes, the list of files too."""
    for folder in ("a", "b"):
        publish(FULL, FACTS, tmp_path / folder, name="p", formats=FORMATS, look=Look())
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("form", FORMATS)
def test_a_lost_fact_is_noticed(form: str, tmp_path: Path) -> None:
    """A fact that does not stand in a file stops everything, and the message names fact and format."""
    with pytest.raises(
        KitError, match=r"“01632 960999” was lost in the .*; nothing was written.*report"
    ) as error:
        publish(FULL, (*FACTS, "01632 960999"), tmp_path / "out", name="p", formats=(form,), look=Look())
    assert {"html": "web page", "md": "Markdown file", "docx": "Word file", "pdf": "PDF"}[form] in str(
        error.value
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "words", ["Wednesday", "First again", "Fourth from a list that starts at four", "Duties"]
)
def test_a_lost_text_is_noticed(form: str, words: str) -> None:
    """A paragraph, an item or a caption that does not stand in a file is noticed."""
    without = render.render(document(paragraph("Something else")), form, Look())
    assert readback.lost(document(paragraph(words)), (), without, form) == words


@pytest.mark.parametrize("form", ["html", "md", "docx"])
def test_a_text_lost_once_is_noticed(form: str) -> None:
    """A text that stands in the document twice must stand in the file twice."""
    once = render.render(document(table("", row("Ask", "Yes"))), form, Look())
    assert readback.lost(
        document(table("", row("Ask", "Yes"), row("Tell", "Yes"))), ("Ask",), once, form
    ) in ("Yes", "Tell")
    twice = document(paragraph("Yes"), paragraph("Yes"))
    assert readback.lost(twice, (), render.render(document(paragraph("Yes")), form, Look()), form) == "Yes"


def test_one_lost_format_keeps_all_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When one format loses a text, the formats that do not are not written either."""
    monkeypatch.setitem(render.RENDERERS, "md", lambda *_: b"# Nothing\n")
    with pytest.raises(KitError, match="was lost in the Markdown file"):
        write(tmp_path)
    assert names(tmp_path) == []


def test_our_own_file_is_replaced(tmp_path: Path) -> None:
    """A file that we wrote is replaced by the next edition."""
    write(tmp_path, document(paragraph("Old.")))
    write(tmp_path, document(paragraph("New.")))
    assert "New." in (tmp_path / "policy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_edited_file_is_a_persons(tmp_path: Path, overwrite: bool) -> None:
    """A file changed since we wrote it is left alone, unless told to overwrite it."""
    write(tmp_path)
    (tmp_path / "policy.md").write_text("My own words", encoding="utf-8")
    new = document(paragraph("New."))
    if overwrite:
        write(tmp_path, new, overwrite=True)
        assert "New." in (tmp_path / "policy.md").read_text(encoding="utf-8")
        return
    before = (tmp_path / "policy.html").read_bytes()
    with pytest.raises(KitError, match=r"policy\.md is already there and has been changed.*--overwrite"):
        write(tmp_path, new)
    assert (tmp_path / "policy.md").read_text(encoding="utf-8") == "My own words"
    assert (tmp_path / "policy.html").read_bytes() == before


@pytest.mark.parametrize("manifest", [None, "{", "[]", '{"files": 3}'])
def test_a_file_of_unknown_origin_is_left_alone(tmp_path: Path, manifest: str | None) -> None:
    """A file that stands in no list of ours, or in one that cannot be read, is left alone."""
    (tmp_path / "policy.html").write_text("Somebody's page", encoding="utf-8")
    if manifest is not None:
        (tmp_path / MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(KitError, match=r"policy\.html is already there and was not written by policy-kit"):
        write(tmp_path)
    assert names(tmp_path) == sorted([*([MANIFEST] if manifest else []), "policy.html"])


def test_the_same_file_without_a_list_is_ours(tmp_path: Path) -> None:
    """A file that is what we would write may stay, even if the list of files was lost."""
    write(tmp_path)
    (tmp_path / MANIFEST).unlink()
    write(tmp_path)
    assert MANIFEST in names(tmp_path)


def test_other_files_stay_in_the_list(tmp_path: Path) -> None:
    """Publishing one policy leaves another in the list of files."""
    for name in ("a", "b", "a"):
        publish(FULL, (), tmp_path, name=name, formats=("md",), look=Look())
    assert list(json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["files"]) == ["a.md", "b.md"]


@pytest.mark.parametrize("old", [True, False])
@pytest.mark.parametrize("failing", ["policy.html", "policy.md", MANIFEST])
def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, old: bool) -> None:
    """When one file cannot be put in its place, those before it are as they were."""
    if old:
        write(tmp_path, document(paragraph("Old.")))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(Path, "replace", refusing(failing, Path.replace))
    with pytest.raises(KitError, match=r"could not be written \(.*\)\. Nothing was changed"):
        write(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def refusing(name: str, replace: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    def refuse(part: Path, path: Path) -> Path:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(part), None, str(path))
        return replace(part, path)

    return refuse


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, no part of a file is left."""
    write_through = publishing._write_through

    def full(path: Path, data: bytes) -> None:
        write_through(path, data[:10])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(publishing, "_write_through", full)
    with pytest.raises(KitError, match=r"policy\.html.*No space left on device"):
        write(tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_folder_or_a_link_in_the_way(tmp_path: Path, kind: str) -> None:
    """A folder or a link with the name of our file is left alone."""
    if kind == "folder":
        (tmp_path / "policy.md").mkdir()
    else:
        (tmp_path / "policy.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(KitError, match="is a link or a folder"):
        write(tmp_path)
    assert names(tmp_path) == ["policy.md"]


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """A file in the place of the folder is said plainly."""
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(KitError, match="is a file, not a folder"):
        write(tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["../policy", "a/b", "a\\b", "", ".hidden", "con", "NUL.x", "a:b", "a\nb", "a.", "-o"]
)
def test_names_that_are_no_names(tmp_path: Path, name: str) -> None:
    """A name that is a path, or that some system cannot keep, is refused."""
    with pytest.raises(KitError, match="cannot be the name of a file"):
        publish(FULL, (), tmp_path, name=name, formats=("md",), look=Look())
    assert names(tmp_path) == []


def test_a_symbol_may_be_named_in_a_pdf(tmp_path: Path) -> None:
    """A symbol that no font can show stands in the PDF by its name, and is not taken for a loss."""
    publish(document(paragraph("Ring us 🔔 early★now")), (), tmp_path, name="p", formats=FORMATS, look=Look())


def test_a_long_paragraph(tmp_path: Path) -> None:
    """A paragraph that fills many pages is published in every format."""
    publish(
        document(paragraph("every day counts " * 6000)), (), tmp_path, name="p", formats=FORMATS, look=Look()
    )


@pytest.mark.parametrize("form", FORMATS)
def test_a_fact_in_a_sentence(form: str, tmp_path: Path) -> None:
    """A fact may begin a sentence with a capital, and leave its full stop to the sentence."""
    own = document(paragraph("The school office, any morning."))
    publish(own, ("the school office", "any morning."), tmp_path, name="p", formats=(form,), look=Look())


@pytest.mark.parametrize("form", FORMATS)
def test_a_lost_fact_is_named_as_it_was_written(form: str) -> None:
    """A lost fact is told in the words that the school wrote."""
    data = render.render(FULL, form, Look())
    assert readback.lost(FULL, ("Jo Marsh", "Kit Lowe."), data, form) == "Kit Lowe."
