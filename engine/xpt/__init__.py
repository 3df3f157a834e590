# pyright: standard
"""SAS transport files: layout, numbers, writer (version 5), readers (versions 5 and 8)."""
