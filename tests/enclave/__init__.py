"""Tests of the enclave: what evidence shows, what a policy refuses, that it is simulated."""
