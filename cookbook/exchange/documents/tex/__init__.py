"""LaTeX: its files joined, its macros expanded, and what pandoc leaves of it."""
