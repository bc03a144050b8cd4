"""Chapters out of files: what writers keep their texts in, from DOCX to LaTeX."""
