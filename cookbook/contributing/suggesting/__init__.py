"""Suggestions: changes that anybody proposes to an accepted text, and what becomes of them."""
