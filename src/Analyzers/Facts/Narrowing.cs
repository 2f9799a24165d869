using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>A LINQ call that leaves elements out: what it yields is a part of the sequence.</summary>
internal sealed class Narrowing
{
    public Narrowing(SyntaxNode syntax, string name)
    {
        Syntax = syntax;
        Name = name;
    }

    public SyntaxNode Syntax { get; }

    /// <summary>Where, Take, OfType …</summary>
    public string Name { get; }

    /// <summary>The lambda that says which elements stay.</summary>
    public BodyFacts? Predicate { get; set; }
}
