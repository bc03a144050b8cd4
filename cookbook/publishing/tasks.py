"""The task engine, bound to the app."""

from __future__ import annotations

from flask import Flask


def bind_tasks(app: Flask) -> None:
    """Give the app its task engine."""
    _ = app
