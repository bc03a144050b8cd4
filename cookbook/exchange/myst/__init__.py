"""Jupyter Books (MyST Markdown) -> books of ours."""
