"""What nobody writes: title and copyright page, contents, contributors, glossary, indexes."""
