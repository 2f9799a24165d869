using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

internal enum RootKind : byte
{
    Unknown,
    Null,
    This,
    Parameter,

    /// <summary>An element of a collection that is a parameter.</summary>
    ParameterElement,

    /// <summary>An entry of a collection store.</summary>
    Element,

    /// <summary>The value of a slot store.</summary>
    Slot,

    /// <summary>A collection store as such.</summary>
    Collection,
    Created,
    Result,
    Delegate,
    Caught,
}

/// <summary>Where a value comes from in the end, after locals, tasks, branches and projections are looked through.</summary>
internal sealed class Root
{
    public Root(RootKind kind, Value value, ISymbol? symbol = null, bool isPart = false)
    {
        Kind = kind;
        Value = value;
        Symbol = symbol;
        IsPart = isPart;
    }

    public RootKind Kind { get; }

    public Value Value { get; }

    /// <summary>The store, parameter or method.</summary>
    public ISymbol? Symbol { get; }

    /// <summary>A part (field or property) of that value, not the value itself.</summary>
    public bool IsPart { get; }

    public AccessNode? Access => Value.Access;

    public bool IsOf(ISymbol store) => Kind is RootKind.Element or RootKind.Slot && SymbolEqualityComparer.Default.Equals(Symbol, store);
}
