"""The child process of a job, which knows the cheap kinds too."""

from __future__ import annotations

import sys

from benchmarks.jobs_parts.kinds import add_kinds
from service.jobs.child import main

if __name__ == "__main__":
    add_kinds()
    sys.exit(main())
