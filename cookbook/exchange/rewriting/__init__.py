"""Markdown as people write it -> the text format: HTML, figures, labels, blank lines."""
