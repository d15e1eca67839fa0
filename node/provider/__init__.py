"""The agency's identity provider, where it has one: OpenID Connect Core 1.0, code flow.

Rules:
- Everything is found from the issuer, over HTTPS that is verified; redirections are not followed.
- PKCE, state and nonce go with every request (RFC 9700, 2.1).
- What comes back is believed only where signature, issuer, audience, nonce and times hold.
- Tokens live as long as the call that fetches them. No error and no log line has any part of one.

Authlib writes the requests and judges the claims, joserfc checks the signatures.
"""

from node.provider.errand import Errand, Registration, Testimony
from node.provider.provider import Provider

__all__ = ["Errand", "Provider", "Registration", "Testimony"]
