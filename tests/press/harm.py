"""What no output of the press may hold, whatever its manuscripts hold; and a server to catch."""

from __future__ import annotations

import contextlib
import json
import socketserver
import threading
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pikepdf
import pypdfium2
from lxml import etree

from cookbook.press.checks.epubcheck import judge_by_epubcheck
from cookbook.press.checks.results import Verdict
from tests.press.making import Pressed, words

SCHEMES = {"http", "https", "mailto", "tel"}
ACTIVE_ELEMENTS = {
    *("script", "iframe", "frame", "object", "embed", "applet", "form", "input", "button"),
    *("base", "audio", "video", "source", "track", "foreignObject", "animate", "set", "style"),
}
ADDRESSES = {"href", "src", "{http://www.w3.org/1999/xlink}href", "data", "action", "poster"}
ACTIVE_KEYS = {
    *("/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/RichMedia"),
    *("/Launch", "/XFA", "/AcroForm"),
}
HYPHENS = "-\u2010\u00ad\u200b\u0002\ufffe"
"""Hyphens, what stands for one at a line's end in what Pdfium reads, and the space of no width."""
SAFE_ACTIONS = {"/URI", "/GoTo"}


@contextlib.contextmanager
def a_server() -> Iterator[tuple[str, list[bytes]]]:
    """Serve on loopback; give the address, and the list to which every connection is added."""
    hits: list[bytes] = []

    class Catcher(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            hits.append(self.request.recv(1000))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Catcher) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", hits
        finally:
            server.shutdown()
            thread.join()


def harm(pressed: Pressed, secrets: Iterable[str] = ()) -> list[str]:
    """Tell everything in a book's files that acts, reaches out or gives away a secret."""
    found = [f"EPUB: {each}" for each in _harm_in_epub(pressed)]
    found += [f"web: {each}" for each in _harm_in_web(pressed)]
    found += [f"PDF: {each}" for each in harm_in_pdf(pressed.out)]
    told = _everything(pressed)
    return found + [
        f"{name} holds {each}" for each in secrets for name in told if each in told[name]
    ]


def epubcheck(pressed: Pressed) -> list[str]:
    """Give what EPUBCheck has against a book's EPUB."""
    judgement = judge_by_epubcheck(next(pressed.out.glob("*.epub")))
    return [] if judgement.verdict is Verdict.PASSED else [judgement.reason, *judgement.details]


def texts(pressed: Pressed) -> dict[str, str]:
    """Give all words of each output, without their spaces and line ends: these differ."""
    by_output = {
        "EPUB": "".join(words(page) for page in pressed.pages.values()),
        "web": "".join(words(page.find("body")) for page in pressed.web.values()),
    }
    for path in pressed.out.glob("*.pdf"):
        by_output["PDF"] = _printed(path)
    return {name: squeezed(text) for name, text in by_output.items()}


def squeezed(text: str) -> str:
    """Leave out what the outputs set differently: spaces, hyphens at line ends, ligatures."""
    plain = text.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff")
    return "".join(plain.translate(dict.fromkeys(map(ord, HYPHENS))).split())


def _harm_in_epub(pressed: Pressed) -> Iterator[str]:
    names = set(pressed.epub.namelist())
    for name in names:
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml", ".svg")):
            root = etree.fromstring(pressed.epub.read(name))
            here = name.rpartition("/")[0]
            yield from (f"{name}: {each}" for each in harm_in_tree(root))
            for target in _local_addresses(root):
                if target and _joined(here, target) not in names:
                    yield f"{name}: leads to {target}, which isn't there"
        elif not name.endswith((".css", ".ttf", ".jpg", ".png", "mimetype")):
            yield f"{name}: nobody asked for it"
    properties = " ".join(each.get("properties") or "" for each in pressed.package.iter())
    yield from (word for word in ("scripted", "remote-resources") if word in properties)


def _harm_in_web(pressed: Pressed) -> Iterator[str]:
    for name, page in pressed.web.items():
        nodes = [each for each in page.iter() if not _is_harmless_data(each)]
        yield from (f"{name}: {each}" for each in harm_in_nodes(nodes))
        styled = (str(each.tag) for each in nodes if each.get("style") is not None)
        yield from (f"{name}: <{each}> has a style of its own" for each in styled)
        for target in _local_addresses(page):
            if target and not (pressed.out / "web" / target).is_file():
                yield f"{name}: leads to {target}, which isn't there"


