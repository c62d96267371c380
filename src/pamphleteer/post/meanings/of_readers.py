"""What is said of the one mailbox, in the languages that mail servers speak.

`<box>` stands for a mailbox in its many names, `<gone>` for its being out of use.
"""

BOX = (
    r"(?:mail ?box|inbox|account|user|recipient|addressee|mail ?drop|maildir|customer|subscriber|userid"
    r"|e-?mail address|address)"
)
GONE = (
    r"(?:disabled|inactive|suspended|de-?activated|locked|blocked|closed|frozen|discontinued|not active"
    r"|cancell?ed|terminated|not enabled|no longer active|dormant)"
)

FULL = (
    r"<box>~40~\b(?:is |are |was )?(?:too )?full\b|full <box>|mail ?folder is full",
    r"(?:mail ?box|inbox) (?:size )?(?:exceed|over|limit)",
    (
        r"(?:over|exceed\w*|out of)~30~\b(?:disk )?"
        r"(?:quota|storage space|disk space|storage limit|storage allocation)(?! for sending)"
    ),
    r"(?<!sending )(?<!daily )(?<!hourly )(?<!your )(?<!daily message )quota~40~(?:exceed|exhaust|reached|full|violat)",
    r"storage quota|over ?quota|too much mail stored|has too many messages|used up",
    r"not enough (?:disk |storage )?space|space (?:is )?not enough|zu ?viele mails|reached (?:\w+ )?(?:disk )?quota",
    r"quota (?:\w+ )?(?:dépass|superat)|cuota~20~(?:exced|super)|kontingent~20~überschritten",
    r"insufficient (?:disk |storage )?space (?:for|in) (?:user|mailbox)",
    r"(?:bal|bo[iî]te)~60~pleine|postfach~30~voll|buz[oó]n~20~lleno|caixa~20~cheia|casella~20~piena",
    r"переполнен|превышен\w* (?:квот|лимит)",
    r"メールボックス[^。]{0,20}(?:一杯|いっぱい|容量)|容量を(?:超|オーバー)|空间不足|邮箱[^。]{0,10}满",
)

FULL_ABROAD = (
    r"(?:gelen|posta) kutusu~30~dol|skrzynk\w*~30~(?:przepe[łl]nion|pe[łl]n)|schránk\w*~30~pln|postilaatikko~30~täynnä",
    r"(?:brevlåda|innboks|postkasse|indbakke)\w*~30~full?\w?\b|(?:postbus|mailbox) (?:is )?vol\b",
    r"γραμματοκιβώτιο~30~γεμάτο",
    r"메일함[^.]{0,20}(?:초과|가득)|용량[^.]{0,10}초과|صندوق[^.]{0,30}ممتلئ|תיבת[^.]{0,30}מלאה|hộp thư~30~đầy",
)

MOVED = (
    r"(?:has |have |recipient |user |address |mailbox )(?:been )?moved|address changed|replaced by",
    r"new (?:e-?mail )?address",
    r"(?:has|have) changed (?:(?:his|her|their|its) )?(?:e-?mail )?address|user not local",
    r"no longer (?:on|at|with|in|here|works?|employed|use)|not our customer|please try <",
    r"has left the (?:company|organi)",
)

DISABLED = (
    r"<box>(?:\(s\))?~60~\b<gone>|\b<gone> (?:user|account|mailbox|recipient|address)",
    r"(?:mail ?box|account) (?:is )?(?:currently )?not available|over (?:\w+ ){0,2}inactiv",
    r"not (?:been )?(?:activated|used|collected)|account (?:is )?(?:expired|on hold)",
    r"konto~20~gesperrt|cuenta~20~(?:suspend|desactiv|bloquead)|compte~20~(?:suspend|désactiv|bloqué)",
    r"заблокирован|отключен|停止|停用|冻结|禁用",
)

FILTERED = (
    r"recipient(?:'s)? (?:preferences?|settings?|filter|rules?|(?:has )?(?:refuse|decline)|does(?:n't| not) want)",
    r"refuses? to receive|recipient rejects|only accepting mail from specific|told to reject your mail",
    r"(?:refused|rejected|blocked|declined|filtered) by (?:the )?(?:user|recipient|addressee|owner)",
    r"user (?:has )?(?:refus|reject|declin)|personal (?:filter|rule|block)|user'?s? filter",
    r"does(?:n't| not) (?:want|accept|wish)~30~(?:mail|message)s? from|not accepting mail from",
    r"challenge[ -]response|whitelist|automatically rejected|preferences of the (?:person|user|recipient|member)",
)

