"""The entry point of the web server; `manage.py run` starts one for a local run.

The database must run already: unlike manage.py this starts none.
"""

import os

from django.core.wsgi import get_wsgi_application

from portal.statement_limit import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

limit_statements()
application = get_wsgi_application()
