"""The closed sets of words that build place expressions: heads, directions, relations, facilities.

All are lower case; a hyphen inside a compass word is taken out before it is looked up.
"""

from __future__ import annotations

from enum import StrEnum


class PlaceKind(StrEnum):
    """What a place expression names."""

    SITE = "site"
    TOWN = "town"
    REGION = "region"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    BORDER = "border"
    FACILITY = "facility"
    UNLISTED = "unlisted"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EIGHT = _words("north south east west northeast northwest southeast southwest")

#: "northern", "southwestern": what part of an area.
DIRECTIONS = _EIGHT | {f"{word}ern" for word in _EIGHT} | {"northernmost", "southernmost", "easternmost", "westernmost"}

#: "north of", "southwest of": which way from a point.
COMPASS = _EIGHT

#: Other words that may stand before a name and belong to the place.
MODIFIERS = _words(
    "central downtown rural inner upper lower greater occupied coastal outer uptown midtown suburban mid government-held "
    "rebel-held government-controlled rebel-controlled opposition-held russian-occupied besieged nearby mainland inland"
)

#: Verbs whose object is a place as often as not ("recapture Moqokori").
TAKING_VERBS = _words(
    "capture captured captures recapture recaptured recaptures retake retook retakes seize seized seizes enter entered "
    "enters storm stormed storms shell shelled shells bomb bombed bombs raid raided raids besiege besieged liberate "
    "liberated liberates overrun overran leave left reach reached towards"
)

#: Words that come before "of" and name what the place is ("town of", "outskirts of", "side of").
HEADS = _words(
    "town towns city cities village villages hamlet settlement settlements district districts province provinces state "
    "states region regions area areas governorate governorates capital suburb suburbs outskirts outskirt side sides part "
    "parts north south east west northeast northwest southeast southwest coast shore shores centre center port "
    "neighbourhood neighborhood neighbourhoods neighborhoods camp island islands municipality commune department county "
    "community locality vicinity border borders edge entrance streets heart stronghold territory prefecture "
    "oblast quarter borough township enclave peninsula valley mountains desert hills forest plain airspace waters coasts "
    "countryside periphery interior end tip half third corner sector slum slums bank banks town-centre republic emirate "
    "cities' subdistrict sub-district division parish canton regions' tribal-area gulf strait bay city-state"
)

#: Of the heads, those that put the place beside or at the rim of the named one.
RIM_HEADS = _words("outskirts outskirt suburb suburbs vicinity edge periphery countryside")

#: Heads and designators of a first-level unit.
PROVINCE_WORDS = _words(
    "province provinces state states governorate governorates oblast oblasts region regions prefecture emirate canton "
    "department krai republic"
)

#: Heads and designators of a second-level unit.
DISTRICT_WORDS = _words(
    "district districts county counties municipality territory subdistrict sub-district division parish commune cercle "
    "township borough raion rayon woreda lga tehsil taluk taluka upazila circle circumscription agency"
)

TOWN_WORDS = _words(
    "town city village hamlet settlement locality community suburb cities towns villages capital kibbutz moshav"
)

QUARTER_WORDS = _words(
    "neighbourhood neighborhood quarter suburb slum favela ward borough suburbs neighborhoods neighbourhoods"
)

NATURE_WORDS = _words(
    "valley mountain mountains hills hill river lake island islands peninsula desert forest gorge pass strait gulf bay "
    "sea plain plateau delta basin oasis canal heights strip corridor enclave coast coastline shore archipelago triangle "
    "belt jungle swamp creek marshes highlands"
)

AREA_WORDS = _words("area areas countryside outskirts border airspace waters front frontline sector vicinity zone axis")

#: Facilities, last word. A name before it makes a place.
FACILITY_WORDS = _words(
    "airport airports airbase airfield airstrip aerodrome base barracks prison jail hospital clinic university college "
    "school academy mosque church cathedral synagogue temple monastery shrine market bazaar mall square street avenue "
    "road highway motorway boulevard bridge dam refinery oilfield gasfield field port harbour harbor station checkpoint "
    "crossing embassy consulate hotel stadium palace plant theatre theater cinema restaurant cafe nightclub club museum "
    "library park zoo garden gardens cemetery tower building centre center complex headquarters compound outpost camp "
    "terminal seaport pipeline junction roundabout intersection factory mine depot tunnel gate fort fortress citadel "
    "castle campus seminary madrassa courthouse parliament plaza supermarket store arena festival beach facility site "
    "resort barrage interchange stop metro subway memorial monument residence schoolyard yard kindergarten nursery gasworks"
)

