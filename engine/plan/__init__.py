"""The plan: every reference of the model resolved, and the order in which to compute."""
