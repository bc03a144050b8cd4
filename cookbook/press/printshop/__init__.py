"""What a print shop is given: the inside and the cover of a book, as separate PDFs."""
