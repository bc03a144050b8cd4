"""The assembled book -> EPUB, PDF and web pages."""
