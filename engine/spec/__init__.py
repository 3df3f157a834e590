"""The specification: YAML to the typed model, the standards, registers that somebody signed."""
