"""Conformance of the built package: own checks, outside engines, and the register of what is explained."""
