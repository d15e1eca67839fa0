"""Evidence: the journal of a node as a bundle of files that others can check without the node.

`docs/evidence.md` describes the files; `deploy/verify/heliograph_verify.py` checks them with PyNaCl
alone and shares no code with this package.
"""
