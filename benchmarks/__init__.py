"""Measurements that take longer than a test, each with a target of its own in the Makefile."""
