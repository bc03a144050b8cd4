"""Proofing: one entry's pages as pictures, in a moment, by a worker that is warm."""
