"""Cookbook: contributors hand in texts, editors make volumes, the press makes books."""
