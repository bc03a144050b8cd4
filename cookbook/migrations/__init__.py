"""The database's migrations (Alembic). `cookbook upgrade` and every start of the site run them."""
