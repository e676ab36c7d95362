"""What Synthetics calls. One step, so that the page has a metric of its own beside the run."""

import os
from typing import Any

from canary import page, settings

STEP = "page"


async def handler(_event: Any, _context: Any) -> str:
    """Passes or raises; Synthetics makes metrics, screenshots and a report of it."""
    # The library is in the runtime only, and a test brings its own.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Library_Python.html
    from aws_synthetics.common import synthetics_logger  # type: ignore[import-not-found]
    from aws_synthetics.selenium import synthetics_webdriver  # type: ignore[import-not-found]

    wanted = settings.read(os.environ)
    browser = synthetics_webdriver.Chrome()
    try:
        # Synthetics starts the browser before the step: its metric Duration is the page's time.
        seen = await synthetics_webdriver.execute_step(STEP, lambda: page.look(browser, wanted))
    finally:
        browser.quit()
    synthetics_logger.info(f"{wanted.url}: status {seen.status}, {seen.seconds:.2f} seconds")
    return f"{wanted.url} is as it should be"
