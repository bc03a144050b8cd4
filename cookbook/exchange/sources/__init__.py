"""What every collection has: files, front matter, people, licences, bibliographies."""
