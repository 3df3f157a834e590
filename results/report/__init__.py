"""The report: what displays show, laid out once for every form that it is written in."""
