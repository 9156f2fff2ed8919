"""What of an incident needs a person's look, and how far people have come with it. Pure."""

from tocsin.review.apart import Apart, apart
from tocsin.review.content import content_of
from tocsin.review.state import State, state_of
from tocsin.review.weighing import Around, Near, Reason, Review, Why, review

__all__ = ["Apart", "Around", "Near", "Reason", "Review", "State", "Why", "apart", "content_of", "review", "state_of"]