def harm_in_tree(root: etree._Element) -> Iterator[str]:
    """Tell what acts or reaches out in a page."""
    return harm_in_nodes(root.iter())


def harm_in_nodes(nodes: Iterable[etree._Element]) -> Iterator[str]:
    """Tell what acts or reaches out among the elements of a page."""
    for node in nodes:
        if not isinstance(node.tag, str):
            yield f"a node that is no element: {str(node)[:80]}"
            continue
        name = etree.QName(node).localname
        if name in ACTIVE_ELEMENTS:
            yield f"<{name}>"
        for key, value in node.attrib.items():
            yield from (f"<{name}>: {each}" for each in _harm_in_attribute(str(key), str(value)))


def _is_harmless_data(node: etree._Element) -> bool:
    """Tell whether a node is a block of data that no browser runs, and that can't break out."""
    if node.tag != "script" or node.attrib.items() != [("type", "application/ld+json")]:
        return False
    text = node.text or ""
    return isinstance(json.loads(text), dict) and not set(text) & set("<>&")


def _harm_in_attribute(key: str, value: str) -> Iterator[str]:
    if etree.QName(key).localname.lower().startswith("on"):
        yield f"{key}={value}"
    if key == "style" and ("(" in value or "@" in value or "position" in value):
        yield f"style={value}"
    if key in ADDRESSES and urlsplit(value).scheme.lower() not in SCHEMES | {""}:
        yield f"{key}={value}"


def _local_addresses(root: etree._Element) -> Iterator[str]:
    for node in root.iter():
        for key in ADDRESSES & set(map(str, node.attrib)):
            parts = urlsplit(str(node.get(key)))
            if not parts.scheme:
                yield f"//{parts.netloc}" if parts.netloc else unquote(parts.path)


def _joined(folder: str, target: str) -> str:
    parts = folder.split("/") if folder else []
    for part in target.split("/"):
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def harm_in_pdf(out: Path) -> Iterator[str]:
    """Tell what acts or reaches out in the PDF in a folder, if there is one."""
    for path in out.glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            for each in pdf.objects:
                for node in _dictionaries(each):
                    yield from _harm_in_dictionary(node)


def _dictionaries(value: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Give a value's dictionaries, with those that stand directly in it."""
    if isinstance(value, pikepdf.Stream):
        value = value.stream_dict
    if isinstance(value, pikepdf.Dictionary):
        yield value
    elif not isinstance(value, pikepdf.Array):
        return
    inner = value.values() if isinstance(value, pikepdf.Dictionary) else value
    for each in inner:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _dictionaries(each)


def _harm_in_dictionary(node: pikepdf.Dictionary) -> Iterator[str]:
    yield from sorted(ACTIVE_KEYS & set(node.keys()))
    action = str(node.get("/S", ""))
    if node.get("/Type") == "/Action" and action not in SAFE_ACTIONS:
        yield f"an action {action}"
    if action in {"/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"}:
        yield f"an action {action}"
    if "/URI" in node and urlsplit(str(node["/URI"])).scheme.lower() not in SCHEMES:
        yield f"a link to {node['/URI']}"
    if str(node.get("/Type", "")) == "/Filespec":
        yield "an embedded file"


def _everything(pressed: Pressed) -> dict[str, str]:
    """Give all bytes of all outputs as text, unpacked, by their names."""
    told: dict[str, str] = {}
    for path in sorted(pressed.out.rglob("*")):
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as archive:
                told.update({each: _text(archive.read(each)) for each in archive.namelist()})
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                streams = [each for each in pdf.objects if isinstance(each, pikepdf.Stream)]
                unpacked = [
                    each.read_bytes() for each in streams if "/DCT" not in str(each.get("/Filter"))
                ]
            told[path.name] = "".join(map(_text, unpacked))
        elif path.is_file() and not path.name.startswith("report."):
            told[path.name] = _text(path.read_bytes())
    told.update({f"{path.name}, in words": _printed(path) for path in pressed.out.glob("*.pdf")})
    return told


def _printed(path: Path) -> str:
    # Pdfium reads what many scripts on one page are in; pypdf mistakes one for another.
    with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def _text(data: bytes) -> str:
    return data.decode("latin-1")
