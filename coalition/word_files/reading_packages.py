"""The parts of a Word file as XML: bounded, without entities, and nothing that lies outside the file is followed."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]  # the library has no stubs
from msgspec import Struct, field

from coalition.errors import CoalitionError
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    Element: TypeAlias = etree.ElementBase

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
OFF = frozenset({"0", "false", "off"})
_LARGEST_FILE = 20 * 1024 * 1024
_LARGEST_PART = 24 * 1024 * 1024
_MOST_ENTRIES = 5000
_IS_ZIP = b"PK\x03\x04"
_IS_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN_TYPES = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml")
# The names of the strict variant of the format, and those of the usual one.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_DAMAGED = Message("The Word file is damaged. Open it in a word processor, save it again as .docx, and choose it once more.")
_NOT_WORD = Message("This is no Word file. Choose a file whose name ends with .docx.")
_TOO_LARGE = Message("The Word file is too large. Take pictures out of it, save it again, and choose it once more.")


class UnreadableWordFile(CoalitionError):
    """The file cannot be read as a Word file; `message` says why, and what to do."""

    def __init__(self, message: Message) -> None:
        """Hold the message."""
        super().__init__(str(message))
        self.message = message


class Package(Struct):
    """A Word file: its zip archive, the path of its main part, and the relations of that part."""

    packed: zipfile.ZipFile
    main: str
    relations: Mapping[str, Relation] = field(default_factory=dict)

    def root(self) -> Element:
        """Return the root of the main part."""
        return self._read(self.main)

    def related(self, kind: str) -> Element | None:
        """Return the root of the part that the main part names as its `kind` ("styles", "footnotes"), None without one."""
        return next(iter(self.all_related(kind)), None)

    def all_related(self, kind: str) -> Iterator[Element]:
        """Yield the roots of all parts of a kind, such as "header"."""
        for relation in self.relations.values():
            if relation.kind == kind and not relation.is_external and relation.target in self.packed.NameToInfo:
                yield self._read(relation.target)

    def core_properties(self) -> Element | None:
        """Return the properties of the file, such as its title; None without them."""
        paths = (relation.target for relation in relations_of(self.packed, "").values() if relation.kind == "core-properties")
        return next((self._read(path) for path in paths if path in self.packed.NameToInfo), None)

    def links_of(self, kind: str) -> Mapping[str, Relation]:
        """Return the relations of a part of its own, such as "footnotes", for its links."""
        path = next((relation.target for relation in self.relations.values() if relation.kind == kind and not relation.is_external), "")
        return relations_of(self.packed, path) if path else {}

    def _read(self, path: str) -> Element:
        return xml_of(part_of(self.packed, path))


class Relation(Struct, frozen=True):
    """What a part names by an id: another part, or an address outside the file."""

    kind: str
    target: str
    is_external: bool


def opened(content: bytes) -> Package:
    """Open a Word file.

    Raises:
        UnreadableWordFile: it is none, is encrypted, holds macros, is too large or damaged.

    """
    _check_kind(content)
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError):
        raise UnreadableWordFile(_DAMAGED) from None
    entries = packed.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableWordFile(_PROTECTED)
    if len(entries) > _MOST_ENTRIES:
        raise UnreadableWordFile(_TOO_LARGE)
    main = next((relation.target for relation in relations_of(packed, "").values() if relation.kind == "officeDocument"), "")
    _check_main(packed, main)
    return Package(packed, main, relations_of(packed, main))


_PROTECTED = Message("The file is protected with a password. Save it without one, and choose it once more.")
_OTHER_KINDS = (
    (b"{\\rtf", Message("This is an RTF file. Open it in a word processor, save it as .docx, and choose it once more.")),
    (b"%PDF", Message("This is a PDF file, which has no numbering to read. Choose the Word file it was made from.")),
)


def _check_kind(content: bytes) -> None:
    if len(content) > _LARGEST_FILE:
        raise UnreadableWordFile(_TOO_LARGE)
    if content.startswith(_IS_OLE):
        old = Message("This is a Word file of the old kind (.doc). Open it in a word processor, save it as .docx, and choose it once more.")
        raise UnreadableWordFile(_PROTECTED if _ENCRYPTED in content else old)
    for begin, message in _OTHER_KINDS:
        if content.startswith(begin):
            raise UnreadableWordFile(message)
    if not content.startswith(_IS_ZIP):
        raise UnreadableWordFile(_NOT_WORD)


def _check_main(packed: zipfile.ZipFile, main: str) -> None:
    """Refuse a file whose main part is no text, or that holds macros."""
    if "[Content_Types].xml" not in packed.NameToInfo or main not in packed.NameToInfo:
        raise UnreadableWordFile(_NOT_WORD)
    types = xml_of(part_of(packed, "[Content_Types].xml"))
    kinds = {str(each.get("PartName", "")).lstrip("/"): str(each.get("ContentType", "")) for each in types if each.get("PartName")}
    macros = "macroEnabled" in kinds.get(main, "") or any(name.lower().endswith("vbaproject.bin") for name in packed.NameToInfo)
    if macros:
        raise UnreadableWordFile(Message("The file holds macros, which are programs. Save it as .docx without macros, and choose it once more."))
    if not kinds.get(main, _MAIN_TYPES[0]).endswith(_MAIN_TYPES):
        raise UnreadableWordFile(_NOT_WORD)


def part_of(packed: zipfile.ZipFile, path: str) -> bytes:
    """Return the bytes of a part, whatever size the archive says it has.

    Raises:
        UnreadableWordFile: it is missing, damaged, or unpacks to more than a text has.

    """
    try:
        with packed.open(path) as part:
            data = part.read(_LARGEST_PART + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise UnreadableWordFile(_DAMAGED) from None
    if len(data) > _LARGEST_PART:
        raise UnreadableWordFile(_TOO_LARGE)
    return data


def xml_of(data: bytes) -> Element:
    """Parse a part; the names of the strict variant become the usual ones.

    Raises:
        UnreadableWordFile: it is no XML, is nested too deeply, or declares a document type, which could hold entities.

    """
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableWordFile(_DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableWordFile(_DAMAGED)
    return root


def relations_of(packed: zipfile.ZipFile, path: str) -> dict[str, Relation]:
    """Return the relations of a part by their ids; those of the whole file with "". A part without relations has none."""
    folder, name = posixpath.split(path)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in packed.NameToInfo:
        return {}
    relations = {}
    for each in xml_of(part_of(packed, rels)):
        target, is_external = str(each.get("Target", "")), each.get("TargetMode") == "External"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        relations[str(each.get("Id", ""))] = Relation(str(each.get("Type", "")).rpartition("/")[2], target, is_external)
    return relations


def local(element: Element) -> str:
    """Return the name of an element of the text ("p", "tbl"), or the whole name of an element of another kind."""
    tag = element.tag
    return tag.removeprefix(W) if isinstance(tag, str) else ""


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute of an element, "" without the element or the attribute."""
    return "" if element is None else str(element.get(f"{W}{name}") or "")


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at a path of names, None without it."""
    for name in path:
        if element is None:
            return None
        element = element.find(f"{W}{name}")
    return element


def is_on(toggle: Element | None) -> bool:
    """Whether a property that is on or off is there and is on."""
    return toggle is not None and value(toggle) not in OFF


def number_in(text: str, default: int | None = None) -> int | None:
    """Return a whole number written in an attribute, also one such as "720.5"; the default for anything else."""
    try:
        return int(float(text)) if len(text) < 12 else default  # noqa: PLR2004 -- longer than every number of the format
    except (ValueError, OverflowError):
        return default
