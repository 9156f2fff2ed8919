"""Words by which a capitalised name is told from a private person's: offices, institutions, places, ordinary words."""

from __future__ import annotations

from functools import cache

from tocsin.lexicon.folding import fold
from tocsin.lexicon.loader import load


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Who bears one of these holds public office or rank, or speaks for somebody, and is named as such.
OFFICES = _set("""
    president vice-president premier minister ministers chancellor governor mayor senator sen rep congressman lawmaker
    legislator mp general gen lieutenant lt colonel col major maj captain capt sergeant sgt brigadier brig marshal admiral
    adm commodore commander commandant commissioner inspector superintendent chief chairman chairwoman secretary
    ambassador envoy spokesman spokeswoman spokesperson king queen prince crown emir sultan ayatollah pope caliph
    warlord leader leaders founder ringleader deputy secretary-general under-secretary coordinator rapporteur prosecutor
""")

#: A name that holds one of these is a body, a work or a spot, and no person.
INSTITUTIONS = _set("""
    ministry army navy air force forces guard guards police brigade battalion division corps regiment command department
    agency bureau office council committee commission parliament senate assembly congress court government authority
    administration party front movement union league alliance coalition organisation organization group network
    university college school hospital clinic mosque church temple cathedral shrine market bazaar airport airfield base
    camp prison port harbour harbor bridge street road avenue square highway river lake sea gulf strait mountain mountains
    valley desert island islands canal dam hotel stadium theatre theater museum news agency times post herald tribune
    press gazette journal television tv radio channel bank company corporation foundation institute center centre
    observatory watch international national federal republic kingdom emirate state states united nations red crescent
    cross refugee relief operation battle treaty accord agreement line zone sector district province governorate oblast
    region county state territory strip heights plain village town city neighborhood neighbourhood quarter tower
    reuters afp xinhua tass interfax anadolu jazeera bbc cnn arabiya
    building field oilfield refinery pipeline brigades battalions militia militias mission committee
    raion oblast suburb borough crossroads junction checkpoint crossing intersection roundabout barracks outpost embassy
    consulate mall cell charter article resolution massif
    kataib kata'ib katibat katiba liwa liwaa harakat jaysh jaish jabhat saraya asaib ansar hizb hezb fatah lashkar tehrik
""")

#: After one of these and "of" stands the name of a place, known or not: "the village of Qayib". After one of
#: ``LOCATIVES`` a name of the gazetteer is a place, after "of" only where one of ``LOCATIVES_OF`` stands before it.
LOCATIVES = _set("""
    in at near from into outside around across toward towards between beyond inside throughout
    north south east west northeast northwest southeast southwest northern southern eastern western central
    town city village district province governorate region neighborhood neighbourhood suburb
""")
SETTLEMENTS = _set("""
    town towns city village villages suburb suburbs district province governorate region neighborhood neighbourhood port
    harbour harbor squares streets crossroads junction borough county raion oblast outskirts governor mayor minister
    residents inhabitants capital
    north south east west northeast northwest southeast southwest north-east north-west south-east south-west
""")
LOCATIVES_OF = _set("""
    north south east west northeast northwest southeast southwest outskirts town city village district province
    governorate region neighborhood neighbourhood suburb port area camp northeast part parts countryside centre center
""")

#: Who was put into office by a vote or an oath bears it: "Mr Doe was elected in May".
PUT_IN_OFFICE = _set("elected re-elected reelected inaugurated sworn")

#: After one of these "to" leads to a place.
MOTIONS = _set("""
    fled flee moved went gone going returned return evacuated transferred taken sent brought back close next drove road way
    travelled traveled advanced withdrew retreated escaped deported route highway family families
    leads lead leading led
""")

#: Small words inside of a name.
PARTICLES = _set("al el as ad an ar ash at az ul bin ibn abu umm bint ben de da di del der den van von la le dos das")

