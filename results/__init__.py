"""The results of a study: statistics, the numbers and pictures of its displays, the report."""
