"""Tests of publishing: from rows to a book on the shelf."""
