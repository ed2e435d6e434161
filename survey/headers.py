"""Column names as people write them, in the shipped languages, into the names that we use.

Only what can mean one thing is a synonym: a column called ``office`` or ``unit`` stays what it is
and becomes an attribute to group by.
"""

import re
import unicodedata
from collections.abc import Mapping

from analysis.model import Problem
from survey.sheets import Table

Synonyms = Mapping[str, tuple[str, ...]]

ROSTER: Synonyms = {
    "person_id": (
        "employee_id", "id", "employee_number", "employee_no", "staff_id", "personnel_number",
        "personalnummer", "personal_nr", "mitarbeiter_id", "mitarbeiternummer",
        "matricule", "identifiant", "id_personne", "id_employe", "numero_employe",
        "id_empleado", "id_persona", "numero_de_empleado", "numero_empleado", "legajo",
        "رقم الموظف", "الرقم الوظيفي", "معرف الموظف", "المعرف", "الرقم",
    ),
    "name": (
        "full_name", "employee_name", "display_name", "person_name",
        "vollständiger_name", "mitarbeitername", "vor_und_nachname",
        "nom", "nom_complet", "nom_et_prénom", "prénom_et_nom",
        "nombre", "nombre_completo", "nombre_y_apellidos", "nombre_y_apellido",
        "الاسم", "الاسم الكامل", "اسم الموظف",
    ),
    "first_name": ("given_name", "vorname", "prénom", "nombre_de_pila", "الاسم الأول"),
    "last_name": (
        "family_name", "surname", "nachname", "familienname", "nom_de_famille",
        "apellidos", "apellido", "اسم العائلة",
    ),
    "email": (
        "e_mail", "mail", "email_address", "e_mail_address", "work_email",
        "e_mail_adresse", "emailadresse", "mailadresse",
        "courriel", "adresse_e_mail", "adresse_mail", "adresse_électronique",
        "correo", "correo_electrónico", "البريد الإلكتروني", "البريد",
    ),
    "department": (
        "dept", "department_name", "abteilung", "département", "departamento", "القسم", "الإدارة",
    ),
    "team": ("team_name", "équipe", "equipo", "الفريق"),
    "location": (
        "work_location", "standort", "arbeitsort", "lieu", "lieu_de_travail",
        "ubicación", "lugar_de_trabajo", "الموقع", "مكان العمل",
    ),
    "level": (
        "job_level", "hierarchy_level", "hierarchieebene", "ebene", "niveau",
        "niveau_hiérarchique", "nivel", "nivel_jerárquico", "المستوى", "المستوى الوظيفي",
    ),
    "manager_id": (
        "manager", "supervisor_id", "supervisor", "reports_to", "line_manager", "line_manager_id",
        "boss", "boss_id", "vorgesetzten_id", "vorgesetzte_id", "vorgesetzter", "führungskraft",
        "führungskraft_id", "id_responsable", "responsable", "id_supérieur", "supérieur",
        "matricule_du_responsable", "id_jefe", "jefe", "رقم المدير", "معرف المدير", "المدير",
    ),
    "start_date": (
        "hire_date", "hired", "date_joined", "joining_date", "entry_date", "employment_start",
        "eintrittsdatum", "eintritt", "startdatum", "date_d_entrée", "date_entrée",
        "date_d_embauche", "date_embauche", "date_de_début", "fecha_de_inicio", "fecha_inicio",
        "fecha_de_ingreso", "fecha_de_alta", "تاريخ البدء", "تاريخ التعيين", "تاريخ المباشرة",
    ),
    "asked": ("is_asked", "befragt", "interrogé", "encuestado"),
    "listed": ("is_listed", "wählbar", "sélectionnable", "seleccionable"),
    "language": (
        "preferred_language", "survey_language", "mother_tongue", "sprache", "bevorzugte_sprache",
        "muttersprache", "korrespondenzsprache", "langue", "langue_préférée", "langue_maternelle",
        "idioma", "idioma_preferido", "lengua", "اللغة", "اللغة المفضلة",
    ),
    "outside": ("partnerfirma", "partenaire", "socio_externo"),
    "alias": (
        "also_known_as", "known_as", "preferred_name", "latin_name", "name_in_latin_letters",
        "rufname", "nom_d_usage", "nombre_preferido", "الاسم اللاتيني",
    ),
}  # fmt: skip

