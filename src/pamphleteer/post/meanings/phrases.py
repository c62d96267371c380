"""What the words of a reply mean, in the languages that mail servers speak.

The patterns are tried in this order, on words without case, each address as a bare @, links without their paths; each takes time in
proportion to the words. Those that blame a reader stand last.
"""

import re

from pamphleteer.post.meanings.reasons import Reason

_ADDRESS = re.compile(r"[^\s<>(),;:\"']{1,100}@[^\s<>(),;:\"']{0,100}")
_LINK = re.compile(r"(?:https?|mailto):/{0,2}([^\s/?#>)\"']{0,100})[^\s>)\"']{0,300}", re.IGNORECASE)
_CONTINUED = re.compile(r"(?<=\s)[245]\d\d[ -](?:[245]\.\d{1,3}\.\d{1,3}\s)?")

_BOX = r"(?:mail ?box|inbox|account|user|recipient|mail ?drop|maildir|customer|subscriber|e-?mail address|address)"
_GONE = (
    r"(?:disabled|inactive|suspended|de-?activated|locked|blocked|closed|frozen|discontinued|not active"
    r"|cancell?ed|terminated|not enabled|no longer active|blocked for inactivity|dormant)"
)
_LISTS = (
    r"spamhaus|spamcop|sorbs|barracuda|uceprotect|senderscore|senderbase|talos|cloudmark|invaluement|abuseat"
    r"|proofpoint|njabl|mailspike|surbl|uribl|trendmicro"
)

