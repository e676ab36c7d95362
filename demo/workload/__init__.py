"""The worked example: examples/workload on the local cloud, and every one of its logs looked up."""
