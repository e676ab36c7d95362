"""CloudWatch metric streams in JSON, as Firehose puts them into S3: a data point on each line.

Shape: "CloudWatch metric stream output in JSON format" in the CloudWatch user guide,
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-formats-json.html
"""

import re
from collections.abc import Iterator

from shipper.errors import UnreadableError
from shipper.lines import line_blocks
from shipper.metric_document import DATASET as DATASET
from shipper.metric_document import document
from shipper.origin import LogStreamOrigin, ObjectOrigin
from shipper.records import Entry, Filtered, Rejected
from shipper.settings import Settings
from shipper.sources.log_events import LogEvent

# metrics/<account>/<region>/YYYY/MM/DD/HH/ is where modules/analysis has them delivered; the name
# of the delivery stream, which Firehose puts before the time, tells under any other prefix.
_KEY = re.compile(
    r"(?:^|/)metrics/\d{12}/[a-z0-9-]+/\d{4}/|/[^/]*metric-stream-delivery-\d+-\d{4}-[^/]*$"
)


def recognises_object(key: str) -> bool:
    return _KEY.search(key) is not None


def recognises_log_event(log_stream: str, message: str) -> bool:
    del log_stream
    return message.startswith('{"metric_stream_name":')


def read_object(
    chunks: Iterator[bytes], origin: ObjectOrigin, settings: Settings
) -> Iterator[Entry | Rejected | Filtered]:
    del settings
    digest = origin.digest
    begun = False
    for start, lines in line_blocks(chunks):
        offset = start
        for line in lines:
            if line and not line.isspace():
                if not begun and not line.lstrip().startswith(b"{"):
                    raise UnreadableError(
                        "the first line is no JSON object: set the metric stream's output format "
                        "to json"
                    )
                begun = True
                yield document(line, origin, f"{digest}-{offset}", offset, origin.modified)
            offset += len(line) + 1


def read_log_event(
    event: LogEvent, origin: LogStreamOrigin, settings: Settings
) -> Entry | Rejected | Filtered:
    del settings
    return document(event.raw, origin, event.id, event.id, event.seconds)
