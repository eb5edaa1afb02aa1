"""The groups in which the wage estimates (OEWS) combine detailed occupations of SOC 2018.

The estimates of May 2021, 2024 and 2025 combine the same. They stand here, since a file can't tell
them: the file of a state also leaves out occupations for which it has no estimate. Source: national
files and employment matrix of the U.S. Bureau of Labor Statistics, https://www.bls.gov/oes/tables.htm.
"""

from __future__ import annotations

from collections.abc import Mapping

COMBINED_GROUPS: Mapping[str, tuple[str, ...]] = {
    # Buyers and purchasing agents
    "13-1020": ("13-1021", "13-1022", "13-1023"),
    # Property appraisers and assessors
    "13-2020": ("13-2022", "13-2023"),
    # Substance abuse, behavioral disorder, and mental health counselors
    "21-1018": ("21-1011", "21-1014"),
    # Special education teachers, kindergarten and elementary school
    "25-2052": ("25-2055", "25-2056"),
    # Teaching assistants, except postsecondary
    "25-9045": ("25-9042", "25-9043", "25-9049"),
    # Clinical laboratory technologists and technicians
    "29-2010": ("29-2011", "29-2012"),
    # Home health and personal care aides
    "31-1120": ("31-1121", "31-1122"),
    # Tour and travel guides
    "39-7010": ("39-7011", "39-7012"),
    # Miscellaneous construction and related workers
    "47-4090": ("47-4091", "47-4099"),
    # Electrical, electronic, and electromechanical assemblers, except coil winders
    "51-2028": ("51-2022", "51-2023"),
    # Miscellaneous assemblers and fabricators
    "51-2090": ("51-2092", "51-2099"),
    # First-line supervisors of transportation and material moving workers, except aircraft cargo
    "53-1047": ("53-1042", "53-1043", "53-1044", "53-1049"),
}
"""The detailed occupations by the code of the group that has an estimate in their place."""
