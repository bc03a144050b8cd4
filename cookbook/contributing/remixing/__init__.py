"""Texts that are made of others: copies for other books, variations, and what changed there."""
