// A select: one option of a few, chosen from a list that opens from a button. `label` is for screen readers; the visible label is the caller's.

import { Check, ChevronDown } from 'lucide-react'
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import styles from './Dropdown.module.css'

interface DropdownProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly onChange: (value: Value) => void
}

export function Dropdown<Value extends string>({ label, value, options, onChange }: DropdownProps<Value>) {
  const onSelectionChange = (selectedKey: unknown) => {
    const option = options.find((each) => each.value === selectedKey)
    if (option !== undefined) onChange(option.value)
  }
  return (
    <Select aria-label={label} value={value} onChange={onSelectionChange}>
      <Button className={styles.button ?? ''}>
        {/* Without this, the value would include the check mark of the selected option. */}
        <SelectValue className={styles.value ?? ''}>{({ selectedText }) => selectedText}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </Button>
      <Popover className={styles.popover ?? ''} offset={4}>
        <ListBox className={styles.list ?? ''}>
          {options.map((option) => (
            <ListBoxItem key={option.value} id={option.value} textValue={option.label} className={styles.option ?? ''}>
              <span className={styles.label} dir="auto">
                {option.label}
              </span>
              {option.value === value && <Check size={14} aria-hidden />}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
