"""The press: a book folder goes in; EPUB, PDF, web pages and a build report come out."""
