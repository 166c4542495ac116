"""Settings, addresses, Celery, and the embedded services beside them."""

import os

# numpy's linear algebra on one thread, said before numpy is imported: a worker has a core of its own, and further
# threads only wait for one another (they cost 60 to 70 ms of processor time an article, a fifth of the reading).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
