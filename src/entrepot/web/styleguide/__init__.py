"""A page that shows every component with real-looking content; only where the site is a demonstration or being developed."""
