"""Contributing without an account: a call's public address, and a private page for what came in."""
