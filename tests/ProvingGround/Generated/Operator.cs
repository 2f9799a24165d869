using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.ProvingGround.Generated;

/// <summary>A kind of mistake that can be made at many places.</summary>
internal abstract class Operator
{
    public abstract string Name { get; }

    /// <summary>The places in a file where the mistake can be made, each with the changed root and the rule that will have to find it.</summary>
    public abstract IEnumerable<Mutation> In(SyntaxNode root, SemanticModel model);

    /// <summary>The rules for what is missing in a member that ends its type, and in any other.</summary>
    protected static string ByMember(SyntaxNode node, string closing, string other) => IsClosing(node) ? closing : other;

    protected static bool IsClosing(SyntaxNode node)
    {
        var name = node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText ?? string.Empty;
        return new[] { "Dispose", "Close", "Stop", "Shutdown" }.Any(verb => name.StartsWith(verb, StringComparison.Ordinal));
    }

    protected static IEnumerable<T> All<T>(SyntaxNode root)
        where T : SyntaxNode => root.DescendantNodes().OfType<T>();
}

/// <summary>One mistake at one place.</summary>
/// <param name="Place">The node that is changed.</param>
/// <param name="Root">The file with the mistake.</param>
/// <param name="Owner">The rule that has to find it, whether it exists yet or not.</param>
internal sealed record Mutation(SyntaxNode Place, SyntaxNode Root, string Owner);
