"""Chapters in the making: labels that are unique in the book, links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cookbook.exchange.collected import ItemReport, Outcome
from cookbook.exchange.rewriting.figures import ADDRESS
from cookbook.exchange.rewriting.pandoc_lines import HEADING
from cookbook.exchange.rewriting.plain_words import (
    MARKDOWN_LINK,
    heading_slug,
    label_of,
    lower_label,
)
from cookbook.exchange.rewriting.sheltering import Shelter
from cookbook.manuscript import Chapter

FENCED_CODE = re.compile(
    r"^(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[^`\n]*\n(?:.*?\n)??"
    r"(?P=indent)(?P=fence)[`~]*[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
IDENTIFIER = re.compile(r"\{(?:[^{}\n]*\s)?#([^\s{}]+)[^{}\n]*\}")
REFERENCE = re.compile(r"^(\s{0,3}\[[^\]\n]+\]:\s*)<?(\S+?)>?(\s.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Draft:
    """A chapter before its links are settled. `aliases` are further names of labels it defines."""

    item: str
    path: str
    chapter: Chapter
    aliases: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def report(self) -> ItemReport:
        """Say what became of the file that this chapter was made from."""
        outcome = Outcome.REPAIRED if self.remarks else Outcome.IMPORTED
        return ItemReport(self.item, outcome, self.remarks)


def settle_drafts(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Make labels unique, then lead every link to a label of the book or leave its text alone."""
    unique = _unique_labels(drafts)
    targets = _Targets(unique)
    linked = [_link(draft, targets) for draft in unique]
    return tuple(
        _with_heading_labels(draft, targets.wanted.get(draft.path, {})) for draft in linked
    )


def outside_code(text: str, rewrite: Callable[[str], str]) -> str:
    """Rewrite a finished body, leaving its code and mathematics as they are."""
    shelter = Shelter()
    text = FENCED_CODE.sub(lambda match: shelter.keep(match[0]), text)
    text = shelter.keep_code_and_maths(text)
    return shelter.restore(rewrite(text))


def labels_in(text: str) -> tuple[str, ...]:
    """Give the labels that a body defines, outside its code, in order."""
    found: list[str] = []

    def note(body: str) -> str:
        found.extend(IDENTIFIER.findall(body))
        return body

    outside_code(text, note)
    return tuple(found)


def link_entries(body: str, find: Callable[[str], str], remarks: list[str]) -> str:
    """Turn links to files of the collection into links to entries; dead ones leave their words.

    `find` gives the name of the entry's file beside the others for the path that a link names,
    "" where there is none.
    """

    def one(match: re.Match[str]) -> str:
        target = match["target"].strip("<>")
        if match["bang"] or ADDRESS.match(target) or not target:
            return match[0]
        file, _, fragment = target.partition("#")
        found = find(file.split("?")[0])
        if found:
            return f"[{match['text']}]({found}{'#' + fragment if fragment else ''})"
        if re.fullmatch(r"[A-Za-z][\w:-]*", target):
            # A bare word in the place of a file is a label.
            return f"[{match['text']}](#{target})"
        remarks.append(f'A link leads to "{target}", which is not in the book; its words stay.')
        return match["text"] or f"`{target}`"

    return outside_code(body, lambda text: MARKDOWN_LINK.sub(one, text))


