"""One agency's installation: its registers, its keys, its journal and its line to the peers."""
