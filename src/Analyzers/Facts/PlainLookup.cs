using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Extensions in source that look a key up in the collection they are asked of, read without binding them.</summary>
internal static class PlainLookup
{
    /// <summary>shelf.TryGetValue(name, out var found) ? found : null: what is asked for is the key alone, and nothing more of what is found.</summary>
    public static bool Is(IMethodSymbol target, CancellationToken cancellation)
    {
        var written = (target.ReducedFrom ?? target).OriginalDefinition;
        if (written.Parameters.Length < 2 || written.DeclaringSyntaxReferences.IsEmpty)
            return false;
        var nodes = written.DeclaringSyntaxReferences[0].GetSyntax(cancellation).DescendantNodes().ToList();
        return nodes.Exists(n => n is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue" or "ContainsKey" or "GetValueOrDefault" }, ArgumentList.Arguments: { Count: > 0 } asked } && asked[0].Expression is IdentifierNameSyntax key && key.Identifier.ValueText == written.Parameters[1].Name)
            && nodes.Count(n => n is IfStatementSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax) <= 1;
    }
}
