"""What comes in as a whole (pasted, a page, a file) -> the form of a recipe or chapter."""
