"""The routes of the API, one module for each sort of thing that is asked for."""
