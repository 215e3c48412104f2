"""Plans, what they do, what they leave, and copies: from a decision to what is gone."""
