"""A person's own pages: sign-up and sign-in, opening a business, purchases, addresses."""
