"""Seeded defects of a built package, and which engine catches each."""
