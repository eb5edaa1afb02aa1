"""Codes and titles that exist: O*NET-SOC (current and retired), CIP 2020, NAICS, CTDL's concepts.

Rows are ``code title``. About a third of the occupation codes are retired, as in published records.
"""

from __future__ import annotations


def _rows(table: str) -> list[tuple[str, str]]:
    rows = (line.strip().partition(" ") for line in table.strip().splitlines())
    return [(code, title) for code, _, title in rows]


CURRENT = _rows("""
11-1021.00 General and Operations Managers
11-3021.00 Computer and Information Systems Managers
11-9021.00 Construction Managers
11-9111.00 Medical and Health Services Managers
13-1071.00 Human Resources Specialists
13-1161.00 Market Research Analysts and Marketing Specialists
13-2011.00 Accountants and Auditors
15-1211.00 Computer Systems Analysts
15-1212.00 Information Security Analysts
15-1231.00 Computer Network Support Specialists
15-1232.00 Computer User Support Specialists
15-1242.00 Database Administrators
15-1244.00 Network and Computer Systems Administrators
15-1252.00 Software Developers
15-1254.00 Web Developers
15-2051.00 Data Scientists
17-3026.00 Industrial Engineering Technologists and Technicians
21-1093.00 Social and Human Service Assistants
23-2011.00 Paralegals and Legal Assistants
25-2011.00 Preschool Teachers, Except Special Education
25-2021.00 Elementary School Teachers, Except Special Education
29-1126.00 Respiratory Therapists
29-1141.00 Registered Nurses
29-1292.00 Dental Hygienists
29-2034.00 Radiologic Technologists and Technicians
29-2042.00 Emergency Medical Technicians
29-2043.00 Paramedics
29-2052.00 Pharmacy Technicians
29-2055.00 Surgical Technologists
29-2061.00 Licensed Practical and Licensed Vocational Nurses
29-2072.00 Medical Records Specialists
31-1131.00 Nursing Assistants
31-9091.00 Dental Assistants
31-9092.00 Medical Assistants
31-9097.00 Phlebotomists
33-3051.00 Police and Sheriff's Patrol Officers
39-5012.00 Hairdressers, Hairstylists, and Cosmetologists
39-9011.00 Childcare Workers
43-3031.00 Bookkeeping, Accounting, and Auditing Clerks
43-4051.00 Customer Service Representatives
47-2031.00 Carpenters
47-2111.00 Electricians
47-2152.00 Plumbers, Pipefitters, and Steamfitters
47-2231.00 Solar Photovoltaic Installers
49-3023.00 Automotive Service Technicians and Mechanics
49-9021.00 Heating, Air Conditioning, and Refrigeration Mechanics and Installers
49-9041.00 Industrial Machinery Mechanics
51-4041.00 Machinists
51-4121.00 Welders, Cutters, Solderers, and Brazers
53-3032.00 Heavy and Tractor-Trailer Truck Drivers
""")
RETIRED = _rows("""
11-3031.02 Financial Managers, Branch or Department
11-9039.01 Distance Learning Coordinators
15-1111.00 Computer and Information Research Scientists
15-1121.00 Computer Systems Analysts
15-1122.00 Information Security Analysts
15-1131.00 Computer Programmers
15-1132.00 Software Developers, Applications
15-1133.00 Software Developers, Systems Software
15-1134.00 Web Developers
15-1141.00 Database Administrators
15-1142.00 Network and Computer Systems Administrators
15-1143.00 Computer Network Architects
15-1151.00 Computer User Support Specialists
15-1152.00 Computer Network Support Specialists
15-1199.02 Computer Systems Engineers/Architects
17-3023.01 Electronics Engineering Technicians
19-3031.01 School Psychologists
25-9041.00 Teacher Assistants
29-1069.00 Physicians and Surgeons, All Other
29-2041.00 Emergency Medical Technicians and Paramedics
29-2071.00 Medical Records and Health Information Technicians
31-1011.00 Home Health Aides
31-1014.00 Nursing Assistants
33-3051.01 Police Patrol Officers
39-9021.00 Personal Care Aides
43-9011.00 Computer Operators
51-4011.00 Computer-Controlled Machine Tool Operators, Metal and Plastic
51-4012.00 Computer Numerically Controlled Machine Tool Programmers, Metal and Plastic
51-4121.06 Welders, Cutters, and Welder Fitters
""")
OCCUPATIONS = [*CURRENT, *RETIRED]
CIP = _rows("""
11.0101 Computer and Information Sciences, General
11.0701 Computer Science
12.0401 Cosmetology/Cosmetologist, General
13.1210 Early Childhood Education and Teaching
22.0302 Legal Assistant/Paralegal
43.0107 Criminal Justice/Police Science
46.0302 Electrician
47.0604 Automobile/Automotive Mechanics Technology/Technician
48.0508 Welding Technology/Welder
51.0801 Medical/Clinical Assistant
51.3801 Registered Nursing/Registered Nurse
52.0201 Business Administration and Management, General
52.0301 Accounting
""")
NAICS = _rows("""
23 Construction
52 Finance and Insurance
238210 Electrical Contractors and Other Wiring Installation Contractors
332710 Machine Shops
484121 General Freight Trucking, Long-Distance, Truckload
541211 Offices of Certified Public Accountants
541511 Custom Computer Programming Services
611210 Junior Colleges
622110 General Medical and Surgical Hospitals
811111 General Automotive Repair
""")
ARMED_FORCES = [("11B", "Infantryman"), ("68W", "Combat Medic Specialist")]

CONCEPTS = {
    "AudienceLevel": (
        "audLevel",
        "BeginnerLevel IntermediateLevel AdvancedLevel AssociatesDegreeLevel"
        " BachelorsDegreeLevel GraduateLevel LowerDivisionLevel UpperDivisionLevel",
    ),
    "CreditUnit": (
        "creditUnit",
        "SemesterHour QuarterHour ClockHour ContactHour DegreeCredit CertificateCredit",
    ),
    "CostType": ("costType", "Tuition Application EnrollmentFee TechnologyFee MixedFees"),
    "OrganizationType": (
        "orgType",
        "TwoYear FourYear Technical TrainingProvider Business Government Postsecondary",
    ),
    "AgentSector": ("agentSector", "Public PrivateNonProfit PrivateForProfit"),
    "ServiceType": ("serviceType", "OfferService ApproveService RenewService"),
    "DeliveryType": ("deliveryType", "InPerson BlendedDelivery OnlineOnly"),
    "CredentialStatus": ("credentialStat", "Active Active Active TeachOut Deprecated"),
    "LifeCycleStatus": ("lifeCycle", "Active Active Active Developing Ceased"),
    "LearningMethod": ("learnMethod", "Applied Lecture Laboratory SelfPaced WorkBased"),
    "FinancialAssistance": ("financialAid", "PellGrant WIOA Scholarship Post911GIBill"),
    "ActionStatusType": ("actionStat", "ActiveActionStatus CompletedActionStatus"),
    "AssessmentMethod": ("assessMethod", "Exam Performance PortfolioEvaluation"),
}
"""CTDL's concept schemes in use: name -> (prefix, local names of concepts)."""
