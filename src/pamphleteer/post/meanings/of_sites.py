"""What is said of the receiving site, whoever the reader is."""

GREYLISTED = (r"gr[ea]y[ -]?list\w*|postgrey|early talker|first seen|unknown triplet",)

RATE = (
    r"too many (?:connection|session|message|recipient|e?-?mail|concurrent|request|error|invalid|unknown)",
    r"too many (?:command|sender|rcpt|attempt)|too (?:fast|often|frequent|quick)|slow down|throttl",
    (
        r"(?:connections?|rate|frequency|sessions?|hourly|concurrency|throughput|messages per \w+)~20~"
        r"(?:limit|exceed|throttl|high)|rate[ -]?limit|mailing rate|limit\w* exceeded for"
    ),
    r"unusual (?:rate|volume|traffic)|trop de connexions",
    r"max(?:imum)? (?:number of )?connections|temporarily (?:deferred|rate)|receiving mail at a rate",
    r"frequency limited|deferred due to",
)

NO_MAIL = (
    r"null ?mx|no smtp service|does not accept mail|no mail(?: is)? accepted",
    r"(?:domain|host)\w*~40~(?:does not|doesn't|do not|never) (?:accept|receive|handle) (?:any )?(?:e-?)?mail",
    r"\bmx~20~\bpoints? to (?:nowhere|localhost)",
)

NO_HOST = (
    (
        r"(?:host|domain)(?: name)?s?:? (?!said)(?:\S{1,80} )?(?:is |was )?"
        r"(?:unknown|not found|invalid|unreachable)"
    ),
    r"(?:unknown|invalid|bad|no such|illegal|non-?existent|unresolvable) (?:mail )?(?:host|domain)",
    r"(?:host|domain|name)~60~(?:do(?:es)? ?n[o']t exist|not reachable|unresolvable|no data known)",
    r"(?:host|domain|name)~60~(?:could(?:n't| not) be found|cannot be resolved|not resolv)",
    r"nxdomain|no route found to domain|unrout(?:e)?able",
    r"(?:no|find(?: an?)?) (?:valid )?(?:mx|mail exchanger|a record|dns record)",
    r"name or service not known|domain~20~expired|[\w-]+\.[a-z]{2,10} does not exist|無効なドメイン",
)

LOOP = (
    r"\bloops?\b|looping|too many (?:hops|received)|hop count|forwarded more than|mail loop",
    r"maximum (?:allowed )?(?:number of )?hops|duplicated message-id",
)

EXPIRED = (
    r"too long|for the last \d|timed? ?out|could not be delivered (?:for|within|after|in)|time limit",
    r"retry (?:time|limit|timeout)|giving up(?! on)|expired|retries exceeded|deleted from queue",
    r"unable to deliver this message after|delivery time|lifetime|last attempt|failed \d+ attempts",
    r"within \d+ (?:days|hours|minutes)|maximum (?:number of )?(?:delivery )?attempts|aborted after \d",
    r"(?:all|some) hosts~20~failing|allowed queue period",
)

NETWORK = (
    r"connection|connect to|connect\(\)|failed connect|unable to connect|can(?:not|'t) connect",
    r"could ?n[o']t connect|could not connect|did not (?:accept our requests|respond)|broken pipe|socket",
    r"(?:no|network|host|destination)~20~(?:route|unreachable|down)|network error|mx lookup",
    r"dns (?:error|query|failure|lookup|server)|name ?server|name service|(?:lookup|look-up) fail",
    r"no (?:answer|response) from|not respond|not reachable|could not find a gateway|failed to send to identified host",
)

TROUBLE = (
    (
        r"(?:system|server|internal|configuration|database|ldap|mailer|software|program|unexpected"
        r"|queue|disk|resource|i/o|upstream|directory)\w*~20~ (?:error|fail|problem|unavailable|fault|busy)"
    ),
    r"temporar(?:y|ily)|(?<!and )try (?:again|later)|please retry|unable to contact|misconfigur|out of memory",
    r"(?:service|server|resources?|system)~30~(?:unavailable|not available|busy|overload|shutting|shut|down)",
    r"insufficient (?:system )?(?:storage|resource|disk)|can't create|couldn't create|read-only",
    r"cannot (?:open|create|write)|permission denied|no space left|exit (?:status|code)|execution",
    r"(?:could not|cannot|can't|unable to) (?:open|lock|write|append|contact|access)",
    r"command (?:died|failed|output)|mailer error|local (?:problem|error)",
)
