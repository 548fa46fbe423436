extension Canvas {
  /// Draws a text in a dialog: in the colour of its role, on the dialog's ground or that of the row under the cursor.
  mutating func drawOnDialog(
    _ text: String, x: Int, y: Int, width: Int, role: StyleRole, isSelected: Bool = false,
    align: Alignment = .left
  ) {
    draw(
      text, x: x, y: y, width: width, role: isSelected ? role : .dialog,
      overlay: isSelected ? .listSelected : role, align: align)
  }
}
