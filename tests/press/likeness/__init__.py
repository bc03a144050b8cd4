"""Whether two PDFs are alike to a reader, a screen reader and a print shop."""

from tests.press.likeness.comparing import differences

__all__ = ["differences"]
