"""Settings, the URL map and the WSGI door."""
