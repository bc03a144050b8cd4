"""Composing a chapter: what its toolbar asks the site for while somebody writes."""
