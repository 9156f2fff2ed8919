"""How the networks of the neural tagger are made; see README.md."""
