"""The community of the demo: its people, and its story told through the site's own services."""
