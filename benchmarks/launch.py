"""Runs one command and says how long it took and how much memory it had at most.

In: the command's words. Out: a line of JSON with wall seconds, CPU seconds, peak memory in MB and the exit code. It is a small process
of its own because a process counts the memory of the one that it was forked from: started from a harness that holds tables, even
an empty program would seem to need as much.
"""

import json
import os
import subprocess
import sys
import time

start = time.perf_counter()
usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # installed programs keep their byte code
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, env=usual)
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - start
process.returncode = os.waitstatus_to_exitcode(status)
cpu = usage.ru_utime + usage.ru_stime
print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": usage.ru_maxrss / 1024, "code": process.returncode}))
