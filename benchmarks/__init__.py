"""What the press and the site cost: commands that measure, each with `--check`."""
