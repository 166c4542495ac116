"""What every request passes before and after the framework, and what those who run the site ask."""
