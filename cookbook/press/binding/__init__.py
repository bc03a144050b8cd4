"""Binding: sheet sets, furniture and fonts put together into one PDF, page after page."""
