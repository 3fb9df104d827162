"""Suites of others, run against this project's endpoint."""
