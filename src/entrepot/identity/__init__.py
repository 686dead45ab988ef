"""People, how they sign in, the businesses they belong to with their roles, API keys, and the one table of personal data.

Guarantees: personal data lies sealed in `PersonalRecord` and nowhere else (but a person's own e-mail and name); an `Actor` is
built here and only here; a secret of an API key is shown once and kept as a hash.
"""
