"""Where a value comes from and what a change reaches: explain, impact, diff."""