_TABLE: list[tuple[Reason, str]] = [
    (Reason.FULL,
        rf"{_BOX}~40~\b(?:is |are |was )?(?:too )?full\b|full {_BOX}|(?:mail ?box|inbox) (?:size )?(?:exceed|over|limit)|(?:over|exceed\w*|out of)~30~"
        r"\b(?:disk )?(?:quota|storage space|disk space|storage limit|storage allocation)(?! for sending)"
        r"|(?<!sending )(?<!daily )(?<!hourly )(?<!your )quota~40~(?:exceed|exhaust|reached|full|violat)"
        r"|storage quota|over ?quota|inbox is full|insufficient (?:disk|storage) space (?:for|in) (?:user|mailbox)"
        r"|not enough (?:disk |storage )?space|(?:bal|bo[iî]te)~30~pleine|boîte aux lettres est pleine|postfach~30~voll"
        r"|buz[oó]n~20~lleno|caixa~20~cheia|casella~20~piena|переполнен|メールボックス[^。]{0,20}(?:一杯|いっぱい|容量)"
        r"|容量を(?:超|オーバー)|邮箱[^。]{0,10}(?:已满|满)|空间不足"),
    (Reason.ACCOUNT,
        r"(?:your|sender'?s?|sending|this sending) account~60~(?:suspend|disabled|blocked|locked|limit|paused)"
        r"|(?:sending|daily|hourly|monthly|your) (?:\w+ ){0,2}(?:quota|limit|allowance)~30~(?:exceed|reached|used)"
        r"|exceed\w*~20~(?:daily|hourly|monthly|sending) (?:\w+ )?(?:quota|limit)|sending (?:is )?paused"
        r"|out of credit|account is under review"),
    (Reason.AUTHENTICATION,
        r"\b(?:spf|dkim|dmarc|domainkeys?|openspf|sender[ -]?id|arc)\b(?!-protect)|unauthenticated (?:e?-?mail|message)"
        r"|(?:fail\w*|pass|lack\w*|no) (?:\w+ ){0,2}authentication (?:checks?|information|results?)"
        r"|not (?:authori[sz]ed|permitted|allowed) to send (?:mail |e-?mail |messages? )?(?:from|for|on behalf|as)"
        r"|domain owner|forged|spoof"),
    (Reason.REPUTATION, r"(?:user|recipient|spam) complaints|complaint (?:rate|level)|(?:low|poor|bad) reputation"),
    (Reason.GREYLISTED, r"gr[ea]y[ -]?list\w*|postgrey|early talker|first seen|unknown triplet"),
    (Reason.RATE,
        r"too many (?:connection|session|message|recipient|mail|email|concurrent|request|error|invalid|unknown|command|sender|rcpt|attempt)"
        r"|(?:connections?|rate|frequency|sessions?|hourly|concurrency|throughput|messages per \w+)~20~(?:limit|exceed|throttl|high)"
        r"|rate[ -]?limit|throttl|too (?:fast|often|frequent|quick)|slow down|mailing rate|limit\w* exceeded for|deferred due to"
        r"|unusual (?:rate|volume|traffic)|temporarily (?:deferred|rate)|receiving mail at a rate|frequency limited"),
    (Reason.HOSTNAME,
        r"reverse[ -]?(?:dns|lookup|hostname|host name|mapping|resolution|name)|\b(?:ptr|r-?dns|fcrdns)\b"
        r"|cannot (?:find|resolve) your (?:host|reverse|ip|domain)|(?:bad|invalid|forged|fake|unresolvable) (?:helo|ehlo)"
        r"|(?:helo|ehlo)~40~(?:reject|invalid|not |refus|match|resolv|fqdn)|mismatch\w* client ip|generic (?:host|name)"
        r"|dynamic (?:ip|address|host|pool)|residential|no dns (?:record|entry) for (?:your|client|host)"
        r"|(?:your|client) (?:ip|host)\w*~30~(?:not resolve|no (?:host ?)?name)|valid sender domain"),
    (Reason.SPAM,
        r"\b(?:spam(?!haus|cop)\w*|anti-?spam|unsolicited|ubes?|uce|junk|phish\w*|bulk (?:e-?)?mail|suspicious)\b"
        r"|blacklisted (?:url|link)|(?:url|link)s? in (?:the |your )?message|bad content|content filter|pourriel|indésirable"
        r"|courrier non sollicit|迷惑メール|垃圾邮件|спам|mail rejet|looks like"),
    (Reason.REPUTATION,
        rf"(?:black|block|deny|access)[ -]?list|\b(?:dns|ip|rh?s)?[rbdxz]bls?\b|dnsbl|reputation|\b(?:{_LISTS})\b"
        r"|(?:banned|blocked|listed|restricted|blacklisted)(?: \w+){0,3} (?:ips?|clients?|networks?)\b|(?:rejected|refused|denied)(?: \w+){0,2} ips?\b"
        r"|\b(?:ips?|ip address(?:es)?|client host|network|client)\b~60~?\b(?:blocked|banned|listed|refused|rejected|denied|not allowed)\b"
        r"|\b(?:host|server|domain|system)\b (?:\W*@?\W* )?(?:is |was |has been |on our )?(?:currently |temporarily )?(?:blocked|banned|listed|black\w+)|too many (?:spam|complaints|bad)|\bblocked\b(?! by (?:user|recipient))"
        r"|poor~20~score|connections? (?:is |was |has been )?(?:rejected|denied|refused by policy|not accepted|not allowed)"
        r"|not accepting (?:mail|connections?|messages) from (?:you|your|this)"
        r"|refused to talk|may not be mail exchanger"),
    (Reason.VIRUS, r"\bvirus\w*|malware|infected|trojan|\bworm\b|exploit|ransom|вирус|ウイルス|病毒"),
    (Reason.SIZE,
        r"(?:message|mail|e-?mail|letter|body|attachment|data|content)s?~40~(?:too (?:big|large)|over ?size)|(?:message|mail|body|data) (?:is )?too long"
        r"|(?:size|length)~40~(?:exceed|larger|over|too|greater|violat)|exceed\w*~40~(?:size|length|maximum allowed)"
        r"|too (?:big|large) (?:for|message|mail)|message (?:size|length) limit|maximum (?:message )?size|nachricht zu gro"
        r"|サイズ[^。]{0,20}(?:超|大き)"),
    (Reason.CONTENT,
        r"(?:duplicate|missing|multiple|malformed|invalid|bad|illegal|duplicated|long)~40~header|headers? (?:error|too|field|line)"
        r"|addresses in from|rfc ?-?[25]?[358]22|not (?:rfc|compliant)|(?:attachment|file|content|mime|charset|character)s?~40~"
        r"(?:not (?:allowed|accepted|permitted|supported)|reject|prohibit|forbid|blocked|invalid|illegal|bann)"
        r"|(?:rejected|prohibited|forbidden|offending|objectionable|banned)~20~(?:content|attachment|file)|message content"
        r"|bare (?:lf|cr|newline)|8-?bit|smtputf8|line too long|profanity"),
    (Reason.RELAYING,
        r"\brelay\w*~40~(?:den|not |prohibit|disallow|reject|disab|refus|unable|forbid|restrict)"
        r"|(?:den\w*|not|cannot|can't|unable|unauthori[sz]ed|prohibited|disallow\w*|won't|no|refused) (?:\w+ ){0,3}relay"
        r"|rcpthosts|gateway user|not (?:a )?(?:local|gateway|one of our) (?:domain|host)|we do not (?:relay|accept mail for)|open relay"
        r"|not (?:a )?permitted to relay"),
    (Reason.ENCRYPTION, r"\b(?:start)?tls\b|\bssl\b|encrypt|certificate|mta-?sts|\bdane\b"),
    (Reason.LOGIN,
        r"authenticat\w*~20~(?:required|needed|failed|failure|unsuccessful|first)|(?:must|need to|please) (?:\w+ )?(?:authenticate|log ?in)"
        r"|unauthenticated sender|login (?:required|failed|incorrect)|(?:invalid|bad|wrong|incorrect) (?:credential|password|username)"
        r"|authrequired|pop before smtp"),
    (Reason.SENDER,
        r"sender~80~(?:reject|refus|den|invalid|not |unknown|unverif|verif|block|bad|does|unrout|fail)"
        r"|(?:reject|refus|den|invalid|unknown|bad|unverif\w*|unrout\w*|illegal|unresolvable|deny)\w*(?: \w+){0,3} (?:sender|from address|return[ -]?path|envelope from)"
        r"|(?:mail ?from|from address|return[ -]?path|reply-?to|from:? header|from domain)~60~(?:reject|refus|den|invalid|not |unknown|exist|verif|bad|must)"
        r"|domain of sender|sender'?s? domain|verify (?:the )?sender|call-?out|sender callback"),
    (Reason.POLICY,
        r"\bpolic(?:y|ies)\b|access(?: is| was)? den|permission|not (?:allowed|permitted|authori[sz]ed)|unauthori[sz]ed|forbidden|prohibit|security (?:polic|reason|rule)"
        r"|(?:delivery|address|group|recipient)~40~restricted|restricted (?:recipient|address|to)|only accepts|not accepting external"
        r"|administrative(?:ly)? (?:prohibit|reject|block)|not (?:a )?member|subscribers? only|moderat|closed list|for explanation visit"
        r"|groups\.google\.com|rejected by (?:the )?(?:rule|filter|server|system|admin|our|your)|transport rules?"
        r"|recipient (?:only|restrict)|local policy|not welcome|by administrator|blocked by admin|message (?:was |has been |is )?(?:refused|rejected|denied|not accepted)"),
    (Reason.NO_MAIL,
        r"null ?mx|no smtp service|(?:domain|host)\w*~40~(?:does not|doesn't|do not|never) (?:accept|receive|handle) (?:any )?(?:e-?)?mail"
        r"|does not accept mail|no mail(?: is)? accepted|nullmx|mx~20~\bpoints? to (?:nowhere|localhost)"),
    (Reason.NO_HOST,
        r"(?:host|domain)(?: name)?s?:? (?!said)(?:\S{1,80} )?(?:is |was )?(?:unknown|not found|invalid|unreachable)|(?:unknown|invalid|bad|no such|illegal|non-?existent|unresolvable) (?:mail )?(?:host|domain)"
        r"|(?:host|domain|name)~60~(?:does ?n[o']t exist|does not exist|couldn't be found|could not be found|not reachable|unresolvable|no data known|cannot be resolved|not resolv)"
        r"|nxdomain|unrout(?:e)?able|(?:no|find(?: a)?) (?:valid )?(?:mx|mail exchanger|a record|dns record)|name or service not known"
        r"|domain~20~expired|[\w-]+\.[a-z]{2,10} does not exist|無効なドメイン"),
    (Reason.LOOP,
        r"\bloops?\b|looping|too many (?:hops|received)|hop count|maximum (?:allowed )?(?:number of )?hops|forwarded more than|duplicated message-id|mail loop"),
    (Reason.EXPIRED,
        r"(?:too long|for the last \d|timed? ?out|could not be delivered (?:for|within|after|in)|retry (?:time|limit|timeout)|giving up(?! on)|time limit)"
        r"|expired|retries exceeded|unable to deliver this message after|deleted from queue|delivery time|lifetime|last attempt"),
    (Reason.NETWORK,
        r"connection (?:was )?(?:refused|reset|timed|lost|closed|dropped|failed|failure|error|aborted|broken|died)|lost connection|connect to|unable to connect|can(?:not|'t) connect|couldn't connect"
        r"|could not connect|(?:no|network|host|destination)~20~(?:route|unreachable|down)|dns (?:error|query|failure|lookup|server)|name ?server|(?:lookup|look-up) fail"
        r"|socket|no (?:answer|response) from|failed connect|did not (?:accept our requests|respond)|broken pipe|network error|connection|mx lookup|failed to send to identified host"),
    (Reason.TROUBLE,
        r"(?:system|server|internal|configuration|local|database|ldap|mailer|software|program|unexpected|queue|disk|resource|i/o|upstream|directory)\w*~20~ (?:error|fail|problem|unavailable|fault|busy)"
        r"|temporar(?:y|ily)|try (?:again|later)|please retry|(?:service|server|resources?|system)~30~(?:unavailable|not available|busy|overload|shutting|shut|down)"
        r"|insufficient (?:system )?(?:storage|resource|disk)|unable to contact|can't create|couldn't create|cannot (?:open|create|write)|permission denied|read-only|no space left|out of memory|misconfigur"
        r"|(?:could not|cannot|can't|unable to) (?:open|lock|write|append|contact|access)|command (?:died|failed|output)|exit (?:status|code)|execution"),
    (Reason.MOVED,
        r"(?:has |have |recipient |user |address |mailbox )(?:been )?(?:moved|changed (?:his|her|their|its)? ?(?:e-?mail )?address)|no longer (?:on|at|with|in|here|works?|employed|use)|new (?:e-?mail )?address|not our customer|user not local|please try <|has left the (?:company|organi)"),
    (Reason.DISABLED,
        rf"{_BOX}(?:\(s\))?~60~\b{_GONE}|{_GONE} (?:user|account|mailbox|recipient|address)|mailbox (?:is )?(?:currently )?(?:unavailable|not available) for"
        r"|over (?:\w+ ){0,2}inactiv|not (?:been )?(?:activated|used)|account (?:is )?(?:expired|on hold)|konto~20~gesperrt|cuenta~20~(?:suspend|desactiv|bloquead)|compte~20~(?:suspend|désactiv|bloqué)|заблокирован|отключен|停止|停用|冻结|禁用"),
    (Reason.FILTERED,
        r"recipient(?:'s)? (?:preferences?|settings?|filter|rules?|reject|refus|declin|does(?:n't| not) want)|(?:refused|rejected|blocked|declined|filtered) by (?:the )?(?:user|recipient|addressee|owner)"
        r"|user (?:has )?(?:refus|reject|block|declin)|does(?:n't| not) (?:want|accept|wish)~30~(?:mail|message)s? from|personal (?:filter|rule|block)|user'?s? filter|challenge[ -]response|whitelist"),
    (Reason.UNKNOWN,
        rf"{_BOX}(?:\(s\)|es)?~120~?\b(?:unknown|not found|doesn't exist|does not exist|do(?:es)? ?n[o']t exist|not exist|invalid|not valid|not recogni[sz]ed|not known|not listed|not registered|unrecogni[sz]ed"
        r"|doesn't have an? |does not have an? |was(?: not|n't) found|wasn't found|couldn't be found|could not be found|cannot be found|non-?exist\w*|undeliverable|not here|not a valid|not available|no longer (?:exists?|available|valid)|is not a|isn't a)"
        rf"|\b(?:unknown|no such|invalid|bad|illegal|non-?existent|unrecogni[sz]ed|nonexisting|wrong|incorrect|undefined|no valid|not a (?:valid|known|registered)|not (?:a )?(?:valid|known)|no) (?:or illegal )?(?:\w+ ){{0,2}}{_BOX}"
        rf"|no {_BOX}(?: here)? (?:by|with|of|under) that name|not listed in|no such (?:person|name|e-?mail|local|person|alias|id)|no one (?:here )?by that name|address(?:es)? (?:rejected|unknown)"
        r"|recipient address rejected\W*(?:\(in|$)|rejected recipient|recipient rejected|recipient address rejected: access denied|recipientnotfound|recipnotfound|user rejected|@\W{0,5}rejected\W*$"
        r"|mailbox (?:is )?unavailable|mailbox name not allowed|not exist|no mail ?box|not a registered|we don't have|isn't (?:here|a)|not our user|user (?:not|unknown|doesn't)|unknown user|unknown recipient"
        r"|unbekannt|existiert nicht|nicht gefunden|inconnue?\b|n'existe pas|introuvable|inexistante?|no existe|desconocid|inexistente|não existe|desconhecid|non esiste|sconosciut|не существует|не найден|нет такого|見つかりません|存在しません|存在しない|不存在|找不到|bestaat niet|onbekend|okänd|ukjent|nieznany|nie istnieje|neexistuje"),
]  # fmt: skip
# “~40~” is a gap within a sentence: a dot inside a name or a number ends none.
_PATTERNS = [
    (reason, re.compile(re.sub(r"~(\d+)~", r"(?:[^.]|\\.(?=\\S)){0,\1}", pattern)))
    for reason, pattern in _TABLE
]


def by_words(words: str) -> Reason | None:
    """Return what words mean, if they mean anything; `words` are on one line and not endless."""
    bare = _LINK.sub(r" \1 ", words.casefold())
    bare = _CONTINUED.sub(" ", _ADDRESS.sub(" @ ", bare))
    for reason, pattern in _PATTERNS:
        if pattern.search(bare):
            return reason
    return None
