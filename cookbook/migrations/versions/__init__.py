"""One module a migration, each named by its number."""
