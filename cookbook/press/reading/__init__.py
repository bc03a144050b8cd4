"""Contributors' Markdown -> clean document trees: sandboxed, bounded, harmless."""
