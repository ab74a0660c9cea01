/**
 * The native dialog of an element, as its property `open` wants it.
 */

/** Opens or closes the dialog under `root`; returns whether it has opened just now. */
export const setModal = (root: ParentNode, isOpen: boolean): boolean => {
  const dialog = root.querySelector("dialog")
  if (dialog === null || dialog.open === isOpen) return false
  if (isOpen) dialog.showModal()
  else dialog.close()
  return isOpen
}
