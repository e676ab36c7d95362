"""Takes an order: one log line for each, and one for an order that it cannot take."""

import json


def handler(event, context):
    order = event.get("order", "unknown")
    taken = event.get("quantity", 0) > 0
    line = {
        "level": "INFO" if taken else "WARN",
        "message": "order taken" if taken else "order refused: its quantity is not positive",
        "order": order,
        "request_id": context.aws_request_id,
    }
    # In the log format JSON, Lambda leaves a line alone that is a JSON object already.
    print(json.dumps(line))
    return {"order": order, "taken": taken}
