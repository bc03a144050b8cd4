"""What an OpenDocument text holds that no chapter can: counted in its XML, section by section."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from cookbook.exchange.documents.gathered import Source
from cookbook.exchange.documents.losses import LossBook, Lost
from cookbook.exchange.documents.markup import attribute, local_name, parse_markup
from cookbook.press.pandoc import ForeignTree, Node
from cookbook.press.tree import rewrite_blocks

CHART = Lost(
    "chart or embedded object", "charts or embedded objects", "were left out: save it as a picture"
)
SHAPE = Lost("drawing", "drawings", "were left out: save it as a picture")
TEXT_BOX = Lost("text box", "text boxes", "were set into the text, or left out: look for the words")
CHANGE = Lost("tracked change", "tracked changes", "were accepted")
INDEX_MARK = Lost("mark for the index", "marks for the index", "were left out")
SHAPES = frozenset(
    {"custom-shape", "rect", "line", "ellipse", "polygon", "polyline", "path", "connector", "g"}
)
COUNTED = {
    "changed-region": CHANGE,
    "alphabetical-index-mark": INDEX_MARK,
    "alphabetical-index-mark-start": INDEX_MARK,
}
MATHS = "{http://www.w3.org/1998/Math/MathML}math"
MOST_WORDS = 300


@dataclass
class OpenText:
    """What a text holds besides what pandoc reads; `texts` are its paragraphs with their sections.

    Its title and its people are those of the styles that word processors have for them.
    """

    book: LossBook = field(default_factory=LossBook)
    texts: list[tuple[str, str]] = field(default_factory=list)
    title: str = ""
    people: list[str] = field(default_factory=list)

    def paragraph(self, words: str, style: str) -> None:
        """Take in a paragraph and the name of its style."""
        if style == "Title" and not self.title:
            self.title = words
        elif style == "Author":
            self.people.append(words)
        self.texts.append((self.book.place, words))


def count_in_open(source: Source) -> OpenText:
    """Count what a text holds. Raises DocumentError where its XML is broken."""
    found = OpenText()
    book = found.book
    root = parse_markup(source.files[source.main], source.main)
    parents = _parent_styles(root)
    for element in root.iter():
        name = local_name(element)
        if name in ("h", "p") and not _within(element, "annotation", "changed-region", "note"):
            words = _words(element)
            if name == "h" and words:
                book.place = words[:120]
            elif words:
                style = attribute(element, "style-name")
                found.paragraph(
                    "" if _holds(element, "object") else words, parents.get(style, style)
                )
        elif name == "object":
            _object(element, source, book)
        else:
            _count(element, name, book)
    return found


def _parent_styles(root: etree._Element) -> dict[str, str]:
    """Give the names of the styles that those of single paragraphs are made from."""
    return {
        attribute(each, "name"): attribute(each, "parent-style-name")
        for each in root.iter()
        if local_name(each) == "style" and attribute(each, "parent-style-name")
    }


def _count(element: etree._Element, name: str, book: LossBook) -> None:
    if name == "annotation":
        _comment(element, book)
    elif name in SHAPES and not _within(element, *SHAPES):
        book.count(SHAPE)
    elif name == "text-box" and not _holds(element, "image"):
        book.count(TEXT_BOX)
    elif name in COUNTED:
        book.count(COUNTED[name])


def _words(element: etree._Element) -> str:
    said = [element.text or ""]
    for each in element:
        if local_name(each) not in ("annotation", "note", "frame"):
            said.append(
                _words(each) or (" " if local_name(each) in ("s", "tab", "line-break") else "")
            )
        said.append(each.tail or "")
    return " ".join("".join(said).split())


def _comment(element: etree._Element, book: LossBook) -> None:
    author = next((each.text or "" for each in element if local_name(each) == "creator"), "")
    words = " ".join(_words(each) for each in element if local_name(each) in ("p", "list"))
    if words:
        book.say(f"Comment of {author[:80] or 'somebody'}: {words[:MOST_WORDS]}")


def _object(element: etree._Element, source: Source, book: LossBook) -> None:
    """Count an object, unless it is a formula, which comes along."""
    folder = attribute(element, "href").removeprefix("./").rstrip("/")
    content = source.files.get(f"{folder}/content.xml", b"")
    if b"Math/MathML" not in content[:4000] and not any(
        each.tag == MATHS for each in element.iter()
    ):
        book.count(CHART)


def _within(element: etree._Element, *names: str) -> bool:
    return any(local_name(above) in names for above in element.iterancestors())


def _holds(element: etree._Element, kind: str) -> bool:
    return any(local_name(each) == kind for each in element.iter())


def with_formulas_in_lines(tree: ForeignTree) -> ForeignTree:
    """Set the formulas into their lines that stand among words: pandoc displays them all."""
    return replace(tree, blocks=rewrite_blocks(tree.blocks, _in_line))


def _in_line(node: Node) -> Node | None:
    if node["t"] not in ("Para", "Plain"):
        return None
    if all(each["t"] in ("Math", "Space", "SoftBreak") for each in node["c"]):
        return None
    inlines = [
        {"t": "Math", "c": [{"t": "InlineMath"}, each["c"][1]]} if each["t"] == "Math" else each
        for each in node["c"]
    ]
    return {"t": node["t"], "c": inlines}