_NOT_THERE = (
    r"(?:unknown|not found|do(?:es)? ?n[o']t exist|does not exist|not exist|invalid|not valid|not known"
    r"|not recogni[sz]ed|unrecogni[sz]ed|not listed|not registered|do(?:es)?(?:n't| not) have an? "
    r"|was(?:n't| not) found|could(?:n't| not) be found|cannot be found|non-?exist\w*|undeliverable"
    r"|not here|not a valid|no longer (?:exists?|available|valid)|is not an?|isn't an?)"
)
_NO = (
    r"(?:unknown|no such|invalid|bad|illegal|non-?existent|nonexisting|unrecogni[sz]ed|wrong|incorrect"
    r"|undefined|not an? (?:valid|known|registered)|not (?:valid|known)|no(?! valid))"
)
UNKNOWN = (
    rf"<box>(?:\(s\)|es)?~60~?\b{_NOT_THERE}|\b{_NO} (?:or illegal )?(?:\w+ ){{0,2}}<box>",
    r"no <box>(?: here)? (?:by|with|of|under) that name|no one (?:here )?by that name|not listed in",
    r"no such (?:person|name|e-?mail|local|alias|id)|no mail ?box|unknown (?:local|alias)|we don't have|not our user",
    r"address(?:es)? unknown|undeliverable address|badrcptto",
    r"address rejected(?=\W*(?:[@(]|$))|rejected recipient|recipient rejected|user rejected",
    r"@\W{0,5}rejected\W*$|recipientnotfound|recipnotfound",
    r"mailbox (?:is )?unavailable|mailbox name not allowed|not exist|isn't (?:here|a)",
    r"user (?:not|unknown|doesn't)|unknown user|unknown recipient|no user by",
    r"\bnicht im~30~(?:verzeichnis|gefunden|aufgeführt)",
    r"unbekannt|existiert nicht|nicht gefunden|inconnue?\b|n'existe pas|introuvable|inexistante?",
    r"no existe|desconocid|inexistente|não existe|desconhecid|non esiste|sconosciut",
    r"bestaat niet|onbekend|okänd|ukjent|nieznany|nie istnieje|neexistuje",
    r"リストにありません|登録されていません",
    r"не существует|не найден|нет такого|見つかりません|存在しません|存在しない|不存在|找不到",
)
# Only of whom or what such words are said tells a reader from a server in these.
UNKNOWN_ABROAD = (
    r"(?:kullanıcı|alıcı|adres|posta kutusu)\w*~40~(?:bulunamad|mevcut değil|geçersiz)",
    r"(?:mottagare|användare|mottaker|bruker|modtager|adress?)\w*~30~(?:finns inte|finn?e?s ikke)",
    r"(?:modtager|bruger|adresse|användare|mottagare)\w*~30~(?:findes ikke|existerar inte)",
    r"(?:vastaanottaja|käyttäjä|osoite)\w*~30~(?:ei löydy|ei ole olemassa|tuntematon)",
    r"brak takiego (?:u[żz]ytkownika|adresu)",
    r"(?:felhasználó|címzett)\w*~30~(?:nem létezik|ismeretlen|nem található)",
    r"(?:utilizator|destinatar|adres)\w*~30~(?:nu exist|necunoscut)",
    r"(?:користувач|скриньк|адрес)\w*~30~(?:не існує|не знайден)",
    r"(?:χρήστης|παραλήπτης|διεύθυνση)~30~(?:δεν υπάρχει|δεν βρέθηκε)",
    r"(?:주소|수신자|사용자|계정)[^.]{0,30}(?:존재하지 않|없습니다)|(?:người (?:nhận|dùng)|địa chỉ)~30~không tồn tại",
    r"(?:المستلم|المستخدم|العنوان)[^.]{0,30}غير موجود|(?:הנמען|המשתמש|הכתובת)[^.]{0,30}(?:לא קיים|לא נמצא)",
)