ANSWERS: Synonyms = {
    "respondent_id": (
        "respondent", "source", "source_id", "from", "von", "from_id", "ego", "ego_id", "rater_id",
        "befragte_id", "befragter", "befragte", "teilnehmer_id", "répondant", "id_répondant",
        "encuestado", "id_encuestado", "respondiente", "رقم المجيب", "معرف المجيب", "المجيب",
    ),
    "question": ("question_id", "relation", "frage", "pregunta", "السؤال"),
    "alter_id": (
        "alter", "target", "target_id", "to", "an", "to_id", "named_id", "named", "nominee",
        "nominee_id", "genannte_id", "genannt", "genannter", "personne_citée", "id_personne_citée",
        "nombrado", "id_nombrado", "persona_nombrada", "رقم المذكور", "معرف المذكور", "المذكور",
    ),
    "value": (
        "frequency", "weight", "rating", "strength", "wert", "häufigkeit", "gewicht",
        "valeur", "fréquence", "poids", "valor", "frecuencia", "peso", "القيمة", "التكرار", "الوزن",
    ),
    "seconds": (
        "seconds_taken", "duration_seconds", "duration_in_seconds", "sekunden", "dauer_sekunden",
        "secondes", "durée_secondes", "segundos", "duración_segundos", "الثواني",
    ),
}  # fmt: skip

PARTNERS: Synonyms = {
    "partner_id": (
        "id", "firm_id", "partner_number", "partnernummer", "partner_nr", "id_partenaire",
        "numero_partenaire", "id_socio", "numero_de_socio", "رقم الشريك", "معرف الشريك",
    ),
    "name": (
        "partner", "partner_name", "firm", "company", "firma", "partnerfirma", "nom", "partenaire",
        "entreprise", "nombre", "socio", "empresa", "الاسم", "اسم الشريك", "الشريك",
    ),
    "type": ("partner_type", "kind", "art", "typ", "tipo", "النوع"),
    "sector": ("industry", "field", "branche", "sektor", "secteur", "sector_economico", "القطاع"),
    "region": ("country", "land", "région", "pays", "región", "país", "المنطقة"),
    "importance": ("priority", "bedeutung", "wichtigkeit", "importancia", "الأهمية"),
    "annual_value": (
        "yearly_value", "value", "annual_spend", "annual_revenue", "jahreswert", "jahresumsatz",
        "valeur_annuelle", "valor_anual", "القيمة السنوية",
    ),
}  # fmt: skip

PARTNER_TIES: Synonyms = {
    "person_id": ROSTER["person_id"],
    "partner_id": PARTNERS["partner_id"][1:],
    "role": ("contact_role", "rolle", "rôle", "papel", "rol", "الدور"),
    "strength": ("relationship", "stärke", "force", "solidité", "solidez", "fuerza", "القوة"),
    "trust": ("vertrauen", "confiance", "confianza", "الثقة"),
    "value": ("benefit", "wert", "nutzen", "valeur", "valor", "القيمة"),
}  # fmt: skip


def plain(title: str) -> str:
    """A column name without case, accents and punctuation: ``E-Mail`` becomes ``e_mail``."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", "_", bare).strip("_")


def field_columns(header: tuple[str, ...], synonyms: Synonyms) -> dict[str, int]:
    """Which column holds which of our fields: our own word first, then synonyms in order."""
    plain_header = [plain(title) for title in header]
    columns: dict[str, int] = {}
    for field, others in synonyms.items():
        for word in (field, *others):
            if plain(word) in plain_header and field not in columns:
                columns[field] = plain_header.index(plain(word))
    return columns


def missing_column(field: str, table: Table, synonyms: Synonyms, hint: str = "") -> Problem:
    """The Problem of a table that lacks a column, with what it has instead."""
    also = ", ".join(synonyms[field][:4])
    found = ", ".join(table.header[:12]) + (", …" if len(table.header) > 12 else "")
    return Problem(
        f"there is no column {field}",
        where=f"{table.file}, row {table.header_row}",
        why=f"The first row holds the names of the columns; it says: {found}.",
        mend=hint or f"Name a column {field} there (also understood: {also}).",
    )
