using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>The facts of one member: its body with all lambdas and local functions in it. Everything a rule may know of the member.</summary>
internal sealed class MemberFacts
{
    private int takesFromHelpers;

    public MemberFacts(ISymbol member)
    {
        Member = member;
    }

    /// <summary>A method or accessor, or the field or property an initializer belongs to.</summary>
    public ISymbol Member { get; }

    public IMethodSymbol? Method => Member as IMethodSymbol;

    public BodyFacts Root { get; set; } = null!;

    /// <summary>Root first, then lambdas and local functions in source order.</summary>
    public List<BodyFacts> Bodies { get; } = new();

    public List<AccessNode> Accesses { get; } = new();

    public List<CallNode> Calls { get; } = new();

    public List<DisposeNode> Disposals { get; } = new();

    public List<AssignNode> Assigns { get; } = new();

    public List<ReturnNode> Returns { get; } = new();

    public List<AwaitNode> Awaits { get; } = new();

    public List<StartNode> Starts { get; } = new();

    public List<RegisterNode> Registers { get; } = new();

    public List<ThrowNode> Throws { get; } = new();

    /// <summary>Methods used as delegates, and fields passed by reference: what escapes the eyes of the engine.</summary>
    public List<ISymbol> MethodGroups { get; } = new();

    /// <summary>LINQ calls that leave elements out: a loop over what they yield does not get to all of a collection.</summary>
    public List<Narrowing> Narrowings { get; } = new();

    public Dictionary<ISymbol, LocalFacts> Locals { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The member was too large or too strange to be followed to its end.</summary>
    public bool IsTruncated { get; set; }

    /// <summary>
    /// Uses a local collection that a method of this compilation returned: the type's solver may find out that it is an inner collection
    /// of a store (<see cref="AccessNode.Store"/>).
    /// </summary>
    public bool TakesFromHelpers => Once.Of(ref takesFromHelpers, this, static facts => facts.Accesses.Exists(a => a.Store == null && a.Target.Kind == ValueKind.Local
        && a.Target.Local.Assigned.Exists(v => v is { Kind: ValueKind.Result, Call.Target.DeclaringSyntaxReferences.IsEmpty: false })));

    /// <summary>Where the member stands, for a stable order.</summary>
    public SyntaxNode Syntax => Root.Root.Syntax;
}
