"""An edition's way: rows, a book folder, the press, storage; and the jobs that do it."""
