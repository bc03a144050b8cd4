"""Clean trees -> recipes and chapters as a book sets them: composed, numbered, referred, cited."""