class _Targets:
    """All labels of the book, and the headings that links want a label for."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self.paths = {draft.path: draft.chapter.identifier for draft in drafts}
        self.labels = {draft.chapter.identifier for draft in drafts}
        self.aliases: dict[str, str] = {}
        self.own: dict[str, Mapping[str, str]] = {draft.path: draft.aliases for draft in drafts}
        self.headings: dict[str, dict[str, str]] = {}
        self.wanted: dict[str, dict[str, str]] = {}
        for draft in drafts:
            self.labels.update(labels_in(draft.chapter.body))
            self.headings[draft.path] = _slugs(draft.chapter.body)
            for name, label in draft.aliases.items():
                self.aliases.setdefault(name, label)

    def find(self, name: str, path: str) -> str:
        """Give the label that `name` means in the file `path`; "" where there is none."""
        for candidate in dict.fromkeys(
            (name, label_of(name), lower_label(name), lower_label(name.removesuffix(".html")))
        ):
            own = self.own.get(path, {}).get(candidate, "")
            known = (own, candidate, self.aliases.get(candidate, ""))
            label = next((each for each in known if each in self.labels), "")
            if label:
                return label
        return self._heading(name.lower().replace("_", "-"), path)

    def _heading(self, slug: str, path: str) -> str:
        """Give a label to the heading that a link names as readers do; its own file comes first."""
        places = [other for other, slugs in self.headings.items() if slug in slugs]
        if path in places:
            places = [path]
        if len(places) != 1:
            return ""
        wanted = self.wanted.setdefault(places[0], {})
        if slug not in wanted:
            label = label_of(slug)
            stem = label_of(places[0].rsplit("/", 1)[-1].removesuffix(".md"))
            while label in self.labels:
                label = f"{stem}-{label}"
            wanted[slug] = label
            self.labels.add(label)
        return wanted[slug]


def _unique_labels(drafts: Sequence[Draft]) -> list[Draft]:
    taken: set[str] = set()
    out: list[Draft] = []
    for draft in drafts:
        remarks = list(draft.remarks)
        renamed: dict[str, str] = {}

        def fresh(
            label: str, remarks: list[str] = remarks, renamed: dict[str, str] = renamed
        ) -> str:
            name, number = label, 2
            while name in taken:
                name, number = f"{label}-{number}", number + 1
            taken.add(name)
            if name != label:
                renamed[label] = name
                remarks.append(f'The label "{label}" is taken elsewhere; here it became "{name}".')
            return name

        identifier = fresh(draft.chapter.identifier)
        body = outside_code(
            draft.chapter.body,
            lambda text, fresh=fresh: IDENTIFIER.sub(  # type: ignore[misc]  # mypy can't infer the default
                lambda match: match[0].replace(f"#{match[1]}", f"#{fresh(match[1])}", 1), text
            ),
        )
        aliases = {name: renamed.get(label, label) for name, label in draft.aliases.items()}
        aliases.update({name: label for name, label in renamed.items() if name not in aliases})
        chapter = replace(draft.chapter, identifier=identifier, body=body)
        out.append(replace(draft, chapter=chapter, aliases=aliases, remarks=tuple(remarks)))
    return out


def _slugs(body: str) -> dict[str, str]:
    """Map the slug of each heading without a label of its own to the heading's text."""
    found: dict[str, str] = {}

    def note(text: str) -> str:
        for line in text.split("\n"):
            match = HEADING.match(line)
            if match and match[2] and "#" not in (IDENTIFIER.search(line) or [""])[0]:
                found.setdefault(heading_slug(match[2]), match[2])
        return text

    # Code spans in headings count for their slug, so only blocks are taken out here.
    note(FENCED_CODE.sub("", body))
    return found


def _link(draft: Draft, targets: _Targets) -> Draft:
    remarks = list(draft.remarks)
    lost: list[str] = []

    def one(match: re.Match[str]) -> str:
        target = match["target"].strip("<>")
        if match["bang"] or not (target.startswith("#") or ".md#" in target):
            return match[0]
        file, _, name = target.partition("#")
        label = targets.find(name, f"chapters/{file}" if file else draft.path)
        if label:
            return f"[{match['text']}](#{label})"
        if file:
            remarks.append(f'A link to "{target}" leads to the file: it has no such heading.')
            return f"[{match['text']}]({file})"
        lost.append(name)
        return match["text"] or f"`{name}`"

    body = outside_code(draft.chapter.body, lambda text: MARKDOWN_LINK.sub(one, text))
    remarks += lost_labels(lost)
    return replace(draft, chapter=replace(draft.chapter, body=body), remarks=tuple(remarks))


def lost_labels(names: Sequence[str]) -> list[str]:
    """Say which labels links lead to in vain; past a handful, only how many."""
    distinct = sorted(set(names))
    if not distinct:
        return []
    some = ", ".join(f'"{name}"' for name in distinct[:5])
    more = f" and {len(distinct) - 5:,} more" if len(distinct) > 5 else ""  # noqa: PLR2004
    return [f"Links lead to labels that nothing in the book has: {some}{more}. Their words stay."]


def _with_heading_labels(draft: Draft, wanted: Mapping[str, str]) -> Draft:
    if not wanted:
        return draft
    left = dict(wanted)
    lines = []
    for line in draft.chapter.body.split("\n"):
        match = HEADING.match(line)
        label = left.pop(heading_slug(match[2]), "") if match and match[2] else ""
        lines.append(_labelled(line.rstrip(), label) if label else line)
    return replace(draft, chapter=replace(draft.chapter, body="\n".join(lines)))


def _labelled(line: str, label: str) -> str:
    if line.endswith("}") and "{" in line:
        start = line.rindex("{")
        return f"{line[:start]}{{#{label} {line[start + 1 :]}"
    return f"{line} {{#{label}}}"
