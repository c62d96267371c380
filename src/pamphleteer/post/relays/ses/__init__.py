"""Amazon SES as a relay: `ses://ACCESS-KEY-ID@REGION`, the secret access key as the password.

It takes letters as they are.
"""

from pamphleteer.post.relays.ses.relay import account, opened
from pamphleteer.post.relays.ses.reports import reports

__all__ = ["account", "opened", "reports"]
