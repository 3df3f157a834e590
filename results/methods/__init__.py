"""Analyses: what computes the numbers of a display, one operation a file."""
