"""Invented names and sentences, put together from word lists of our own."""

from __future__ import annotations

from random import Random

from benchmarks.corpus.draws import choose


def _listed(words: str) -> list[str]:
    return words.split(";")


PLACES = _listed(
    "Alder Bend;Amber Falls;Ashgrove;Barrow Creek;Birch Hollow;Blue Mesa;Briar Point;Cedar Reach;"
    "Clearbrook;Copper Ridge;Cranefield;Dunmere;Eastwater;Elm Crossing;Fallow Springs;Fernhill;"
    "Foxglove;Garnet Valley;Granite Bay;Grayling;Harrow Hills;Hazelwood;Heron Lake;Ivy Station;"
    "Juniper Flats;Kestrel;Larkspur;Linden Park;Lowland;Maple Junction;Marsh Harbor;Meadowlark;"
    "Millrace;Mossbank;Northgate;Oak Prairie;Osprey Cove;Otter Rapids;Pebble Shore;Pine Summit;"
    "Plover;Quarry Road;Redstone;River Bluff;Rookery;Sable Dunes;Sagebrush;Señal Hill;Silver Fork;"
    "Sparrow Town;Stillwater Pass;Summerfield;Tamarack;Thistle Down;Turnstone;Upland;Vireo;"
    "Walnut Grove;Westmere;Willow Bank;Wren Landing"
)
STATES = _listed(
    "AL;AK;AZ;AR;CA;CO;CT;DE;FL;GA;HI;ID;IL;IN;IA;KS;KY;LA;ME;MD;MA;MI;MN;MS;MO;MT;NE;NV;NH;NJ;NM;"
    "NY;NC;ND;OH;OK;OR;PA;RI;SC;SD;TN;TX;UT;VT;VA;WA;WV;WI;WY"
)
SCHOOLS = _listed(
    "Community College;Technical College;State University;Career Center;Institute;Academy;"
    "Training Council;Workforce Board;Trade School;Health Sciences School;Guild;Learning Center"
)
FIELDS = _listed(
    "Accounting;Aquaculture;Automotive Repair;Baking;Bookkeeping;Building Inspection;Carpentry;"
    "Child Development;Clinical Care;Cloud Administration;Cosmetology;Cybersecurity;Data Analysis;"
    "Dental Care;Diesel Repair;Digital Media;Early Learning;Electrical Installation;"
    "Emergency Care;Energy Auditing;Event Planning;Farm Management;Fire Science;Food Safety;"
    "Graphic Design;Heating and Cooling;Horticulture;Human Services;Imaging;Justice Studies;"
    "Laboratory Practice;Landscape Design;Legal Support;Logistics;Machining;Marketing;"
    "Mechatronics;Medical Billing;Medical Assisting;Network Support;Nursing;Office Practice;"
    "Optics;Paramedicine;Pharmacy Support;Phlebotomy;Plumbing;Programming;Public Speaking;"
    "Quality Control;Robotics;Sign Language;Small Business;Social Work;Solar Installation;"
    "Sterile Processing;Surveying;Teaching;Telecommunications;Tourism;Truck Driving;"
    "Veterinary Support;Water Treatment;Web Design;Welding;Wind Power"
)
TOPICS = _listed(
    "algebra;anatomy;blueprints;budgets;bylaws;calibration;care plans;charting;circuits;codes;"
    "conduct;contracts;customer care;data entry;databases;design;dosage;drafting;ethics;estimates;"
    "fasteners;feedback;first aid;fixtures;forms;grammar;hygiene;inspection;instruments;inventory;"
    "ledgers;lesson plans;lifting;maintenance;materials;measurement;menus;metals;motors;networks;"
    "observation;payroll;permits;planning;presentations;pricing;privacy;programs;pumps;records;"
    "regulations;reports;routing;safety;sampling;scheduling;sensors;software;standards;statistics;"
    "supervision;tariffs;teamwork;testing;tools;triage;troubleshooting;valves;wiring;writing"
)
VERBS = _listed(
    "adjust;apply;arrange;assess;build;calculate;check;clean;compare;compile;configure;coordinate;"
    "demonstrate;describe;design;document;draft;estimate;evaluate;explain;follow;identify;inspect;"
    "install;interpret;maintain;measure;monitor;operate;organize;plan;prepare;present;record;"
    "repair;replace;review;select;set up;sort;test;track;train others in;update;use;verify"
)
_OPENINGS = (
    "Learners {verb} {topic} and {verb} {topic} under supervision.",
    "The work is half in the shop and half in class, and begins with {topic}.",
    "Covers {topic}, {topic} and {topic}, with time for questions about {topic}.",
    "Those who finish can {verb} {topic} and {verb} {topic} without help.",
    "Prepares for entry-level work in {field}; no earlier study of {topic} is assumed.",
    "Each unit ends with a task in which learners {verb} {topic}.",
    "Employers of the region asked for more practice in {topic} and less in {topic}.",
    "A mentor from {field} visits twice a term: “bring questions about {topic}”.",
    "Evening sections are offered for those who {verb} {topic} during the day.",
)
_NAMES = _listed(
    "Ada;Bela;Cato;Dara;Edda;Finn;Gita;Hale;Inka;Juno;Kaya;Lorn;Mira;Nils;Orla;Pell;Quin;Runa;Sten;Tova"
)
_SURNAMES = _listed(
    "Ambler;Birchwood;Coldwell;Dunmore;Eastlake;Farrow;Greenhalgh;Hartwood;Ironside;Kelloway"
)


def sentence(rng: Random) -> str:
    """A sentence of 50 to 120 characters."""
    frame = _OPENINGS[int(rng.random() * len(_OPENINGS))]
    while "{" in frame:
        frame = frame.replace("{verb}", choose(rng, VERBS), 1)
        frame = frame.replace("{topic}", choose(rng, TOPICS), 1)
        frame = frame.replace("{field}", choose(rng, FIELDS), 1)
    return frame


def description(rng: Random) -> str:
    """Two to six sentences."""
    return " ".join(sentence(rng) for _ in range(2 + int(rng.random() * 5)))


def skill(rng: Random) -> str:
    """What someone can do, as a competency says it."""
    words = (choose(rng, VERBS), choose(rng, TOPICS), choose(rng, VERBS), choose(rng, TOPICS))
    return "{} {} and {} {}.".format(*words).capitalize()


def keyword(rng: Random) -> str:
    """Two words under which someone may look for a record."""
    return f"{choose(rng, FIELDS)} {choose(rng, TOPICS)}"


def person(rng: Random) -> str:
    """A person who does not exist."""
    return f"{choose(rng, _NAMES)} {choose(rng, _SURNAMES)}"


def host(place: str, school: str) -> str:
    """A host name in the domain that is reserved for examples."""
    return f"www.{place}-{school}.example".replace(" ", "-").replace("ñ", "n").lower()
