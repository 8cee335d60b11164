"""What was submitted: found wherever it lies, known by its content, and never let out of its bounds."""

import io
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from audit_helpers import folder, policy, zipped
from pdf_files import by_hand, words

from policy_kit.audit import submissions, unpacking
from policy_kit.audit.submissions import Submission, Walk

PDF = by_hand(words("Registers close at nine o'clock."))
WORD = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
OPEN = zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<office/>"})
EXCEL = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})


@pytest.fixture
def work(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    made.mkdir()
    return made


def walk(root: Path, work: Path) -> list[Submission]:
    return list(Walk(root, work))


def keys(found: Iterable[Submission]) -> list[str]:
    return [one.key for one in found]


def outcome(root: Path, work: Path) -> dict[str, str]:
    """What each file is, or why it is not read."""
    return {one.key: one.reason or one.form for one in walk(root, work)}


def test_folders_and_zip_files_are_walked(tmp_path: Path, work: Path) -> None:
    """Every file has its path as key, in zip files and in zip files in them."""
    inner = zipped({"c.md": b"# Three"})
    sent = folder(
        tmp_path / "sent",
        {"b/one.md": b"# One", "a.zip": zipped({"x/two.md": b"# Two", "inner.zip": inner})},
    )
    assert keys(walk(sent, work)) == ["a.zip/x/two.md", "a.zip/inner.zip/c.md", "b/one.md"]


def test_files_of_the_system_are_left_out_and_counted(tmp_path: Path, work: Path) -> None:
    """Nobody has submitted what programs leave behind, in folders or in zip files."""
    names = (".DS_Store", "Thumbs.db", "~$policy.docx", ".~lock.policy.odt#", ".git/config", "x/desktop.ini")
    packed = {"a.md": b"# A", "__MACOSX/._a.md": b"x", ".DS_Store": b"x"}
    sent = folder(tmp_path / "sent", dict.fromkeys(names, b"x") | {"p.zip": zipped(packed)})
    found = Walk(sent, work)
    assert (keys(found), found.left_out) == (["p.zip/a.md"], 8)


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("policy.doc", PDF, ".pdf"),
        ("policy.pdf", WORD, ".docx"),
        ("policy.docx", OPEN, ".odt"),
        ("policy.docx", b"<!DOCTYPE html><html><body>Policy</body></html>", ".html"),
        ("policy.txt", b"# ours\nformat: policy-kit/1\n", ".yaml"),
        ("policy.pdf", b"Our attendance policy", ".txt"),
        ("policy", "Our attendance policy".encode("utf-16"), ".txt"),
        ("policy.YML", b"format: policy-kit/1\n", ".yaml"),
        ("policy.zip", WORD, ".docx"),
        ("policy.docx", zipped({"a.md": b"# A"}), ".md"),
    ],
)
def test_a_file_is_what_its_content_is(
    name: str, content: bytes, form: str, tmp_path: Path, work: Path
) -> None:
    """A wrong suffix deceives nobody."""
    (found,) = walk(folder(tmp_path / "sent", {name: content}), work)
    assert (found.form, found.reason) == (form, "")


