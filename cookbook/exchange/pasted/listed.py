"""Groups of ingredients or steps as they are listed, and what became of each line."""

from __future__ import annotations

from dataclasses import dataclass, field

from cookbook.exchange.pasted.lines import Line
from cookbook.exchange.pasted.roles import LineRole, Sorted
from cookbook.exchange.rewriting.escaping import escape_line

PARENTHESIS_MAX_LENGTH = 220


@dataclass(frozen=True)
class Item:
    """An ingredient or a step, or a remark between them, as Markdown."""

    text: str
    is_prose: bool = False


@dataclass
class Listed:
    """Groups of items, each under its title ("" for none), and what became of each line."""

    groups: list[tuple[str, list[Item]]] = field(default_factory=list)
    sorted: list[Sorted] = field(default_factory=list)

    def open_group(self, line: Line, doubt: str = "") -> None:
        """Begin a group under a line."""
        self.groups.append((escape_line(line.text.rstrip(" :")), []))
        self.sorted.append(Sorted(line, LineRole.GROUP, doubt))

    def add(self, line: Line, *, doubt: str = "") -> None:
        """Add an item."""
        self._items().append(Item(escape_line(line.text)))
        self.sorted.append(Sorted(line, LineRole.ITEM, doubt))

    def remark(self, line: Line, doubt: str) -> None:
        """Add a remark."""
        self._items().append(Item(escape_line(line.text), is_prose=True))
        self.sorted.append(Sorted(line, LineRole.NOTE, doubt))

    def remark_on(self, line: Line, doubt: str, *, goes_on: bool) -> None:
        """Add a line of a remark of several."""
        items = self._items()
        if goes_on and items and items[-1].is_prose:
            items[-1] = Item(f"{items[-1].text}\n{escape_line(line.text)}", is_prose=True)
            self.sorted.append(Sorted(line, LineRole.NOTE))
        else:
            self.remark(line, doubt)

    @property
    def has_titles(self) -> bool:
        """Whether a group with a title has been opened."""
        return any(title for title, _ in self.groups)

    @property
    def is_open(self) -> bool:
        """Whether the last item has a parenthesis that is not closed yet."""
        items = self.groups[-1][1] if self.groups else []
        last = items[-1].text if items else ""
        return last.count("(") > last.count(")") and len(last) < PARENTHESIS_MAX_LENGTH

    def go_on(self, line: Line, joint: str) -> None:
        """Go on with the last item, or begin one."""
        items = self._items()
        if not items:
            self.add(line)
            return
        last = items[-1]
        items[-1] = Item(f"{last.text}{joint}{escape_line(line.text)}", last.is_prose)
        role = LineRole.NOTE if last.is_prose else LineRole.ITEM
        self.sorted.append(Sorted(line, role))

    def _items(self) -> list[Item]:
        if not self.groups:
            self.groups.append(("", []))
        return self.groups[-1][1]


def nested(line: Line) -> str:
    """Give what stands between an item and a line of a list inside it."""
    return f"\n{line.mark}{'.' * line.is_numbered} " if line.mark and line.mark != "#" else "\n"
