"""The REST side: one file a resource."""
