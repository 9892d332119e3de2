"""Organisations that subscribe, and the policies each of them keeps."""
