"""What is said of us: the letter, its sender, or the server that brings it."""

ACCOUNT = (
    r"(?:your|sender'?s?|this sending) (?:\w+ )?account~60~(?:suspend|disabled|blocked|locked|limit|paused)",
    r"(?:sending|daily|hourly|monthly|your) (?:\w+ ){0,2}(?:quota|limit)~30~(?:exceed|reached|used)",
    r"exceed\w*~20~(?:daily|hourly|monthly|sending) (?:\w+ )?(?:quota|limit)|out of credit",
    r"(?:exceed|reach)\w* your~20~(?:messag\w+|sending|daily|hourly|monthly)~20~(?:quota|limit)",
    r"account~20~(?:blocked|disabled|suspended|locked) (?:for|from) (?:outgoing|outbound|sending)",
    r"sending (?:is )?paused|account is under review|bad outbound sender|outbound ?spam ?exception",
)

# What a provider believes of a reader, of whatever its customers sent once: others may know better.
SUPPRESSED = (
    r"suppress(?:ed|ion)|previously bounced|history of bounc|bounced address|(?:on|in) (?:our|the) bounce list",
)

AUTHENTICATION = (
    r"\b(?:spf|dkim|dmarc|domainkeys?|openspf|sender[ -]?id|arc)\b|domain owner|forged|spoof",
    r"unauthenticated (?:e?-?mail|message)",
    r"(?:fail\w*|pass|lack\w*|no) (?:\w+ ){0,2}authentication (?:checks?|information|results?)",
    r"not (?:authori[sz]ed|permitted|allowed) to send (?:(?:e-?mails?|messages?) )?(?:from|for|on behalf|as)",
    r"not (?:designated|allowed|permitted|authori[sz]ed) (?:as a |to be a )?(?:sender|mailer|source)",
)

COMPLAINTS = (
    r"(?:user|recipient|spam|many) complaints|complaint (?:rate|level)|(?:low|poor|bad) reputation",
)

HOSTNAME = (
    r"reverse[ -]?(?:dns|lookup|hostname|host name|mapping|resolution|name)|\b(?:ptr|r-?dns|fcrdns)\b",
    r"cannot (?:find|resolve) your (?:host|reverse|ip|domain)|mismatch\w* client ip|valid sender domain",
    r"(?:bad|invalid|forged|fake|unresolvable) (?:helo|ehlo)|(?:generic|dynamic) (?:ip|address|host|pool|name)",
    r"(?:helo|ehlo)\b~40~(?:reject|invalid|not |refus|match|resolv|fqdn)|residential",
    r"(?:your|client) (?:ip|host)\w*~30~(?:not resolve|no (?:host ?)?name|does not have)",
    r"no dns (?:record|entry) for (?:your|client|host)|(?:ip|address) name lookup|without (?:a )?(?:valid )?hostname",
)

SPAM = (
    r"\b(?:spam(?!haus|cop)\w*|anti-?spam|unsolicited|ubes?|uce|junk|phish\w*|suspicious)\b",
    r"\bbulk (?:e-?)?mail\b|blacklisted (?:url|link)|(?:url|link)s? in (?:the |your )?message|bad content",
    r"content filter|\b(?:dt|mi):sp\w\b|pourriel|indésirable|courrier non sollicit|mail rejet|迷惑メール|垃圾邮件|спам",
)

_LISTS = (
    r"spamhaus|spamcop|sorbs|barracuda|uceprotect|senderscore|senderbase|talos|cloudmark|invaluement",
    r"abuseat|proofpoint|njabl|mailspike|surbl|uribl|trendmicro|abusix|symantec|ironport|cbl",
)
REPUTATION = (
    r"(?:black|block|deny|access)[ -]?list|\b(?:dns|ip|rh?s)?[rbdxz]bls?\b|dnsbl|reputation",
    rf"\b(?:{'|'.join(_LISTS)})\b|poor~20~score|refused to talk|may not be mail exchanger",
    r"(?:banned|blocked|listed|restricted|blacklisted)(?: \w+){0,3} (?:ips?|clients?|networks?)\b",
    r"(?:rejected|refused|denied)(?: \w+){0,2} ips?\b|too many (?:spam|complaints|bad)",
    (
        r"\b(?:ips?|ip address(?:es)?|client host|network|client)\b~60~?\b"
        r"(?:blocked|banned|listed|refused|rejected|denied|not allowed)\b"
    ),
    (
        r"\b(?:host|server|domain|system)\b (?:\W*@?\W* )?(?:is |was |has been |on our )?"
        r"(?:currently |temporarily )?(?:blocked|banned|listed|black\w+)"
    ),
    (
        r"(?<!account )(?<!account is )(?<!mailbox )(?<!mailbox is )(?<!user )(?<!user is )"
        r"\bblocked\b(?! by (?:the )?(?:user|recipient))(?!~20~inactiv)"
    ),
    r"connections? (?:is |was |has been )?(?:rejected|denied|refused by policy|not accepted|not allowed)",
    r"not accepting (?:mail|connections?|messages) from (?:you|your|this)|not accepted from (?:this|your)",
    r"\bers-\w{3,4}\b",
)

