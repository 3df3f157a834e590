# pyright: standard
"""SAS transport files, version 5: layout, numbers, writer, readers."""
