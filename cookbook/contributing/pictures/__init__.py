"""Pictures of an entry: sent several at once, turned, cut, described and credited."""
