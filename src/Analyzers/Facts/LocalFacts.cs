using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>One local variable of a member: everything that is ever assigned to it, in any body of the member.</summary>
internal sealed class LocalFacts
{
    public LocalFacts(ISymbol symbol, ITypeSymbol? type)
    {
        Symbol = symbol;
        Type = type;
        Value = new Value(ValueKind.Local, symbol: symbol, type: type, data: this);
    }

    public ISymbol Symbol { get; }

    public ITypeSymbol? Type { get; }

    /// <summary>The one value that stands for this local.</summary>
    public Value Value { get; }

    public List<Value> Assigned { get; } = new();

    public List<AssignNode> Writes { get; } = new();

    public Value? Single => Assigned.Count == 1 ? Assigned[0] : null;
}
