"""The shipper: AWS log records in, documents in OpenSearch out, nothing lost and nothing twice."""
