"""What pages and mails put around a recipe: buttons, ratings, greetings of programs."""

from __future__ import annotations

import re

_LINES = re.compile(
    r"""
    (?:jump|skip|go) \s to \s (?:the \s)? (?:recipe|content|video|comments|instructions|main .*) |
    print (?:\s this)? (?:\s recipe)? | pin (?:\s (?:it|recipe|this .*))? | save (?:\s recipe)? |
    share (?:\s (?:on .*|this .*))? | rate (?:\s this \s recipe)? | leave \s a \s
    (?:comment|review) | add \s to \s (?:cart|favou?rites|shopping \s list|collection) |
    (?:select|deselect) \s all | cook \s mode .* | prevent \s your \s screen .* | keep \s screen
    .* | advertisements? | anzeige | publicité | us \s customary (?:\s [-–|/] \s metric)? | metric
    | imperial | (?:½|1/2|1|2|3)x (?:\s* (?:½|1|2|3)x)* | scale .{0,20} | video | watch .{0,30}
    video | read \s more | see \s more | show \s more | more | facebook | twitter | pinterest |
    whatsapp | instagram | e-?mail | copy \s link | comments? | [★☆⭐✩✮\s]+ (?:\(?[\d.,]+ .*)? | \d
    [.,] \d+ \s (?:from|out|/) .* (?:votes?|ratings?|reviews?|stars?|5) | \d+ \s
    (?:ratings?|reviews?|comments?|votes?|photos?) | sent \s from \s my .* | von \s meinem .*
    gesendet | envoyé \s de \s mon .* | enviado \s desde \s mi .* | get \s outlook \s for .* | -+
    \s? (?:original|forwarded) \s message \s? -* | begin \s forwarded \s message:? | on \s .{6,80}
    \s wrote: | am \s .{6,80} \s schrieb \s .*: | le \s .{6,80} \s a \s écrit \s?: |
    (?:from|to|cc|date|sent|reply-to|von|an|gesendet|datum|de|à|envoyé) : \s .* (?:@|\d\d:\d\d) .*
    | https?://\S+ | www\.\S+ | [-_=*~.\s]{3,} | image | photo | bild | ingredients? \s checklist
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SUBJECT = re.compile(
    r"^(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp):[ \t]*"
    r"(?:(?:re|fwd?|aw|wg|tr|rv|enc|i|r)[ \t]*:[ \t]*)*(?P<title>.*)$",
    re.IGNORECASE,
)


def is_chrome(text: str) -> bool:
    """Tell whether a line belongs to the page or the mail around a recipe, not to the recipe."""
    return bool(_LINES.fullmatch(text.strip(" *_|>»›")))


def subject_of(text: str) -> str:
    """Give what a mail says that it is about, without its Re: and Fwd:, or ""."""
    found = _SUBJECT.match(text)
    return found["title"].strip() if found else ""
