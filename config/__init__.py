"""Settings, addresses, Celery, and the embedded services beside them."""
