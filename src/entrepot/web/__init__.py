"""The pages: HTML for people, on the same verbs as the API. Imports domains; nothing imports it."""
