"""HTML in Markdown -> Markdown; what has no counterpart leaves its words and a remark."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from cookbook.exchange.rewriting.plain_words import attributes, balanced_caption, quoted_attribute
from cookbook.exchange.rewriting.sheltering import Shelter, fenced

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
STRIPPED = (
    "small|big|span|u|font|center|section|article|header|footer|main|nav|aside|figure|figcaption|"
    "picture|thead|tbody|tfoot|colgroup|col|caption|abbr|cite|kbd|mark|label|details|object|param|"
    "table|tr|td|th|ul|ol|li|dl|dt|dd|p|div|a|b|i|strong|em|code|sub|sup|pre|h[1-6]|button|"
    "input|form"
)
BLOCKS = "p|div|center|section|article|header|footer|figure|details|ul|ol|dl"
MAX_ROUNDS = 8
MEDIA = re.compile(
    r"<(?P<name>iframe|video|audio|embed|source)\b(?P<attributes>[^<>]*)>", re.IGNORECASE
)


def html_to_markdown(text: str, shelter: Shelter, remarks: list[str]) -> str:
    """Rewrite the HTML of a text whose code is sheltered; say in `remarks` what was lost."""
    if "<" not in text:
        return text
    text = COMMENT.sub("", text)
    text = _drop_elements(text, remarks)
    text = re.sub(
        r"(?is)<pre\b[^<>]*>((?:(?!<pre\b).)*?)</pre>",
        lambda match: shelter.keep_block(
            fenced(html.unescape(_bare(shelter.restore(match[1]))).strip("\n"))
        ),
        text,
    )
    text = re.sub(
        r"(?is)<table\b[^<>]*>((?:(?!<table\b).)*?)</table>",
        lambda match: _table(match[1], shelter, remarks),
        text,
    )
    text = _pairs(text, shelter)
    text = _singles(text, remarks)
    return _blocks(text, remarks)


def _drop_elements(text: str, remarks: list[str]) -> str:
    kept = re.sub(r"(?is)<(script|style)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>", "", text)
    if kept != text:
        remarks.append("A script or a style sheet that stood in the text was left out.")
    return kept


def _bare(text: str) -> str:
    return re.sub(r"</?[a-zA-Z][^<>]*>", "", text)


def _pairs(text: str, shelter: Shelter) -> str:
    def code(match: re.Match[str]) -> str:
        words = html.unescape(_bare(match[1])).strip()
        return shelter.keep(f"`{words}`") if words and "`" not in words else words

    def script(mark: str) -> Callable[[re.Match[str]], str]:
        return lambda match: mark + re.sub(r"\s+", "\\\\ ", match[2].strip()) + mark

    text = re.sub(r"(?is)<code\b[^<>]*>((?:(?!<code\b).)*?)</code>", code, text)
    for _ in range(MAX_ROUNDS):
        before = text
        text = re.sub(r"(?is)<(b|strong)\b[^<>]*>\s*((?:(?!<\1\b).)*?)\s*</\1>", _strong, text)
        text = re.sub(r"(?is)<(i|em)\b[^<>]*>\s*((?:(?!<\1\b).)*?)\s*</\1>", _emphasis, text)
        text = re.sub(r"(?is)<(sub)\b[^<>]*>((?:(?!<|\n\n|\*|\]\().)*?)</\1>", script("~"), text)
        text = re.sub(r"(?is)<(sup)\b[^<>]*>((?:(?!<|\n\n|\*|\]\().)*?)</\1>", script("^"), text)
        text = re.sub(r"(?is)<(sub|sup)\b[^<>]*>((?:(?!<\1\b).)*?)</\1>", r"\2", text)
        if text == before:
            break
    text = re.sub(r"(?is)<img\b([^<>]*)>", _image, text)
    return re.sub(r"(?is)<a\b([^<>]*)>((?:(?!<a\b).)*?)</a>", _anchor, text)


def _strong(match: re.Match[str]) -> str:
    return f"**{match[2]}**" if match[2] else ""


def _emphasis(match: re.Match[str]) -> str:
    return f"*{match[2]}*" if match[2] else ""


def _value(tag: str, key: str) -> str:
    match = re.search(rf"""(?is)\b{key}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", tag)
    return html.unescape(next((group for group in match.groups() if group), "")) if match else ""


def _image(match: re.Match[str]) -> str:
    source, alt = _value(match[1], "src").strip(), _value(match[1], "alt").strip()
    if not source:
        return alt
    if alt:
        about = attributes(quoted_attribute("alt", alt))
    else:
        # An empty alt says that the picture adds nothing; none at all says nothing.
        about = '{alt="" .decorative}' if re.search(r"(?i)\balt\s*=", match[1]) else ""
    return f"![](<{source}>){about}"


def _anchor(match: re.Match[str]) -> str:
    target, text = _value(match[1], "href").strip(), match[2].strip()
    name = _value(match[1], "id") or _value(match[1], "name")
    if not target:
        return f"[{text}]{{#{name}}}" if re.fullmatch(r"[A-Za-z][\w:.-]*", name) else text
    text = re.sub(r"(?i)<br\s*/?>|\s*\n\s*", " ", text)
    title = re.sub(r'["\n]', "", _value(match[1], "title"))
    shown = f' "{title}"' if title else ""
    return f"[{text}](<{target}>{shown})" if text else f"<{target}>"


