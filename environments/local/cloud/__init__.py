"""The local cloud: an AWS emulator and a real OpenSearch, started and stopped by the project.

`with cloud.running(work) as here:` starts both and stops both whatever happens;
`python -m cloud up|down|status` keeps them running between commands.
"""

from cloud.errors import CloudError
from cloud.lifecycle import Report, running
from cloud.state import Cloud

__all__ = ["Cloud", "CloudError", "Report", "running"]
