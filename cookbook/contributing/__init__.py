"""The room of contributing: writing and revising."""
