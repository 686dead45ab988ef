"""The door for programs: the same verbs as the pages, as JSON."""
