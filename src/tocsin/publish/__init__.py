"""Incidents to somebody's format: one module a format."""
