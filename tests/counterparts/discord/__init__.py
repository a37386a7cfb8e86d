"""A stateful Discord on loopback: REST and gateway over TLS, for tests and benches."""
