// Field descriptions: strict validation for input from a window, tolerant reading for files.

import { expect, test } from '@playwright/test'
import fc from 'fast-check'
import { choiceField, optionalNumberField, optionalTextsField, recordField, textField, type Field } from '../../../shared/fields.ts'
import { defaultSettings, settingsField } from '../../../shared/settings.ts'

const nested = recordField({ isOn: choiceField([true, false], true), size: choiceField(['small', 'large', null], 'small') })
const record = recordField({ nested, note: textField(5) })

function expectField<Value>(field: Field<Value>, accepted: readonly Value[], refused: readonly unknown[]): void {
  for (const value of accepted) expect([value, field.accepts(value), field.read(value)]).toEqual([value, true, value])
  for (const value of refused) expect([value, field.accepts(value)]).toEqual([value, false])
}

test.describe('a described value', () => {
  test('is accepted and read unchanged when it is valid', () => {
    expectField(choiceField([true, false], true), [true, false], [null, 0, 'true'])
    expectField(choiceField([30, 90, null], 90), [30, null], [31, '30', undefined])
    expectField(textField(3), ['', 'abc'], ['abcd', 3, null])
    expectField(optionalNumberField({ min: 0, max: 2 }), [null, 0, 1.5, 2], [-0.1, 2.1, Number.NaN, '1', undefined])
    expectField(optionalNumberField({ min: 0, max: 9, isInteger: true }), [0, 9], [1.5])
    expectField(optionalNumberField({ min: 0, max: 1, isMinExcluded: true }), [0.1, 1], [0])
    expectField(optionalTextsField(2, 3), [null, ['a'], ['a', 'abc']], [['a', 'b', 'c'], ['abcd'], [''], [7], 'a', { 0: 'a' }])
  })

  test('is read as its default when it is invalid', () => {
    expect(choiceField(['a', 'b'], 'b').read('c')).toBe('b')
    expect(optionalNumberField({ min: 0, max: 2 }).read(3)).toBeNull()
  })

  test('keeps the usable part of a long text or a list', () => {
    expect(textField(3).read('abcd')).toBe('abc')
    expect(optionalTextsField(2, 3).read(['', 7, 'a', 'abcd', 'b', 'c'])).toEqual(['a', 'b'])
    expect(optionalTextsField(2, 3).read([''])).toBeNull()
  })
})

test.describe('a described record', () => {
  const valid = { nested: { isOn: false, size: null }, note: 'Note' }

  test('has the defaults of its fields', () => {
    expect(record.default).toEqual({ nested: { isOn: true, size: 'small' }, note: '' })
  })

  test('accepts exactly its fields', () => {
    const { note: _note, ...withoutNote } = valid
    expectField(
      record,
      [valid],
      [withoutNote, { ...valid, extra: 1 }, { ...valid, nested: { ...valid.nested, isOn: 1 } }, [], null, 'text'],
    )
    // A field of the prototype is not one of the record.
    expect(record.accepts(Object.create(valid))).toBe(false)
  })

  test('reads each field independently', () => {
    expect(record.read({ nested: { isOn: 1, size: 'large' }, extra: 1 })).toEqual({ nested: { isOn: true, size: 'large' }, note: '' })
    expect(record.read([])).toEqual(record.default)
  })
})

test.describe('settings field', () => {
  test('reads valid settings from any input', () => {
    expect(settingsField.accepts(defaultSettings)).toBe(true)
    const damagedSettings = fc.oneof(
      fc.anything(),
      fc.record(Object.fromEntries(Object.keys(defaultSettings).map((name) => [name, fc.anything()])), { requiredKeys: [] }),
    )
    fc.assert(fc.property(damagedSettings, (value) => settingsField.accepts(settingsField.read(value))))
  })
})
