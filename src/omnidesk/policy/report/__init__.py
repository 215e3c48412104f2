"""A plan as a page that a person reads."""
