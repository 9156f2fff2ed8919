"""Settings that all tests share; standing here it also puts the folder of ``strategies`` on the import path."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Machines that run the tests are slow and busy at times: how long an example takes says nothing about the code.
settings.register_profile("tocsin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tocsin")
