"""Columns and public contexts on their way to another organisation, and keys at rest.

================  ===========================================================
`envelope`        bytes with version, fingerprint, shape and a tag
`tagged`          the tag: who sealed this, for which step
`declared`        what an envelope says of itself, checked
`saved_form`      what its contents will take in memory, before SEAL sees them
`handover`        envelopes over a channel between two parties
`key_file`        a secret key on its owner's disk, under a password
================  ===========================================================

Protects: against bytes that were changed, mixed up, or made by somebody else.
Does not protect: against a sender that seals something untrue.
"""
