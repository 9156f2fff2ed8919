"""Do no harm: what readers are not shown, not yet, or only roughly. Pure: rules and values in, values out."""
