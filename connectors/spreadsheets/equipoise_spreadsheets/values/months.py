"""Names of the months in the languages that tables are commonly written in."""

from typing import Final

_NAMES: Final = (
    "january jan januar januari janvier janv enero ene gennaio gen janeiro jän jänner",
    "february feb februar februari février févr fév febrero febbraio fevereiro fev",
    "march mar märz mär mrz maart mrt mars marzo março",
    "april apr avril avr abril abr aprile",
    "may mai mei mayo maggio mag maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug augustus août aoû agosto ago",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
)

MONTHS: Final = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""English, German, French, Spanish, Italian, Dutch and Portuguese; lower case, without the dot of an abbreviation."""
