"""Rows <-> manuscripts: the one way in which texts, places and pictures enter the tables."""
