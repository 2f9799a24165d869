using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A syntax tree as indented text, for diffs.</summary>
internal sealed class TreeText(Type syntaxKindType, bool withTrivia)
{
    public string Render(SyntaxNode root)
    {
        var text = new StringBuilder();
        Append(text, root, string.Empty);
        return text.ToString();
    }

    private static string Escape(string text)
        => text.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\r", "\\r").Replace("\n", "\\n");

    private void Append(StringBuilder text, SyntaxNodeOrToken part, string indent)
    {
        if (part.IsNode)
        {
            text.AppendLine($"{indent}Node({Kind(part.RawKind)}):");
            foreach (var child in part.ChildNodesAndTokens())
                Append(text, child, indent + "  ");

            return;
        }

        var token = part.AsToken();
        text.AppendLine($"{indent}Token({Kind(token.RawKind)}): {Escape(token.Text)}");
        if (!withTrivia)
            return;

        foreach (var trivia in token.LeadingTrivia)
            Append(text, trivia, "Leading", indent + "  ");

        foreach (var trivia in token.TrailingTrivia)
            Append(text, trivia, "Trailing", indent + "  ");
    }

    private void Append(StringBuilder text, SyntaxTrivia trivia, string place, string indent)
    {
        text.Append($"{indent}{place}({Kind(trivia.RawKind)}):");
        if (!trivia.HasStructure)
        {
            text.AppendLine($" {Escape(trivia.ToString())}");
            return;
        }

        text.AppendLine();
        Append(text, trivia.GetStructure(), indent + "  ");
    }

    private string Kind(int kind)
        => syntaxKindType.IsEnum ? Enum.Format(syntaxKindType, (ushort)kind, "G") : kind.ToString();
}
