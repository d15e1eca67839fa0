"""A federation on one machine, from nothing to a hit, by the commands that anybody would type.

Everything goes through the command line, in processes of its own: what the demonstration shows is
what the product does.
"""
