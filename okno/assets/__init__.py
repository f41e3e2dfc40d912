"""What organisations have that we look after: tills, shops, machines."""
