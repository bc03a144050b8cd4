"""The pages of writing and revising: which address leads to which of them."""

from __future__ import annotations

from flask import Blueprint
from flask_wtf.csrf import CSRFError

from cookbook.contributing import (
    crediting_pages,
    desk_pages,
    history_pages,
    keeping,
    settling_pages,
    writing_pages,
)
from cookbook.contributing.composing import pages as composing
from cookbook.contributing.discussing import pages as discussing
from cookbook.contributing.drafting import pages as draft_pages
from cookbook.contributing.pictures import pages as picture_pages
from cookbook.contributing.receiving import file_pages, pasting_pages, web_pages
from cookbook.contributing.remixing import pages as remixing

blueprint = Blueprint("contributing", __name__)

ONE = "/contributions/<int:contribution_id>"
BOOK = "/books/<slug>/contribute"
EDITION = "/books/<slug>/<int:number>"
BOTH = ("GET", "POST")

for rule, page, methods in (
    ("/contributions", desk_pages.desk, ("GET",)),
    (BOOK, desk_pages.new, ("GET",)),
    (f"{BOOK}/recipe", writing_pages.new_recipe, BOTH),
    (f"{BOOK}/chapter", writing_pages.new_chapter, BOTH),
    (f"{BOOK}/from-the-web", web_pages.from_the_web, BOTH),
    (f"{BOOK}/paste", pasting_pages.paste_recipe, BOTH),
    (f"{BOOK}/<any(recipe, chapter):kind>/preview", writing_pages.preview_new, ("POST",)),
    (f"{BOOK}/file", file_pages.receive_file, BOTH),
    ("/contributions/waiting/<word>", file_pages.waiting_picture, ("GET",)),
    (f"{BOOK}/<any(recipe, chapter):kind>/draft", draft_pages.keep_new_draft, ("POST",)),
    (f"{ONE}/draft", draft_pages.keep_draft, ("POST",)),
    ("/contributions/drafts/<int:draft_id>", draft_pages.draft, BOTH),
    (f"{BOOK}/sources", composing.sources, ("GET",)),
    (f"{BOOK}/sources", composing.add_source, ("POST",)),
    (f"{BOOK}/sources/read", composing.read_source, ("POST",)),
    (f"{BOOK}/formula", composing.formula, ("POST",)),
    (f"{BOOK}/entries", composing.entries, ("GET",)),
    (f"{BOOK}/pictures", composing.keep_picture, ("POST",)),
    (f"{ONE}/pictures", composing.add_picture, ("POST",)),
    (ONE, desk_pages.show, ("GET",)),
    (f"{ONE}/edit", writing_pages.edit, BOTH),
    (f"{ONE}/preview", writing_pages.preview, ("POST",)),
    (f"{ONE}/submit", desk_pages.submit, ("POST",)),
    (f"{ONE}/withdraw", desk_pages.withdraw, BOTH),
    (f"{ONE}/history", history_pages.history, ("GET",)),
    (f"{ONE}/history/<int:before>..<int:after>", history_pages.compare, ("GET",)),
    (f"{ONE}/history/<int:number>", history_pages.revision, ("GET",)),
    (f"{ONE}/history/<int:number>/restore", history_pages.restore, ("POST",)),
    (f"{ONE}/authors", crediting_pages.authors, ("GET",)),
    (f"{ONE}/settle/<int:number>", settling_pages.settle, BOTH),
    (f"{ONE}/pictures/<path:path>", desk_pages.picture, ("GET",)),
    ("/contributions/pictures", picture_pages.upload_picture, ("POST",)),
    ("/contributions/pictures/change", picture_pages.change_picture, ("POST",)),
    ("/contributions/pictures/<token>", picture_pages.sent_picture, ("GET",)),
    (f"{ONE}/remix", remixing.remix, BOTH),
    (f"{ONE}/original", remixing.follow, BOTH),
    (f"{EDITION}/remix", remixing.remix_edition, ("GET",)),
    (f"{EDITION}/remix/<int:text>", remixing.remix_entry, BOTH),
    (f"{ONE}/discussion", discussing.discuss, BOTH),
    (f"{ONE}/discussion/<int:thread_id>", discussing.answer, ("POST",)),
    (f"{ONE}/discussion/<int:thread_id>/resolve", discussing.resolve, ("POST",)),
    (f"{ONE}/discussion/<int:thread_id>/reopen", discussing.reopen, ("POST",)),
):
    blueprint.add_url_rule(rule, page.__name__, page, methods=list(methods))

blueprint.url_value_preprocessor(keeping.keep_words_of_the_signed_out)
blueprint.register_error_handler(CSRFError, keeping.show_stale_form)
blueprint.register_error_handler(keeping.SignedOutError, keeping.show_signed_out)