def _singles(text: str, remarks: list[str]) -> str:
    def media(match: re.Match[str]) -> str:
        address = _value(match["attributes"], "src")
        if not address:
            return ""
        remarks.append(f"What was embedded from {address} became a link to it.")
        return f"\n\n<{address}>\n\n"

    text = "\n".join(_broken(line) for line in text.split("\n"))
    # A hard break needs a line to break to.
    text = re.sub(r"\\\n(?=[ \t]*(?:\n|\Z))", "\n", text).removesuffix("\\")
    text = re.sub(r"(?i)<hr\b[^<>]*>", "\n\n* * *\n\n", text)
    text = MEDIA.sub(media, text)
    return re.sub(r"(?i)</(iframe|video|audio|embed)>", "", text)


def _broken(line: str) -> str:
    """Write the breaks of one line; a row of a table can't go on in a new line."""
    if "<br" not in line.lower():
        return line
    pieces = [piece.strip(" \t") for piece in re.split(r"(?i)<br\s*/?>", line)]
    pieces[0] = line[: len(line) - len(line.lstrip(" \t"))] + pieces[0]
    if line.lstrip().startswith("|"):
        return " ".join(pieces)
    # Behind a break at the line's end the next line is what it breaks to.
    ending = "\\" if pieces[-1] == "" else ""
    return ("\\\n".join(pieces[:-1] if ending else pieces) + ending).lstrip("\\\n")


def _blocks(text: str, remarks: list[str]) -> str:
    if not re.search(rf"(?i)</?(?:{STRIPPED}|summary)\b[^<>]*>", text):
        return text
    text = re.sub(
        r"(?is)<summary\b[^<>]*>\s*((?:(?!<summary\b).)*?)\s*</summary>", r"\n\n**\1**\n\n", text
    )
    text = re.sub(
        r"(?is)(?<![ \t])[ \t]*<h([1-6])\b[^<>]*>\s*((?:(?!<h\1\b).)*?)\s*</h\1>",
        lambda match: f"\n\n{'#' * int(match[1])} {' '.join(match[2].split())}\n\n",
        text,
    )
    text = re.sub(r"(?is)(?<![ \t])[ \t]*<li\b[^<>]*>\s*", "\n- ", text)
    text = re.sub(r"(?is)<dt\b[^<>]*>\s*((?:(?!<dt\b).)*?)\s*</dt>", r"\n\n**\1**\n", text)
    text = re.sub(rf"(?i)(?<![ \t])[ \t]*</?(?:{BLOCKS})\b[^<>]*>\s*", "\n\n", text)
    stripped = re.sub(rf"(?i)</?(?:{STRIPPED})\b[^<>]*>", "", text)
    if stripped != text:
        names = sorted({n.lower() for n in re.findall(rf"(?i)<({STRIPPED})\b[^<>]*>", text)})
        if names:
            remarks.append(
                f"HTML without a counterpart ({', '.join(names)}) was left out; its words stay."
            )
    return stripped


def _table(inside: str, shelter: Shelter, remarks: list[str]) -> str:
    caption = re.search(r"(?is)<caption\b[^<>]*>((?:(?!<caption\b).)*?)</caption>", inside)
    inside = re.sub(r"(?is)<caption\b[^<>]*>(?:(?!<caption\b).)*?</caption>", "", inside)
    rows = [
        re.findall(r"(?is)<(t[dh])\b([^<>]*)>(.*?)(?=</t[dh]>|<t[dh]\b|\Z)", row)
        for row in re.split(r"(?i)<tr\b[^<>]*>", inside)[1:]
    ]
    rows = [row for row in rows if row]
    if not rows:
        return f"\n\n{inside}\n\n"
    about = "\n\n" + re.sub(r"(?m)^[ \t]+", "", caption[1]) + "\n\n" if caption else ""
    if not any(kind.lower() == "th" for row in rows for kind, _, _ in row):
        remarks.append(
            "A table of HTML without a heading row was a layout; its cells became a list."
        )
        items = [_cell(words, shelter, remarks) for row in rows for _, _, words in row]
        return "\n\n" + "\n".join(f"- {words}" for words in items if words) + "\n\n" + about
    remarks.append("A table of HTML became a table of the text format; joined cells came apart.")
    lines = []
    for row in rows:
        cells: list[str] = []
        for _, tag, words in row:
            span = _value(tag, "colspan")
            cells += [_cell(words, shelter, remarks)] + [""] * (
                min(int(span), 20) - 1 if span.isdigit() else 0
            )
        lines.append(cells)
    return f"\n\n{pipe_table(lines[0], lines[1:])}\n\n{about}"


def _cell(words: str, shelter: Shelter, remarks: list[str]) -> str:
    return " ".join(
        _blocks(_singles(_pairs(words, shelter), remarks), remarks).replace("\\\n", " ").split()
    )


def pipe_table(
    head: list[str], rows: list[list[str]], aligns: str = "", caption: str = "", label: str = ""
) -> str:
    """Write a pipe table.

    `aligns` holds l, c or r per column. The dashes say how wide columns are beside each other.
    """
    width = max(len(row) for row in [head, *rows])
    table = [row + [""] * (width - len(row)) for row in [head, *rows]]
    lines = [f"| {' | '.join(_escaped(cell) for cell in row)} |" for row in table]
    marks = []
    for number in range(width):
        size = min(40, max(3, *(len(row[number]) for row in table)))
        align = aligns[number] if number < len(aligns) else "l"
        left, right = (":" if align == "c" else "-"), (":" if align in "cr" else "-")
        marks.append(left + "-" * size + right)
    lines.insert(1, f"|{'|'.join(marks)}|")
    name = f" {{#{label}}}" if label else ""
    about = f"\n\n: {balanced_caption(caption)}{name}" if caption or label else ""
    return "\n".join(lines) + about


def _escaped(cell: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(cell.split()))
