"""Windows events in the text that the CloudWatch agent makes of them.

Log, level, id, provider, computer and message, each in brackets, as in detections/windows_events.
"""

from __future__ import annotations

from dataclasses import dataclass

COMPUTER = "EC2AMAZ-0FF1CE1"


@dataclass(frozen=True)
class WindowsEvent:
    log: str
    level: str
    id: int
    provider: str
    message: str

    @property
    def text(self) -> str:
        return (
            f"[{self.log}] [{self.level}] [{self.id}] [{self.provider}] [{COMPUTER}] "
            f"[{self.message}]"
        )


EVENTS = (
    WindowsEvent(
        "Application", "ERROR", 1000, "Application Error",
        "Faulting application name: Invoices.exe, version: 4.1.0.0, exception code: 0xc0000005",
    ),
    WindowsEvent(
        "Application", "INFORMATION", 903, "Microsoft-Windows-Security-SPP",
        "The Software Protection service has stopped.",
    ),
    WindowsEvent(
        "Security", "INFORMATION", 4624, "Microsoft-Windows-Security-Auditing",
        "An account was successfully logged on.\n\nNew Logon:\n\tAccount Name:\t\tclerk\n"
        f"\tAccount Domain:\t\t{COMPUTER}\n\tLogon ID:\t\t0x4C21A7",
    ),
    WindowsEvent(
        "Security", "INFORMATION", 4634, "Microsoft-Windows-Security-Auditing",
        f"An account was logged off.\n\nSubject:\n\tAccount Name:\t\tclerk\n"
        f"\tAccount Domain:\t\t{COMPUTER}\n\tLogon ID:\t\t0x4C21A7",
    ),
    WindowsEvent(
        "System", "INFORMATION", 7036, "Service Control Manager",
        "The Windows Update service entered the running state.",
    ),
    WindowsEvent(
        "System", "WARNING", 36, "Microsoft-Windows-Time-Service",
        "The time service has not synchronized the system time for 86400 seconds.",
    ),
)  # fmt: skip
