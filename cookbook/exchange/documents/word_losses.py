"""What a Word document holds that no chapter can: counted in its XML, section by section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from cookbook.exchange.documents.gathered import Source
from cookbook.exchange.documents.losses import LossBook, Lost
from cookbook.exchange.documents.markup import attribute, local_name, parse_markup, words_of
from cookbook.exchange.documents.problems import DocumentError

SMART_ART = Lost("SmartArt drawing", "SmartArt drawings", "were left out: save it as a picture")
CHART = Lost("chart", "charts", "were left out: save it as a picture")
SHAPE = Lost("drawing made in Word", "drawings made in Word", "were left out: save it as a picture")
TEXT_BOX = Lost("text box", "text boxes", "were set into the text, or left out: look for the words")
OLD_EQUATION = Lost(
    "equation of an old equation editor",
    "equations of an old equation editor",
    "are pictures, not formulas: write them anew",
)
OBJECT = Lost("embedded object", "embedded objects", "were left out")
INSERTED = Lost("tracked insertion", "tracked insertions", "were accepted")
DELETED = Lost("tracked deletion", "tracked deletions", "were accepted")
INDEX_MARK = Lost("mark for the index", "marks for the index", "were left out")
FORM_FIELD = Lost("field of a form", "fields of a form", "became plain words")
GRAPHICS = {"chart": CHART, "chartex": CHART, "diagram": SMART_ART}
SHAPES = ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas")
HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik)\s*([1-9])", re.IGNORECASE
)
MADE = re.compile(r"^\s*(?:TOC|INDEX|BIBLIOGRAPHY)\b|_BIBL\b|CSL_BIBLIOGRAPHY", re.IGNORECASE)
SKIPPED = frozenset({"Choice"})
"""Of a drawing that stands there twice, for old programs and for new ones, one is counted."""
MOST_WORDS = 300


@dataclass
class _Comment:
    author: str
    words: str


@dataclass
class WordCounter:
    """Walks through the paragraphs of a document, and counts what is lost under each heading."""

    headings: Mapping[str, bool]
    comments: Mapping[str, _Comment]
    book: LossBook = field(default_factory=LossBook)
    texts: list[tuple[str, str]] = field(default_factory=list)
    made: list[bool] = field(default_factory=list)
    bookmarks: dict[str, str] = field(default_factory=dict)

    def walk(self, body: etree._Element) -> None:
        """Count what a body holds."""
        before: list[str] = []
        for element in body.iter():
            name = local_name(element)
            if name == "p" and not _in_text_box(element):
                self._paragraph(element)
                inside = [attribute(each, "name") for each in element.iter("{*}bookmarkStart")]
                self.bookmarks.update(dict.fromkeys([*before, *inside], words_of(element, "t")))
                before = []
            elif name == "bookmarkStart" and attribute(element, "name") not in self.bookmarks:
                before.append(attribute(element, "name"))

    def _paragraph(self, paragraph: etree._Element) -> None:
        words = "" if self._is_made(paragraph) else words_of(paragraph, "t")
        if words and self._is_heading(paragraph):
            self.book.place = words[:120]
        elif words and not any(
            local_name(each) in ("oMath", "txbxContent", "fldChar", "fldSimple")
            for each in paragraph.iter()
        ):
            self.texts.append((self.book.place, words))
        for element in _once(paragraph):
            self._element(element, paragraph)

    def _is_made(self, paragraph: etree._Element) -> bool:
        """Tell whether a paragraph stands in what Word or Zotero make: contents, a bibliography.

        `made` holds a flag for each field that is open.
        """
        is_made = any(self.made)
        for element in paragraph.iter():
            name = local_name(element)
            if name == "fldChar" and attribute(element, "fldCharType") == "begin":
                self.made.append(False)
            elif name == "fldChar" and attribute(element, "fldCharType") == "end" and self.made:
                self.made.pop()
            elif name == "instrText" and self.made and MADE.search(element.text or ""):
                self.made[-1] = is_made = True
        return is_made

    def _is_heading(self, paragraph: etree._Element) -> bool:
        style = next((each for each in paragraph.iter() if local_name(each) == "pStyle"), None)
        return style is not None and self.headings.get(attribute(style, "val"), False)

    def _element(self, element: etree._Element, paragraph: etree._Element) -> None:
        name = local_name(element)
        if name == "txbxContent":
            self._text_box(element)
        elif name == "commentReference":
            self._comment(attribute(element, "id"), words_of(paragraph, "t"))
        else:
            lost = _lost(element, name)
            if lost is not None:
                self.book.count(lost)

    def _text_box(self, element: etree._Element) -> None:
        self.book.count(TEXT_BOX)
        for paragraph in element.iter():
            if local_name(paragraph) == "p" and (words := words_of(paragraph, "t")):
                self.texts.append((self.book.place, words))

    def _comment(self, identifier: str, beside: str) -> None:
        comment = self.comments.get(identifier)
        if comment and comment.words:
            where = f" (beside “{beside[:60]}{'…' if len(beside) > 60 else ''}”)" if beside else ""  # noqa: PLR2004
            self.book.say(
                f"Comment of {comment.author or 'somebody'}{where}: {comment.words[:MOST_WORDS]}"
            )


def _lost(element: etree._Element, name: str) -> Lost | None:
    """Tell what is lost with an element, if anything is."""
    if name == "graphicData":
        kind = attribute(element, "uri").rsplit("/", 1)[-1]
        is_drawn = kind in SHAPES and not _holds(element, "txbxContent", "blip")
        return SHAPE if is_drawn else GRAPHICS.get(kind)
    if name == "OLEObject":
        program = attribute(element, "ProgID").lower()
        return OLD_EQUATION if "equation" in program or "mathtype" in program else OBJECT
    if name in ("ins", "del"):
        changed = INSERTED if name == "ins" else DELETED
        return changed if _holds(element, "t", "delText") else None
    if name == "instrText":
        return INDEX_MARK if re.match(r"\s*XE\s", element.text or "") else None
    return FORM_FIELD if name == "ffData" else None


def count_in_word(source: Source) -> WordCounter:
    """Count what a Word document holds. Raises DocumentError where its XML is broken."""
    folder = source.main.rsplit("/", 1)[0]
    counter = WordCounter(
        _headings(source.files.get(f"{folder}/styles.xml", b"")),
        _comments(source.files.get(f"{folder}/comments.xml", b"")),
    )
    counter.walk(parse_markup(source.files[source.main], source.main))
    return counter


def _headings(styles: bytes) -> dict[str, bool]:
    found = {f"Heading{level}": True for level in range(1, 10)}
    if not styles:
        return found
    try:
        root = parse_markup(styles, "styles.xml")
    except DocumentError:
        return found
    for style in root.iter():
        if local_name(style) == "style":
            name = next(
                (attribute(each, "val") for each in style if local_name(each) == "name"), ""
            )
            if HEADING.match(name):
                found[attribute(style, "styleId")] = True
    return found


def _comments(data: bytes) -> dict[str, _Comment]:
    if not data:
        return {}
    return {
        attribute(each, "id"): _Comment(attribute(each, "author")[:80], words_of(each, "t"))
        for each in parse_markup(data, "comments.xml").iter()
        if local_name(each) == "comment"
    }


def _once(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Give the elements of a paragraph; of alternatives only the one for old programs."""
    for element in paragraph.iter():
        if not any(local_name(above) in SKIPPED for above in element.iterancestors()):
            yield element
            continue
        alternatives = next(
            above for above in element.iterancestors() if local_name(above) in SKIPPED
        )
        fallback = alternatives.getparent()
        if fallback is None or not any(local_name(each) == "Fallback" for each in fallback):
            yield element


def _holds(element: etree._Element, *names: str) -> bool:
    return any(local_name(each) in names for each in element.iter())


def _in_text_box(paragraph: etree._Element) -> bool:
    return any(local_name(above) == "txbxContent" for above in paragraph.iterancestors())
