"""Web pages with recipes: fetched safely, read within bounds, and written in our text format."""
