"""Transport files in the forms of exchange: Dataset-JSON 1.1 (JSON, NDJSON, DSJC) and Parquet."""
