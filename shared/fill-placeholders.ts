// Fills in the placeholders of a sentence outside i18next: in the native menu and dialogs, in the key window and in exported files.

/**
 * The template with each `{{name}}` replaced by its value; a placeholder without a value stays. Values are inserted as they are, also where
 * one contains a placeholder itself or a `$&`.
 */
export function fillPlaceholders(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => String(values[name] ?? placeholder))
}
