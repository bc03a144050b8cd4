"""The tests: one folder a room, tiny manuscripts in books/."""
