"""Tagging: what a PDF says of its own structure, made of what was laid out, for plain and bound."""
