"""Raw exports: files read, fields typed, forms laid down by subject."""
