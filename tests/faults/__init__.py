"""Whole marketplaces under load, with what they stand on killed, filled or hanging: nothing acknowledged may be lost."""
