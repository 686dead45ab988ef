"""The door for payment providers: what they tell is verified, kept, and applied at once if possible."""
