"""Turn the files in which agencies keep their registers into rows.

Clear text passes through here on its way to the encoder and is kept nowhere: every reader streams.
Whether a value is possible is not judged here but in `matching.records`.
"""
