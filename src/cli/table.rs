//! Columns that line up.

/// Where a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows with every column as wide as its widest cell, two spaces apart, indented by `indent`.
pub fn table(indent: usize, columns: &[Align], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (index, ((cell, align), width)) in row.iter().zip(columns).zip(&widths).enumerate() {
            let gap = if index == 0 { "" } else { "  " };
            let space = " ".repeat(width.saturating_sub(cell.chars().count()));
            let (before, after) = if *align == Align::Right { (space.as_str(), "") } else { ("", space.as_str()) };
            line.extend([gap, before, cell, after]);
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// Names with their values.
pub fn pairs(indent: usize, values: Align, rows: &[(&str, String)]) -> String {
    let rows: Vec<Vec<String>> = rows.iter().map(|(name, value)| vec![(*name).to_owned(), value.clone()]).collect();
    table(indent, &[Align::Left, values], &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [["a", "1"], ["bcd", "22"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(table(2, &[Align::Left, Align::Right], &rows), "  a     1\n  bcd  22\n");
    }
}