VIRUS = (
    r"\bvirus(?:es|ed)?\b(?!.?(?:wall|scan|check|protect|free))|malware|infected|trojan|\bworm\b|exploit|ransom|вирус|ウイルス|病毒",
)

SIZE = (
    r"(?:message|e?-?mail|letter|body|attachment|data|content)s?~40~(?:too (?:big|large)|over ?size)",
    r"(?:message|mail|body|data) (?:is )?too long|too (?:big|large) (?:for|message|mail)",
    r"(?:size|length)~40~(?:exceed|larger|over|too|greater|violat)|message (?:size|length) limit",
    r"exceed\w*~40~(?:size|length|maximum allowed)|max(?:imum)? (?:message )?size|nachricht zu gro",
    r"サイズ[^。]{0,20}(?:超|大き)",
)

CONTENT = (
    r"(?:duplicated?|missing|multiple|malformed|invalid|bad|illegal|long)~40~header",
    r"headers? (?:fields? |lines? )?(?:error|too|fail|missing)|addresses in from",
    r"rfc ?-?[25]?[358]22|not (?:rfc|compliant)",
    (
        r"(?:attachment|file|content|mime|charset|character)s?~40~"
        r"(?:not (?:allowed|accepted|permitted|supported)|reject|prohibit|forbid|blocked|denied|invalid|illegal|bann)"
    ),
    r"(?:rejected|prohibited|forbidden|offending|objectionable|banned)~20~(?:content|attachment|file)",
    r"not accepting (?:\w+ )?(?:mail|messages?) with",
    r"message content|bare (?:lf|cr|newline)|8-?bit|smtputf8|line too long|profanity|no resent-from",
)

RELAYING = (
    r"\brelay\w*~40~(?:den|not |prohibit|disallow|reject|disab|refus|unable|forbid|restrict)",
    (
        r"(?:den\w*|not|cannot|can't|unable|unauthori[sz]ed|prohibited|disallow\w*|won't|no|refused)"
        r" (?:\w+ ){0,3}relay|open relay|we do not (?:relay|accept mail for)"
    ),
    r"rcpthosts|gateway user|not (?:a )?(?:local|gateway|one of our) (?:domain|host)",
)

ENCRYPTION = (r"\b(?:start)?tls\b|\bssl\b|encrypt|certificate|mta-?sts|\bdane\b",)

LOGIN = (
    r"authenticat\w*~20~(?:required|needed|failed|failure|unsuccessful|first)|unauthenticated sender",
    r"(?:must|need to|please) (?:\w+ )?(?:authenticate|log ?in)|login (?:required|failed|incorrect)",
    r"(?:invalid|bad|wrong|incorrect) (?:credential|password|username)|pop before smtp",
)

_BAD = r"(?:reject|refus|den(?:y|ied)|invalid|unknown|bad|unverif|unrout|illegal|unresolv)\w*"
SENDER = (
    r"sender~80~(?:reject|refus|den|invalid|not |unknown|unverif|verif|block|bad|does|unrout|fail)",
    rf"{_BAD}(?: \w+){{0,3}} (?:sender|from address|return[ -]?path|envelope from)",
    (
        r"(?:mail ?from|from address|return[ -]?path|reply-?to|from:? header|from domain)~60~"
        r"(?:reject|refus|den|invalid|not |unknown|exist|verif|bad|must)"
    ),
    r"domain of sender|sender'?s? domain|verify (?:the )?sender|call-?out|sender callback",
)

POLICY = (
    r"\bpolic(?:y|ies)\b|access(?: is| was)? den|permission|unauthori[sz]ed|forbidden|prohibit",
    r"not (?:allowed|permitted|authori[sz]ed)|security (?:polic|reason|rule)|only accepts",
    r"(?:delivery|address|group|recipient)~40~restricted|restricted (?:recipient|address|to)",
    r"not accepting (?:external|mail from)|administrative(?:ly)? (?:prohibit|reject|block)|local policy",
    r"not (?:a )?member|subscribers? only|moderat|closed list|for explanation visit|groups\.google\.com",
    r"rejected by (?:the )?(?:rule|filter|server|system|admin|our|your)|transport rules?|not welcome",
    r"recipient (?:only|restrict)|by administrator|blocked by admin",
)
RESTRICTED = (
    r"authrequired|sendernotauthenticated|notauthorized",
)  # Exchange: the recipient takes mail from inside
REFUSED = (
    r"message (?:was |has been |is )?(?:refused|rejected|denied|not accepted)",
)  # whatever for
