"""Where the local cloud keeps its things: the checkout's own folders and those of one run."""

import shutil
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parents[2]
VENV_PYTHON = CHECKOUT / "build" / "cloud" / "venv" / "bin" / "python"
DEFAULT_WORK = CHECKOUT / "build" / "local"


@dataclass(frozen=True)
class Folders:
    """The files of one local cloud, all under `work`."""

    work: Path

    @property
    def state(self) -> Path:
        return self.work / "cloud.json"

    @property
    def lock(self) -> Path:
        return self.work / "cloud.lock"

    @property
    def logs(self) -> Path:
        return self.work / "logs"

    @property
    def mail(self) -> Path:
        return self.work / "mail"

    @property
    def emulator(self) -> Path:
        return self.work / "emulator"

    @property
    def search(self) -> Path:
        return self.work / "opensearch"

    def make_empty(self) -> None:
        """Begin anew: nothing of the last run stays but its logs, until they are overwritten."""
        for folder in (self.mail, self.emulator, self.search):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        self.logs.mkdir(parents=True, exist_ok=True)
        self.state.unlink(missing_ok=True)
