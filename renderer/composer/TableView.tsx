// The first rows of a table that goes along with a prompt. Loaded when one is looked at.

import type { ReactNode } from 'react'
import { parseTablePreview } from './table-preview.ts'
import styles from './AttachmentView.module.css'

export function TableView({ name, text, fallback }: { readonly name: string; readonly text: string; readonly fallback: ReactNode }) {
  const table = parseTablePreview(text)
  if (table === null) return fallback
  return (
    // What scrolls must be reached by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.table} tabIndex={0} aria-label={name}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, column) => (
              // Columns may have the same name, and rows none; they never change their place.
              // oxlint-disable-next-line react/no-array-index-key
              <th key={column} scope="col" dir="auto">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {row.map((cell, column) => (
                // oxlint-disable-next-line react/no-array-index-key
                <td key={column} dir="auto">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
