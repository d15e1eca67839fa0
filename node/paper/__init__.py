"""Papers: what a node writes for desks, prosecutors and statistics, in its reader's language.

What a paper says is composed once, in blocks; PDF, DOCX and plain text are written from these.
"""
