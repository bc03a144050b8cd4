"""Words that aren't saved yet: kept while somebody writes, shown again, gone once saved."""
