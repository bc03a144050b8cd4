"""Typesetting: what stands between two forced page breaks is laid out alone, and kept."""
