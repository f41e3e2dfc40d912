"""The widget's door: the sites that may use it, and the people for whom they vouch."""
