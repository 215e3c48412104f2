"""What a person asks of a policy: why, what would change, what is doubtful."""
