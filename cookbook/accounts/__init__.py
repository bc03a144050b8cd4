"""Signing in, profiles, roles: who somebody is, and what they may do."""