#: Facilities that the sites lexicon may hold under a kind of its own.
SITE_WORDS = _words(
    "airport airbase airfield airstrip base barracks camp refinery oilfield gasfield field dam prison crossing plant "
    "port outpost terminal checkpoint embassy hospital university facility complex"
)

#: Words that may stand between a name and the facility word ("refugee camp", "Air Base", "oil field").
FACILITY_MIDDLES = _words(
    "international domestic military civilian air naval army navy refugee displacement idp oil gas power nuclear "
    "border high primary secondary elementary middle train railway rail bus metro central main police fuel shopping "
    "district general medical regional technical state maximum-security detention training internally displaced persons "
    "boys girls christian jewish catholic grand old shia sunni shiite thermal electric hydroelectric gas-processing steel "
    "chemical tractor community cultural convention city town university space test missile toll public housing post"
)

#: Words after which a name locates ("in Kabul").
LOCATIVES = _words(
    "in at near outside inside around across from to into toward towards through via on off along between within over "
    "throughout beyond of onto against by under amid above below opposite past"
)

#: Locatives after which a capitalised name that nobody lists is still taken for a place.
STRONG_LOCATIVES = _words("in near outside inside around across into throughout within")

#: Words before a name that make it a person.
TITLES = _words(
    "mr mrs ms dr sir lord lady general gen colonel col major maj captain capt lieutenant lt sergeant sgt corporal cpl "
    "admiral brigadier brig commander cmdr chief sheikh sheik imam mullah ayatollah rabbi senator sen rep governor gov "
    "mayor ambassador secretary judge attorney officer inspector sheriff deputy director chairman leader professor prof "
    "president minister spokesman spokeswoman spokesperson king queen prince princess pope actor journalist reporter "
    "correspondent analyst activist photographer lawyer author singer premier chancellor candidate coach suspect"
)

#: Verbs after a name that make it somebody who speaks or acts.
SPEECH_VERBS = _words(
    "said says told tells added adds claimed claims denied denies announced announces warned warns vowed vows stated "
    "confirmed confirms accused accuses condemned insisted argued wrote tweeted thanked tells replied noted explained "
    "believes believed thinks thought wants wanted was's"
)

#: Last words of a name that make it a body or a work and no place.
BODY_WORDS = _words(
    "army fleet police forces force ministry party front movement council court parliament government brigade brigades "
    "battalion command corps guard guards agency bureau news times post tv radio group company corporation corp inc ltd "
    "association union league federation committee commission organization organisation office department "
    "service services intelligence militia militias jihad qaeda state states rights watch observatory network congress "
    "senate house security defence defense navy force team fc united act agreement accord accords war treaty summit conference "
    "day revolution constitution resolution cup championship olympics games airlines airways press herald tribune "
    "guardian telegraph journal gazette chronicle examiner bank fund foundation institute society alliance coalition "
    "cartel gang mafia brotherhood democrats republicans democratic republican liberation resistance unit regiment "
    "division squad authority administration assembly cabinet secretary minister president spokesman championships "
    "spring offensive operation attack attacks massacre bombing bombings shooting riots protest crisis conflict"
)

#: Nouns before which a country only says whose they are ("US troops").
OWNED_NOUNS = _words(
    "troops troop soldiers soldier forces force aircraft airstrikes airstrike strikes strike military army police "
    "government officials official ambassador president drones drone missiles missile jets jet fighters fighter "
    "warplanes warplane helicopter helicopters marines marine personnel citizens citizen nationals national diplomats "
    "diplomat servicemen intelligence defense defence special navy air coalition commander general spokesman "
    "contractors contractor convoy warship warships officer officers service secretary senator journalist "
)

#: Units of length.
UNITS = _words("km kilometer kilometers kilometre kilometres mile miles metres meters ")

#: First words of many names ("Mount", "Wadi", "Umm").
NAME_OPENERS = _words(
    "mount mt lake fort ft camp port kibbutz moshav jebel jabal wadi cape isle river khan kafr kfar tell tel beit umm "
    "ras deir ain ayn el al san santa saint st sao new "
)

#: Heads that make a name with "of" ("Gulf of Aden").
NATURE_HEADS = _words("gulf bay strait island islands valley peninsula republic sea ")

#: Of the modifiers, those that say which part of the place and are marked with it.
PART_MODIFIERS = _words("central downtown rural inner upper lower greater coastal outer suburban mid ")

#: Heads that put the place at a part of the named one ("western side of").
SIDE_HEADS = _words(
    "side sides part parts coast coasts shore shores half third corner end edge tip countryside airspace waters banks "
    "bank "
)

#: Small words between two capitalised ones that keep a name together.
NAME_PARTICLES = _words("de du da do dos das del della di la le les el al ul sur der den am bin ibn abu upon on os d' ")
