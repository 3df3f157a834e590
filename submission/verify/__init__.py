"""Verification of an archive: integrity, consistency, reproduction."""
