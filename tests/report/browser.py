"""A headless Chromium driven through its debugging pipe: pages opened from disk, scripts run in them, console errors kept.

No driver package is needed: commands are JSON, each ended by a zero byte, on file descriptors 3 and 4 of the browser.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-pipe")


AS_3_AND_4 = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
LOWEST_FREE = 10


def _pipe() -> tuple[int, int]:
    """A pipe whose ends lie above the numbers that the browser wants for itself."""
    import fcntl

    low = os.pipe()
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, LOWEST_FREE) for end in low]
    for end in low:
        os.close(end)
    return ends[0], ends[1]


def found_browser() -> str | None:
    """The browser on this machine; None where there is none, or where pipes cannot be handed over (Windows)."""
    if os.name != "posix":
        return None
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One browser with one page; `errors` are the console's errors and the exceptions that nobody caught."""

    def __init__(self, profile: Path) -> None:
        self.number = 0
        self.errors: list[str] = []
        to_browser, self.write_end = _pipe()
        self.read_end, from_browser = _pipe()
        ends = (to_browser, from_browser)
        command = [str(found_browser()), *FLAGS, f"--user-data-dir={profile}", "about:blank"]
        started = [sys.executable, "-c", AS_3_AND_4, *map(str, ends), *command]
        self.process = subprocess.Popen(started, pass_fds=ends, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for end in ends:
            os.close(end)
        self.left = b""
        self.session = ""
        page = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        """End the browser."""
        self.session = ""
        with contextlib.suppress(EOFError):
            self.call("Browser.close")
        self.process.wait(timeout=20)
        os.close(self.write_end)
        os.close(self.read_end)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its answer."""
        self.number += 1
        asked = {"id": self.number, "method": method, "params": parameters} | ({"sessionId": self.session} if self.session else {})
        os.write(self.write_end, json.dumps(asked).encode() + b"\0")
        return self._until(lambda message: message.get("id") == asked["id"])["result"]

    def open(self, address: str, width: int = 1200, height: int = 900) -> None:
        """Open an address at a size and wait until it is loaded."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500)
        self.call("Page.navigate", url="about:blank")
        self._until(lambda message: message.get("method") == "Page.loadEventFired")
        self.call("Page.navigate", url=address)
        self._until(lambda message: message.get("method") == "Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """One key pressed and let go."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def picture(self, path: Path, whole: bool = False) -> None:
        """A screenshot of what is seen, or of the whole page."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=whole, **self._clip(whole))
        path.write_bytes(base64.b64decode(shot["data"]))

    def printed(self, path: Path) -> None:
        """The page as it prints, as a PDF."""
        path.write_bytes(base64.b64decode(self.call("Page.printToPDF", preferCSSPageSize=True)["data"]))

    def _clip(self, whole: bool) -> dict[str, Any]:
        if not whole:
            return {}
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}

    def _until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        while True:
            message = self._message()
            self._note(message)
            if wanted(message):
                return message

    def _note(self, message: dict[str, Any]) -> None:
        kind, given = message.get("method"), message.get("params", {})
        if kind == "Runtime.exceptionThrown":
            self.errors.append(str(given["exceptionDetails"]))
        elif kind == "Log.entryAdded" and given["entry"]["level"] == "error":
            self.errors.append(given["entry"]["text"])
        elif kind == "Runtime.consoleAPICalled" and given["type"] == "error":
            self.errors.append(str(given["args"]))
        elif kind == "Network.requestWillBeSent" and not given["request"]["url"].startswith(("file:", "data:", "about:")):
            self.errors.append("asked the network for " + given["request"]["url"])

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self.left:
            read = os.read(self.read_end, 1 << 20)
            if not read:
                raise EOFError
            self.left += read
        first, _, self.left = self.left.partition(b"\0")
        found: dict[str, Any] = json.loads(first)
        return found
