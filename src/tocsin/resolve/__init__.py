"""Words to things: dates, places, actors, weapons. Words, candidates, choice and reason are kept apart."""
