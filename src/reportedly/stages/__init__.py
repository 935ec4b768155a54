"""The stages of a reading, each a plain function of one report."""
