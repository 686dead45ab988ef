"""Tags and filters that every template has without loading (settings, TEMPLATES builtins)."""
