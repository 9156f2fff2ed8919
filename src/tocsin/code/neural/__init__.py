"""The trained tagger: MiniLM networks that find events and read what is said of them; made by ``training/``."""

from __future__ import annotations

from importlib.resources import files

from tocsin.code.spotting import Spotters
from tocsin.code.tags import Tagger

#: What is needed at run time beside the code.
FILES = ("finder.onnx", "reader.onnx", "calibration.json", "tokenizer.json")


class NetworksMissingError(Exception):
    """The trained tagger cannot run here; the message says what is missing."""


def packaged_tagger(spotters: Spotters) -> Tagger:
    """Return the tagger with the packaged networks.

    Raises:
        NetworksMissingError: their files, or the library that runs them, are not installed.

    """
    missing = [name for name in FILES if not (files(__package__) / name).is_file()]
    if missing:
        raise NetworksMissingError(f"the trained tagger is not installed: no {', '.join(missing)}")
    try:
        from tocsin.code.neural.calibration import packaged
        from tocsin.code.neural.networks import OnnxNetworks
        from tocsin.code.neural.tagger import NeuralTagger
    except ImportError as error:
        raise NetworksMissingError(f"the trained tagger cannot run: {error}") from error
    return NeuralTagger(OnnxNetworks(), spotters, packaged())
