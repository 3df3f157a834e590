"""The specification workbook of the industry, read in all of its generations and written in the newest."""
