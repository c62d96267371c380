"""Months as people name them in the languages that partners write in."""

from functools import lru_cache

from pamphleteer.ground.text import fold

_NAMES = """
january february march april may june july august september october november december
jan feb mar apr may jun jul aug sept oct nov dec
januar februar marz april mai juni juli august september oktober november dezember
janner feber mrz apr mai jun jul aug sept okt nov dez
janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
janv fevr mars avr mai juin juil aout sept oct nov dec
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
ene feb mar abr may jun jul ago setiembre oct nov dic
janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
jan fev mar abr mai jun jul ago set out nov dez
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
gen febb mar apr mag giu lug ago sett ott nov dic
januari februari maart april mei juni juli augustus september oktober november december
jan febr mrt apr mei jun jul aug sep okt nov dec
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november desember
stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
sty lut mar kwi maj cze lip sie wrz paz lis gru
ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
jan febr marc apr maj jun jul aug szept okt nov dec
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
oca sub mar nis may haz tem agu eyl eki kas ara
januar februar mart april maj jun jul avgust septembar oktobar novembar decembar
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
янв фев мар апр май июн июл авг сен окт ноя дек
сiчня лютого березня квiтня травня червня липня серпня вересня жовтня листопада грудня
сiч лют бер квi тра чер лип сер вер жов лис гру
студзеня лютага сакавiка красавiка траўня чэрвеня лiпеня жнiўня верасня кастрычнiка лiстапада снежня
януари февруари март април май юни юли август септември октомври ноември декември
јануар фебруар март април мај јун јул август септембар октобар новембар децембар
ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
جانفي فيفري مارس ابريل ماي جوان جويلية اغسطس سبتمبر اكتوبر نوفمبر ديسمبر
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר
ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ
"""
_BY_NAME = {
    fold(name): number
    for line in _NAMES.strip().splitlines()
    for number, name in enumerate(line.split(), 1)
} | {"sep": 9, "μαμ": 5, "ιον": 6, "ιολ": 7}


@lru_cache(maxsize=1024)
def month(name: str) -> int | None:
    """Return the number of a month from its name, whole or shortened; None if it is none."""
    word = fold(name).strip(".").replace("і", "i")
    return _BY_NAME.get(word) or _BY_NAME.get(word[:4]) or _BY_NAME.get(word[:3])
