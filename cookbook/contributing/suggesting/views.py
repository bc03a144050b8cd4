"""The pages of suggesting: which address leads to which of them."""

from __future__ import annotations

from flask import Blueprint
from flask_wtf.csrf import CSRFError

from cookbook.contributing import keeping
from cookbook.contributing.suggesting import deciding_pages, suggesting_pages

blueprint = Blueprint("suggesting", __name__)

TEXT = "/contributions/<int:contribution_id>"
ONE = f"{TEXT}/suggestions/<int:suggestion_id>"

for rule, page, methods in (
    (f"{TEXT}/suggest", suggesting_pages.suggest, ("GET", "POST")),
    (f"{TEXT}/suggest/thanks", suggesting_pages.thanks, ("GET",)),
    (ONE, deciding_pages.show, ("GET",)),
    (f"{ONE}/decide", deciding_pages.decide, ("POST",)),
    (f"{ONE}/withdraw", deciding_pages.withdraw, ("POST",)),
    ("/editing/<slug>/suggestions", deciding_pages.of_volume, ("GET",)),
):
    blueprint.add_url_rule(rule, page.__name__, page, methods=list(methods))

blueprint.register_error_handler(CSRFError, keeping.show_stale_form)
blueprint.register_error_handler(keeping.SignedOutError, keeping.show_signed_out)
