"""What customers say of the help: low ratings that a lead looks into, waves of NPS, and what they wish for."""
