"""The room of reading: the catalogue, the reader, downloads and search."""
