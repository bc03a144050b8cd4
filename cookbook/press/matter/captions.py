"""Stage: the captions of all texts -> the lists of figures and of tables, behind the contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cookbook.manuscript.wishes import ListName
from cookbook.press.matter.pages import MadePage
from cookbook.press.notation import encode
from cookbook.press.sections import Matter, SectionKind
from cookbook.press.tree import Blocks, Inlines, bullet_list, div, link, plain, span, text
from cookbook.press.words import Words

LISTS = {
    ListName.FIGURES: ("Figure", SectionKind.FIGURE_LIST),
    ListName.TABLES: ("Table", SectionKind.TABLE_LIST),
}


def list_pages(
    wanted: Iterable[ListName], captions: Sequence[Any], words: Words
) -> Iterator[MadePage]:
    """Give the lists that a book wishes, of captions as `gleaning.Gleaned` has them."""
    titles = {ListName.FIGURES: words.figures, ListName.TABLES: words.tables}
    for name in wanted:
        (captioned, kind), title = LISTS[name], titles[name]
        of = [each for each in captions if each[0] == captioned]
        if of:
            yield _page(kind, title, of)


def _page(kind: SectionKind, title: str, captions: Sequence[Any]) -> MadePage:
    return MadePage(
        kind, title, encode(captions), lambda: [_caption_list(captions)], matter=Matter.FRONT
    )


def _caption_list(captions: Iterable[Sequence[Any]]) -> Blocks:
    items: list[Blocks] = []
    for kind, label, said, identifier in captions:
        number = label.rpartition(" ")[2]
        inlines: Inlines = [span(said or text(label), "title")]
        if number:
            inlines = [span(text(number), "number"), {"t": "Space"}, *inlines]
        items.append([plain([link(f"#{identifier}", inlines, f"kind-{kind.lower()}")])])
    return [div([bullet_list(items)], "contents-list", "caption-list")]
