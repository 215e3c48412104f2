"""What somebody asks about their own data, and the answer."""
