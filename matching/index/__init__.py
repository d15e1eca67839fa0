"""The sealed index: it says nothing until it is asked, and then only about what was asked."""
