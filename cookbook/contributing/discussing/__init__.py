"""Talking about a contribution: what is said, of which passage, to whom, and whether it is done."""
