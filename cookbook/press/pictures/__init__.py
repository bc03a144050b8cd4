"""Pictures of a book folder -> pictures that may be printed: decoded, cleaned, sized."""
