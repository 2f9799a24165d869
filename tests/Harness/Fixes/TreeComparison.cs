namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Finds the first difference between two syntax trees: kinds, token texts and values, and trivia on request.</summary>
internal static class TreeComparison
{
    public static string? FindDifference(SyntaxNodeOrToken expected, SyntaxNodeOrToken actual, bool withTrivia)
    {
        if (expected.RawKind != actual.RawKind || expected.IsNode != actual.IsNode)
            return $"Expected syntax kind '{expected.RawKind}' but found '{actual.RawKind}' at '{actual}'.";

        if (expected.IsToken)
            return FindTokenDifference(expected.AsToken(), actual.AsToken(), withTrivia);

        var (expectedChildren, actualChildren) = (expected.ChildNodesAndTokens(), actual.ChildNodesAndTokens());
        if (expectedChildren.Count != actualChildren.Count)
            return $"Expected '{expectedChildren.Count}' children but found '{actualChildren.Count}' at '{actual}'.";

        return expectedChildren.Zip(actualChildren)
            .Select(pair => FindDifference(pair.First, pair.Second, withTrivia))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? FindTokenDifference(SyntaxToken expected, SyntaxToken actual, bool withTrivia)
    {
        if (expected.Text != actual.Text || expected.ValueText != actual.ValueText || !Equals(expected.Value, actual.Value))
            return $"Expected token '{expected.Text}' with value '{expected.Value}' but found '{actual.Text}' with value '{actual.Value}'.";

        return withTrivia
            ? FindTriviaDifference(expected.LeadingTrivia, actual.LeadingTrivia) ?? FindTriviaDifference(expected.TrailingTrivia, actual.TrailingTrivia)
            : null;
    }

    private static string? FindTriviaDifference(SyntaxTriviaList expected, SyntaxTriviaList actual)
    {
        if (expected.Count != actual.Count)
            return $"Expected '{expected.Count}' trivia but found '{actual.Count}' near '{actual}'.";

        return expected.Zip(actual)
            .Select(pair => FindDifference(pair.First, pair.Second))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? FindDifference(SyntaxTrivia expected, SyntaxTrivia actual)
    {
        if (expected.RawKind != actual.RawKind || expected.HasStructure != actual.HasStructure)
            return $"Expected trivia kind '{expected.RawKind}' but found '{actual.RawKind}' at '{actual}'.";

        return expected.HasStructure
            ? FindDifference(expected.GetStructure()!, actual.GetStructure()!, withTrivia: true)
            : null;
    }
}
