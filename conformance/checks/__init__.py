"""The functions behind the checks of specs/standards/checks.yaml, one a file."""
