using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Reporting;

/// <summary>The one wording of names in messages.</summary>
internal static class Words
{
    public static string NameOf(MemberFacts facts) => NameOf(facts.Member);

    public static string NameOf(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } constructor => "the constructor of " + constructor.ContainingType.Name,
        IMethodSymbol { MethodKind: MethodKind.Destructor } => "the finalizer",
        IMethodSymbol { AssociatedSymbol: { } owner } => owner.Name,
        IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } method => method.Name.Substring(method.Name.LastIndexOf('.') + 1),
        _ => member.Name,
    };

    /// <summary>The name of a lock as the source writes it.</summary>
    public static string NameOf(LockId id) => id.Receiver switch
    {
        "this" => "this",
        _ => id.Symbol?.Name ?? "a lock",
    };
}
