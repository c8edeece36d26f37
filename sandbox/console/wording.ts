/** Words that a tenant may have otherwise: another term for an organization, another language. */
import type { Position } from "./switches";

export type Reword = (text: string) => string;

const plural = (term: string): string => (/y$/.test(term) ? `${term.slice(0, -1)}ies` : `${term}s`);

/** "Organization Settings & Users" and "Your Organization" are about the tenant itself and stay. */
const organization = /(?<!Your )\bOrganization(s?)\b(?! Settings)/g;

/** Puts the tenant's term in the place of Organization. */
export const withTerm = (term: Position<"term">): Reword =>
  term === "asEra"
    ? (text) => text
    : (text) => text.replace(organization, (_word, several: string) => (several ? plural(term) : term));

const german: Record<string, string> = {
  Admin: "Verwaltung",
  "Admin Categories": "Verwaltungskategorien",
  "Commonly Used": "Häufig verwendet",
  Reports: "Berichte",
  Home: "Startseite",
  "Resources (Users)": "Ressourcen (Benutzer)",
  "Organization Settings & Users": "Organisationseinstellungen & Benutzer",
  "Account Settings & Users": "Kontoeinstellungen & Benutzer",
  "Features & Settings": "Funktionen & Einstellungen",
  "Extensions & Integrations": "Erweiterungen & Integrationen",
  Automation: "Automatisierung",
  Activations: "Aktivierungen",
  "Expand All": "Alle erweitern",
  "Collapse All": "Alle reduzieren",
  "Resources/Users (HR)": "Ressourcen/Benutzer (HR)",
  "RESOURCES/USERS (HR)": "RESSOURCEN/BENUTZER (HR)",
  "Resources/Users": "Ressourcen/Benutzer",
  Security: "Sicherheit",
  "Security Levels": "Sicherheitsebenen",
  "SECURITY LEVELS": "SICHERHEITSEBENEN",
  "SECURITY LEVEL": "SICHERHEITSEBENE",
  "Security Level": "Sicherheitsebene",
  Resources: "Ressourcen",
  RESOURCES: "RESSOURCEN",
  New: "Neu",
  "New Resource": "Neue Ressource",
  "New API User": "Neuer API-Benutzer",
  Edit: "Bearbeiten",
  "Edit Resource": "Ressource bearbeiten",
  "Copy Security Level": "Sicherheitsebene kopieren",
  Copy: "Kopieren",
  "Edit Security Level": "Sicherheitsebene bearbeiten",
  Inactivate: "Deaktivieren",
  Activate: "Aktivieren",
  "Inactivate Resource": "Ressource deaktivieren",
  "Activate Resource": "Ressource aktivieren",
  Delete: "Löschen",
  Save: "Speichern",
  "Save & Close": "Speichern & schließen",
  "Save & Copy": "Speichern & kopieren",
  Cancel: "Abbrechen",
  General: "Allgemein",
  GENERAL: "ALLGEMEIN",
  "General Information": "Allgemeine Informationen",
  "Module Access": "Modulzugriff",
  "LiveReports Folders": "LiveReports-Ordner",
  Name: "Name",
  Active: "Aktiv",
  Locked: "Gesperrt",
  "User Locked": "Benutzer gesperrt",
  "Add API User": "API-Benutzer hinzufügen",
  "Edit API User": "API-Benutzer bearbeiten",
  "RESOURCE MANAGEMENT": "RESSOURCENVERWALTUNG",
  Credentials: "Anmeldedaten",
  CREDENTIALS: "ANMELDEDATEN",
  "First Name": "Vorname",
  "Last Name": "Nachname",
  "Email Address": "E-Mail-Adresse",
  "Date Format": "Datumsformat",
  "Time Format": "Uhrzeitformat",
  "Number Format": "Zahlenformat",
  "Primary Internal Location": "Primärer interner Standort",
  "Generate Key": "Schlüssel generieren",
  "Generate Secret": "Geheimnis generieren",
  "Username (Key)": "Benutzername (Schlüssel)",
  "Password (Secret)": "Kennwort (Geheimnis)",
  "API Tracking Identifier": "API-Tracking-ID",
  "API TRACKING IDENTIFIER": "API-TRACKING-ID",
  "Integration Vendor": "Integrationsanbieter",
  "Line of Business": "Geschäftsbereich",
  Username: "Benutzername",
  Password: "Kennwort",
  "Confirm Password": "Kennwort bestätigen",
  "Authentication Code": "Authentifizierungscode",
  Continue: "Weiter",
  Verify: "Überprüfen",
  "Log in with KaseyaOne": "Mit KaseyaOne anmelden",
  "Full Permission": "Volle Berechtigung",
  "No Permission": "Keine Berechtigung",
  Dashboard: "Dashboard",
};

/** Says the words of the pages in another language; what is not in the list stays. */
export const inLanguage = (language: Position<"language">): Reword =>
  language === "english" ? (text) => text : (text) => german[text] ?? text;

/** Parts of a description that are names and data, not words to read. */
const kept = new Set([
  "name",
  "value",
  "url",
  "kind",
  "do",
  "icon",
  "secondary",
  "rows",
  "saveUrl",
  "backUrl",
  "suffix",
]);

/** A page with every word of its own put otherwise. */
export const reword = <T>(described: T, say: Reword): T => {
  if (typeof described === "string") return say(described) as T;
  if (Array.isArray(described)) return described.map((part: unknown) => reword(part, say)) as T;
  if (typeof described !== "object" || described === null) return described;
  return Object.fromEntries(
    Object.entries(described).map(([key, part]: [string, unknown]) => [
      key,
      // The rows of a matrix have labels to read; those of a table are data.
      kept.has(key) && !(key === "rows" && "corner" in described) ? part : reword(part, say),
    ]),
  ) as T;
};
