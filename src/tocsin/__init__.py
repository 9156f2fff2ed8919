"""Tocsin: a self-hosted war monitor. Reports go in; a sourced ledger of incidents comes out."""

__version__ = "0.1.0"
