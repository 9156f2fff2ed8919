"""Report to claims: sentences, tagging, assembling, status, speakers, figures. Pure functions."""