def test_a_wrong_suffix_is_told(tmp_path: Path, work: Path) -> None:
    """A person may want to know that a file is not what it is called."""
    sent = folder(tmp_path / "sent", {"a.doc": PDF, "b.pdf": PDF, "c.htm": b"<html></html>"})
    assert [one.notes for one in walk(sent, work)] == [("It is named .doc, and is a .pdf file.",), (), ()]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (EXCEL, "a spreadsheet"),
        (b"MZ\x90\0", "a program"),
        (b"{\\rtf1 text}", "a rich text file"),
        (b"a\0b\0c\0", "not a document the kit reads"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Word, Excel or Outlook file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (zipped({}), "empty"),
        (WORD[:60], "damaged"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str, tmp_path: Path, work: Path) -> None:
    """Each has a reason and what to do."""
    (found,) = walk(folder(tmp_path / "sent", {"policy.docx": content}), work)
    assert (found.reason, bool(found.advice)) == (reason, True)


def test_names_in_a_zip_file_lead_nowhere(tmp_path: Path, work: Path) -> None:
    """A name with dots or from the root is a label; what it names is unpacked into our folder and nowhere else."""
    names = ("../../up.md", "/etc/root.md", "C:\\windows\\back.md", "a/../../b.md")
    sent = folder(tmp_path / "sent", {"p.zip": zipped(dict.fromkeys(names, b"# Text"))})
    found = walk(sent, work)
    assert [key.removeprefix("p.zip/") for key in keys(found)] == [
        "up.md",
        "etc/root.md",
        "C:/windows/back.md",
        "a/b.md",
    ]
    assert {one.path.parent for one in found} == {work}
    assert {path.name for path in tmp_path.iterdir()} == {"sent", "work"}


def test_two_files_of_one_name_are_two(tmp_path: Path, work: Path) -> None:
    """A zip file may hold a name twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("a.md", "# One")
        with pytest.warns(UserWarning, match="Duplicate"):
            package.writestr("a.md", "# Two")
    sent = folder(tmp_path / "sent", {"p.zip": target.getvalue()})
    assert keys(walk(sent, work)) == ["p.zip/a.md", "p.zip/a (2).md"]


def test_a_bomb_is_not_unpacked(tmp_path: Path, work: Path) -> None:
    """An entry that is far larger inside than outside is told, and the others are read."""
    sent = folder(tmp_path / "sent", {"p.zip": zipped({"bomb.txt": b"0" * 20_000_000, "a.md": b"# A"})})
    assert outcome(sent, work) == {"p.zip/bomb.txt": "too large inside", "p.zip/a.md": ".md"}
    assert sum(path.stat().st_size for path in work.iterdir()) < 100


def test_many_entries_or_much_in_all_is_not_unpacked(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one room for a zip file and those in it."""
    monkeypatch.setattr(submissions, "Room", lambda: unpacking.Room(entries=3, bytes=1000))
    sent = folder(
        tmp_path / "sent",
        {
            "entries.zip": zipped({f"{n}.md": b"#" for n in range(4)}),
            "bytes.zip": zipped({"a.md": b"#" * 600, "b.md": b"#" * 600}),
            "nested.zip": zipped({"in.zip": zipped({f"{n}.md": b"#" for n in range(3)})}),
        },
    )
    assert set(outcome(sent, work).values()) == {"too large inside"}


def test_a_long_list_of_entries_is_not_read(tmp_path: Path, work: Path) -> None:
    """The list of entries of a zip file is held in memory, so a file that says that it is huge is not opened."""
    huge = bytearray(zipped({"a.md": b"#"}))
    huge[-10:-6] = (200_000_000).to_bytes(4, "little")
    assert outcome(folder(tmp_path / "sent", {"p.zip": bytes(huge)}), work) == {"p.zip": "too large inside"}


def test_zip_files_are_opened_to_one_depth(tmp_path: Path, work: Path) -> None:
    """A zip file in a zip file in a zip file is told and left."""
    third = zipped({"c.zip": zipped({"d.md": b"#"})})
    sent = folder(tmp_path / "sent", {"a.zip": zipped({"b.zip": third})})
    assert outcome(sent, work) == {"a.zip/b.zip/c.zip": "a zip file too deep in others"}


def test_an_encrypted_entry_says_so(tmp_path: Path, work: Path) -> None:
    """A password in a zip file costs that file alone."""
    content = bytearray(zipped({"secret.md": b"# Secret", "open.md": b"# Open"}))
    content[6] |= 1
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    sent = folder(tmp_path / "sent", {"p.zip": bytes(content)})
    assert outcome(sent, work) == {"p.zip/secret.md": "encrypted", "p.zip/open.md": ".md"}


def test_a_damaged_entry_says_so(tmp_path: Path, work: Path) -> None:
    """So does a broken one."""
    content = bytearray(zipped({"a.md": os.urandom(500), "b.md": b"# B"}))
    content[60:80] = bytes(20)
    sent = folder(tmp_path / "sent", {"p.zip": bytes(content)})
    assert outcome(sent, work) == {"p.zip/a.md": "damaged", "p.zip/b.md": ".md"}


def test_a_link_in_a_zip_file_is_not_followed(tmp_path: Path, work: Path) -> None:
    """Its content is a path, and no policy."""
    link = zipfile.ZipInfo("link.md")
    link.external_attr = 0o120777 << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(link, "/etc/passwd")
    sent = folder(tmp_path / "sent", {"p.zip": target.getvalue()})
    assert outcome(sent, work) == {"p.zip/link.md": "a link"}


@pytest.mark.skipif(os.name == "nt", reason="links and pipes are made by other means there")
def test_links_out_of_the_folder_and_devices_are_told(tmp_path: Path, work: Path) -> None:
    """A link is followed to a file inside; nothing else is opened."""
    sent = folder(tmp_path / "sent", {"a.md": policy()})
    folder(tmp_path / "other", {"secret.md": policy()})
    (sent / "inside.md").symlink_to(sent / "a.md")
    (sent / "outside.md").symlink_to(tmp_path / "other" / "secret.md")
    (sent / "folder").symlink_to(tmp_path / "other")
    (sent / "here").symlink_to(sent)
    (sent / "nowhere.md").symlink_to(sent / "gone.md")
    os.mkfifo(sent / "pipe.md")
    assert outcome(sent, work) == {
        "a.md": ".md",
        "folder": "a link that leads out of the folder",
        "here": "a link to a folder",
        "inside.md": ".md",
        "nowhere.md": "cannot be opened (No such file or directory)",
        "outside.md": "a link that leads out of the folder",
        "pipe.md": "not a file but a device",
    }


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its size is asked first."""
    monkeypatch.setattr(submissions, "_LARGEST", 10)
    assert outcome(folder(tmp_path / "sent", {"a.md": policy()}), work) == {"a.md": "too large"}


def test_a_file_that_may_not_be_opened_says_so(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock or a right that is missing costs that file alone."""

    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(submissions, "recognise", locked)
    sent = folder(tmp_path / "sent", {"a.md": policy()})
    assert outcome(sent, work) == {"a.md": "cannot be opened (Permission denied)"}


@pytest.mark.skipif(os.name == "nt", reason="there every name is text")
def test_a_name_that_is_no_text_becomes_a_label(tmp_path: Path, work: Path) -> None:
    """Any bytes may be a name, and a label can always be written."""
    sent = folder(tmp_path / "sent", {})
    sent.mkdir()
    (sent / os.fsdecode(b"caf\xe9\n.md")).write_bytes(b"# A")
    (found,) = walk(sent, work)
    assert found.key == "caf\ufffd\n.md"
    assert found.path.read_bytes() == b"# A"


def test_what_is_ours_is_skipped(tmp_path: Path, work: Path) -> None:
    """The output may stand in the folder of the submissions."""
    sent = folder(tmp_path / "sent", {"a.md": b"# A", "out/results.csv": b"x"})
    assert keys(Walk(sent, work, frozenset({(sent / "out").resolve()}))) == ["a.md"]
