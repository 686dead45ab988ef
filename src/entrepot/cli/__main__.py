"""`python -m entrepot.cli` is `entrepot`."""

from entrepot.cli import main

main()
