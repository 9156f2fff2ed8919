"""Knowledge as data: YAML files under ``data/`` with examples and sources, and the code that compiles them."""
