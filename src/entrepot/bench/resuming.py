"""The worker's part of an import alone: take up what another process has left behind. Run as a program by bench/importing.py."""

from entrepot.supervising.visiting import marketplace


def main() -> None:
    """Run the oldest import that is not finished."""
    with marketplace():
        from entrepot.catalog.importing import running  # noqa: PLC0415 - needs Django, which is ready only in here

        running.run_next()


if __name__ == "__main__":
    main()
