"""The simulated trial behind raw_samples/ChiCTR2600126870: plans, disease, treatment, forms, truth."""
