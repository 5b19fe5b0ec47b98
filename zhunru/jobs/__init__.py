"""长时间的工作：在自己的进程里做，报告进度，可以取消。 Long work in a process of its own.

Work started in a page of the app would die with the page. A job goes on through page switches and
reloads; who has its token finds it again, and nobody else does. What it was given and what it made
lie in a folder that only the user of the server can read, and that is deleted when the job is
forgotten, when nobody looks at it any more, and when the server ends.
"""

from zhunru.jobs.job import Job, Progress, State
from zhunru.jobs.registry import Jobs
from zhunru.jobs.request import Tell, silent

__all__ = ["Job", "Jobs", "Progress", "State", "Tell", "silent"]
