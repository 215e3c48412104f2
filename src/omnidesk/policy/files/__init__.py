"""Policies and facts as text: read, checked, printed, and those that are built in."""
