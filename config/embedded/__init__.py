"""Embedded services: PostgreSQL and Valkey from wheels, shared by all processes of one PARLEY_HOME.

`start` brings them up or attaches; they stop a moment after the last user is gone, however it went. The addresses
are pure functions of the home. Knows nothing of Django or of the product; called by `manage.py`, by the tests'
start-up and by `manage.py services`.

    home           where everything lies          addresses    where the servers answer
    attachment     start or attach                supervisor   starts, watches and stops the servers
    control        status and stop                running      one server into service, whatever was left behind
    postgresql     \\ what is particular           server       what they have in common
    valkey         / to each                      locks        flock, which kill -9 frees
"""

from config.embedded.addresses import database_url, redis_client_url, redis_url
from config.embedded.attachment import Attachment, start
from config.embedded.control import Status, User, list_users, status, stop
from config.embedded.errors import ServicesCouldNotStart, ServicesCouldNotStop
from config.embedded.home import Home
from config.embedded.secret import demo_password, find_secret_key, secret_key
from config.embedded.supervision import is_looked_after

__all__ = [
    "Attachment",
    "Home",
    "ServicesCouldNotStart",
    "ServicesCouldNotStop",
    "Status",
    "User",
    "database_url",
    "demo_password",
    "find_secret_key",
    "is_looked_after",
    "list_users",
    "redis_client_url",
    "redis_url",
    "secret_key",
    "start",
    "status",
    "stop",
]
