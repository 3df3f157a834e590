"""From parts to a staged folder of outputs; what is still fresh."""
