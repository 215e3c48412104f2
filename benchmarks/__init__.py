"""Measurements: each module prints its figures, beside a peer in the same run."""
