"""One part computed: rows, values, checks, measures, accounts."""
