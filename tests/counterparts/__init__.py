"""Platforms on loopback that real SDKs talk to."""
