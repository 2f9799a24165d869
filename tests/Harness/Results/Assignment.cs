namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// The cheapest one-to-one assignment between two lists (Hungarian method with potentials, cubic time). If a
/// perfect assignment of cost zero exists, it is found, so no search budget is needed.
/// </summary>
internal static class Assignment
{
    /// <summary>For each row the column it is paired with, or -1 for the rows left over when there are more rows.</summary>
    public static int[] Solve(int rows, int columns, Func<int, int, double> cost)
    {
        if (rows <= columns)
            return SolveWide(rows, columns, cost);

        var rowOfColumn = SolveWide(columns, rows, (column, row) => cost(row, column));
        var columnOfRow = new int[rows];
        Array.Fill(columnOfRow, -1);
        for (var column = 0; column < columns; column++)
            columnOfRow[rowOfColumn[column]] = column;

        return columnOfRow;
    }

    private static int[] SolveWide(int rows, int columns, Func<int, int, double> cost)
    {
        // Rows and columns count from 1 here; 0 stands for "none".
        var rowPotential = new double[rows + 1];
        var columnPotential = new double[columns + 1];
        var rowOfColumn = new int[columns + 1];
        for (var row = 1; row <= rows; row++)
            Augment(row);

        var result = new int[rows];
        for (var column = 1; column <= columns; column++)
        {
            if (rowOfColumn[column] != 0)
                result[rowOfColumn[column] - 1] = column - 1;
        }

        return result;

        void Augment(int newRow)
        {
            var previousColumn = new int[columns + 1];
            var slack = new double[columns + 1];
            var visited = new bool[columns + 1];
            Array.Fill(slack, double.PositiveInfinity);

            rowOfColumn[0] = newRow;
            var current = 0;
            do
            {
                visited[current] = true;
                current = Advance(rowOfColumn[current], current, previousColumn, slack, visited);
            }
            while (rowOfColumn[current] != 0);

            while (current != 0)
            {
                rowOfColumn[current] = rowOfColumn[previousColumn[current]];
                current = previousColumn[current];
            }
        }

        // Moves the potentials by the smallest slack, and gives the column that reached it.
        int Advance(int row, int from, int[] previousColumn, double[] slack, bool[] visited)
        {
            var (delta, nearest) = (double.PositiveInfinity, 0);
            for (var column = 1; column <= columns; column++)
            {
                if (visited[column])
                    continue;

                var reduced = cost(row - 1, column - 1) - rowPotential[row] - columnPotential[column];
                if (reduced < slack[column])
                    (slack[column], previousColumn[column]) = (reduced, from);

                if (slack[column] < delta)
                    (delta, nearest) = (slack[column], column);
            }

            for (var column = 0; column <= columns; column++)
            {
                if (visited[column])
                {
                    rowPotential[rowOfColumn[column]] += delta;
                    columnPotential[column] -= delta;
                }
                else
                {
                    slack[column] -= delta;
                }
            }

            return nearest;
        }
    }
}
