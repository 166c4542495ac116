"""Every queue that a task may be sent to has a worker under `serve`."""

from django.conf import settings

from config.processes import fetcher_command, worker_command


def test_every_queue_has_a_worker_under_serve():
    commands = (worker_command(), fetcher_command())
    taken = {queue for command in commands for queue in command[command.index("--queues") + 1].split(",")}
    assert taken == {queue.name for queue in settings.CELERY_TASK_QUEUES}
