"""A recipe pasted as plain text, from a mail, a note or a web page -> a recipe, line by line."""
