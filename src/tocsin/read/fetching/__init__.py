"""The network client: the only place from which anything is fetched."""

from tocsin.read.fetching.bodies import BodyError
from tocsin.read.fetching.client import ROBOT, Client, Fetched, Limits, Wanted
from tocsin.read.fetching.errors import FetchError, ForbiddenError, PassingError, StoppedError, UnfitError
from tocsin.read.fetching.guard import Guard, Resolver, system_resolver
from tocsin.read.fetching.manners import Manners, host_of
from tocsin.read.fetching.robots import RobotsMemory, Rules
from tocsin.watched import Robots

__all__ = [
    "ROBOT",
    "BodyError",
    "Client",
    "FetchError",
    "Fetched",
    "ForbiddenError",
    "Guard",
    "Limits",
    "Manners",
    "PassingError",
    "Resolver",
    "Robots",
    "RobotsMemory",
    "Rules",
    "StoppedError",
    "UnfitError",
    "Wanted",
    "host_of",
    "system_resolver",
]