#: What is written with a capital and names nobody.
CAPITALISED = _set("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sept sep oct nov dec ramadan eid christmas easter ashura muharram
    nowruz new year day thanksgiving hanukkah diwali islam islamic muslim muslims christian christians jewish jews sunni sunnis shia shias shiite shiites alawite druze
    arab arabs kurdish kurds yazidi yazidis turkmen pashtun hazara tuareg african european asian american western gmt utc
    euphrates tigris nile dnipro dnieper jordan indus facebook twitter telegram whatsapp youtube orthodox catholic eve
    english arabic french russian spanish war i ii ied ieds rpg rpgs un us uk eu nato tv pm am mr mrs ms dr
    north south east west northern southern eastern western northeast northwest southeast southwest middle central
""")

_ORDINARY = _set("""
    a an the this that these those it its he she they we you i his her their our my your him them us me who whom whose which
    what when where why how there here and or but nor so yet for if as than then though although because while since until
    unless whether of in on at by to from with without within into onto over under above below between among against
    through during before after about around near across along behind beside beyond despite except inside outside off out
    up down per via toward towards upon amid following including regarding is are was were be been being am has have had do
    does did done will would shall should can could may might must not no none nobody nothing neither either both all any
    some many much more most few fewer less least several each every other others another such same own only just even
    also too very still already again once twice ever never always often sometimes later earlier soon now today yesterday
    tomorrow tonight meanwhile however therefore moreover instead otherwise perhaps maybe indeed almost nearly about
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million dozens
    scores first second third fourth fifth last next new old young early late big small large great high low long short
    good bad heavy light local foreign public private military civil armed unarmed masked unknown unidentified suspected
    deadly dead killed wounded injured hurt missing captured detained arrested released freed kidnapped abducted
    people person man men woman women child children boy boys girl girls family families father mother son sons daughter
    brother sister husband wife relative relatives neighbour neighbours neighbor neighbors friend friends resident
    residents villager villagers farmer farmers worker workers doctor doctors nurse nurses teacher teachers student
    students driver drivers shopkeeper witness witnesses survivor survivors victim victims civilian civilians journalist
    journalists reporter reporters activist activists analyst analysts expert experts official officials officer officers
    source sources soldier soldiers troop troops fighter fighters militant militants insurgent insurgents rebel rebels
    gunman gunmen attacker attackers bomber bombers assailant assailants policeman policemen guard guards patrol convoy
    convoys army police navy government ministry security authorities medics rescuers media news report reports statement
    state city town village district area areas region border street road house houses home homes building buildings
    school schools hospital hospitals market markets mosque mosques church churches airport base bases camp camps
    attack attacks attacked strike strikes struck raid raids raided bomb bombs bombing bombings bombed blast blasts
    explosion explosions shell shells shelled shelling rocket rockets missile missiles drone drones mortar mortars gunfire
    shooting shootings shot shots fire fires fired firing clash clashes fighting battle battles ambush ambushed assault
    offensive siege war ceasefire truce peace talks violence death deaths toll casualties wounds injuries damage smoke
    ground air sea night day days week weeks month months year years morning afternoon evening hour hours minute minutes
    time times number numbers part parts group groups force forces side sides member members leader leaders commander
    commanders chief head spokesman spokeswoman minister president governor mayor general colonel captain major
    said says say told tells tell added adds called calls call claimed claims claim confirmed confirms denied denies
    accused accuses blamed blames reported according announced warned vowed threatened urged asked took take takes taken
    made make makes came come comes went go goes gone left leave leaves hit hits kill kills killing wound wounding injure
    destroyed destroying damaged seized captures capture retook retakes entered enter fled flee found find finds
    launched launches opened opens set sets held hold holds ran run runs sent send sends brought bring used use uses using
    seen see sees saw heard hear hears known believed thought think thinks say authorities emergency services rescue
    initial preliminary separate similar elsewhere nationwide hundreds video footage photo photos pictures images social
    electricity power water fuel food aid relief supplies hospital ambulance ambulances bodies body funeral burial
    retaliation revenge response operation operations mission campaign election elections protest protests protesters
    curfew checkpoint checkpoints outpost vehicle vehicles car cars truck trucks bus buses train tank tanks plane planes
    aircraft helicopter helicopters warplane warplanes jet jets ship ships boat boats tanker tankers vessel vessels
    weapon weapons ammunition explosives device devices mine mines grenade grenades rifle rifles knife knives
    north south east west northern southern eastern western central nearby far overnight dawn dusk midnight noon
    revenge calm losing little grass waves wave falling cheap diggers unlike neighbouring neighboring researchers figures
    correction generators article charter flights columns column whole phones sirens cell year day days eleven debris
    wreckage rubble windows walls buildings sounds sound loud huge thick black white red blue green fears fear hopes
    hope anger grief tension tensions pressure prices workers teams team crews crew engineers firefighters paramedics
    doctors pilots sailors fishermen traders shoppers worshippers passengers tourists foreigners migrants refugees
    prisoners detainees hostages deserters recruits conscripts volunteers observers monitors diplomats critics supporters
    opponents leaders elders clerics imams priests monks nuns politicians lawmakers ministers judges lawyers
    nothing something everything everyone someone somebody anyone nobody life lives work work works rain snow wind winter
    summer spring autumn schools shops roads bridges fields crops livestock cattle sheep camels animals trees
    heavy intense fierce sporadic sustained repeated further additional extra total totals more most half quarter
    interviewed asked speaking writing standing sitting waiting walking running driving returning leaving arriving
    according based built given asked known made seen left taken caught trapped buried burned burnt shot stabbed beheaded
    under nearly roughly barely hardly only even still soon long short
""")


@cache
def ordinary() -> frozenset[str]:
    """Return words that name nobody, in lower case: common ones, and those of the lexicons of what is told."""
    found = set(_ORDINARY | CAPITALISED | INSTITUTIONS | OFFICES)
    for name in ("events", "verbs", "speech", "cues", "roles", "weapons"):
        for entry in load(name):
            for form in entry.forms:
                if form == form.lower():
                    found.update(fold(form).replace("-", " ").split())
    return frozenset(found)
