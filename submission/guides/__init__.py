"""Reviewer's guides: an outline as data, facts with their sources, places that only people fill."""
