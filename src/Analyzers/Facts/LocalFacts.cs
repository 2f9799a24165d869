using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>One local variable of a member: everything that is ever assigned to it, in any body of the member.</summary>
internal sealed class LocalFacts
{
    private const int MaxReach = 4_000;

    private int circular;

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

    /// <summary>
    /// The only value that the local ever gets. Null where there are several, and where the value is made of the local itself, as only broken code
    /// can have it: whoever follows locals need not count his steps.
    /// </summary>
    public Value? Single => Assigned.Count == 1 && !Once.Of(ref circular, this, static local => local.IsCircular()) ? Assigned[0] : null;

    private bool IsCircular()
    {
        var seen = new HashSet<Value> { Value };
        var open = new Stack<Value>();
        open.Push(Assigned[0]);
        while (open.Count > 0)
        {
            var value = open.Pop();
            if (value == Value || seen.Count > MaxReach)
                return true;
            if (!seen.Add(value))
                continue;
            Push(value.A);
            Push(value.B);
            foreach (var item in value.Items)
                Push(item);
            if (value.Call is { } call)
            {
                Push(call.Receiver);
                foreach (var argument in call.Arguments)
                    Push(argument);
            }

            if (value.Kind == ValueKind.Local)
            {
                foreach (var assigned in value.Local.Assigned)
                    Push(assigned);
            }
        }

        return false;

        void Push(Value? next)
        {
            if (next != null)
                open.Push(next);
        }
    }
}
