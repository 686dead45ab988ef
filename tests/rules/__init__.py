"""Rules of our own about how the code is written, each with its reason and with samples that it allows and refuses.

A rule is one module: a docstring that is its reason, `NAME`, `FOLDERS` (where it looks), `find(source)` (what it refuses),
`PLACES` (modules it leaves alone, each with why), `GOOD` and `BAD` (samples: a path and its code). `test_rules.py` runs them.
One line is left alone by the comment `# rule: NAME because ...` at its end.
"""
